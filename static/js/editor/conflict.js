// Two people changed the same part: both texts, side by side, and nothing is lost whatever is chosen.
import { whenQuiet } from "../keys.js";
import { t } from "../texts.js";

// The question waits for a pause in typing, and for a moment no key answers it: it was meant for the text.
const PAUSE_MS = 2000;
const DEAF_MS = 800;

function make(tag, css, ...inside) {
  const made = document.createElement(tag);
  made.className = css;
  made.append(...inside);
  return made;
}

function choice(words, value, primary = false) {
  const button = make("button", primary ? "btn btn--primary" : "btn", words);
  button.type = "submit";
  button.value = value;
  return button;
}

/** What the marks mean, in the marks themselves. */
function legend() {
  return make("p", "diff small muted", make("del", "", t("conflictOnlyTheirs")), " · ", make("ins", "", t("conflictOnlyMine")));
}

function side(title, content) {
  const text = make("div", "doc doc--bare");
  if (typeof content === "string") text.innerHTML = content;
  else text.append(content);
  return make("div", "diff__side", make("h3", "", title), text);
}

/** Shows both once typing pauses; answers "mine", "theirs", "both" or "" (closed without choosing). */
export async function chooseBetween({ theirs, mine, both = true, isOwn = false, isMarked = false }) {
  await whenQuiet(PAUSE_MS);
  const title = make("h2", "dialog__title", t(isOwn ? "conflictOwnTitle" : "conflictTitle"));
  title.id = "conflict-title";
  const form = make("form", "");
  form.method = "dialog";
  form.append(
    make("div", "dialog__head", title),
    make("div", "dialog__body", make("p", "muted", t("conflictText")), ...(isMarked ? [legend()] : []), make("div", "diff diff__two", side(t("conflictTheirs"), theirs), side(t("conflictMine"), typeof mine === "function" ? mine() : mine))),
    make("div", "dialog__foot", choice(t("conflictTakeTheirs"), "theirs"), ...(both ? [choice(t("conflictBoth"), "both")] : []), choice(t("conflictKeepMine"), "mine", true)),
  );
  const dialog = make("dialog", "dialog dialog--wide", form);
  dialog.setAttribute("aria-labelledby", title.id);
  // The dialog itself has the focus, no button: Space and Enter choose nothing.
  dialog.tabIndex = -1;
  let openedAt = Infinity;
  form.addEventListener("click", (event) => { if (!event.detail && performance.now() - openedAt < DEAF_MS) event.preventDefault(); });
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue); });
    dialog.showModal();
    dialog.focus();
    openedAt = performance.now();
  });
}

/** Stored HTML, read back through a parser that runs nothing, so that a kept draft can be shown. */
export function inert(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.body.querySelectorAll("script, style, iframe, object, embed, form")) element.remove();
  for (const element of page.body.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (name.startsWith("on") || (/^(href|src)$/.test(name) && /^\s*(javascript|data):/i.test(value))) element.removeAttribute(name);
    }
  }
  return page.body.innerHTML;
}
