// Sections that were moved up or down: the server says where to, the page follows without losing a word that is
// being typed. The forms carry where the next press leads; without JavaScript they lead there by themselves.
const sections = () => [...document.querySelectorAll("[data-section]")];

function renew() {
  const all = sections();
  all.forEach((section, at) => {
    const after = { up: at ? all[at - 2]?.dataset.section ?? "" : null, down: all[at + 1]?.dataset.section ?? null };
    for (const form of section.querySelectorAll("form[data-move]")) {
      const place = after[form.dataset.move];
      form.elements.after.value = place ?? "";
      form.querySelector("button").disabled = place === null;
    }
  });
}

function put(part, above, first) {
  if (above) above.after(part);
  else if (first !== part) first.before(part);
}

document.addEventListener("section-moved", ({ detail: { key, after } }) => {
  const section = document.getElementById(`sec-${key}`);
  if (!section) return;
  const link = (name) => document.querySelector(`.reading__aside a[href="#sec-${name}"]`);
  put(section, after && document.getElementById(`sec-${after}`), sections()[0]);
  if (link(key)) put(link(key), after && link(after), link(key).parentElement.firstElementChild);
  renew();
  section.querySelector("summary").focus({ preventScroll: true });
  section.scrollIntoView({ block: "nearest" });
});
