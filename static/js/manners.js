// Small behaviour by attribute: copy, back, print, filters that submit themselves, the shortcut's name.
import { onMac } from "./keys.js";
import { t } from "./texts.js";
import { toast } from "./say.js";

const TYPING_PAUSE_MS = 300;

async function copy(wanted) {
  const source = /^#[\w-]+$/.test(wanted) ? document.querySelector(wanted) : null;
  try {
    await navigator.clipboard.writeText(source ? (source.value ?? source.innerText) : wanted);
    toast({ text: t("copied") });
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast({ text: t("copyFailed"), tone: "warn" });
  }
}

document.addEventListener("click", (event) => {
  const actor = event.target.closest?.("[data-copy], [data-back], [data-print]");
  if (!actor) return;
  if (actor.dataset.copy !== undefined) copy(actor.dataset.copy);
  else if (actor.dataset.back !== undefined) history.back();
  else print();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form && event.target.type !== "search") form.requestSubmit();
});

let pause = 0;
function typed(event) {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (!form || event.target.type !== "search" || event.isComposing) return;
  clearTimeout(pause);
  pause = setTimeout(() => form.requestSubmit(), TYPING_PAUSE_MS);
}
document.addEventListener("input", typed);
document.addEventListener("compositionend", typed);

function dress(root) {
  for (const button of root.querySelectorAll("[data-back]")) button.hidden = history.length < 2;
  // What scrolls sideways can be scrolled with keys.
  for (const wide of root.querySelectorAll(".wide:not([tabindex])")) {
    if (wide.scrollWidth > wide.clientWidth && !wide.querySelector("a, button, input, textarea, select")) wide.tabIndex = 0;
  }
  for (const table of root.querySelectorAll(".wide > table")) for (const watched of [table, table.parentElement]) resized.observe(watched);
  for (const key of root.querySelectorAll("kbd[data-shortcut]")) key.textContent = `${onMac ? "⌘" : "Ctrl "}${key.dataset.shortcut}`;
}

// Which way a wide table goes on, for its edges.
function edges(wide) {
  const [start, end] = [wide.scrollLeft > 1, wide.scrollLeft + wide.clientWidth < wide.scrollWidth - 1];
  const more = start && end ? "both" : start ? "start" : end ? "end" : "";
  if (more) wide.dataset.more = more;
  else delete wide.dataset.more;
}
const resized = new ResizeObserver((entries) => { for (const { target } of entries) edges(target.matches(".wide") ? target : target.parentElement); });
document.addEventListener("scroll", ({ target }) => { if (target instanceof Element && target.matches(".wide")) edges(target); }, true);

dress(document);
document.addEventListener("htmx:load", (event) => dress(event.detail.elt));

// Who comes back to a page after a while sees what others did: parts that listen for this are asked for anew.
const AWAY_MS = 20000;
let hiddenAt = 0;
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") hiddenAt = Date.now();
  else if (Date.now() - hiddenAt > AWAY_MS) document.body.dispatchEvent(new CustomEvent("seen-again"));
});

// What was pressed went away with the page's content that was answered anew: go on reading there.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id === "content" && document.activeElement === document.body) detail.elt.focus({ preventScroll: true });
});
