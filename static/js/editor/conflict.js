// Two people changed the same part: both texts, side by side, and nothing is lost whatever is chosen.
import { t } from "../texts.js";

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

function side(title, content) {
  const text = make("div", "doc doc--bare");
  if (typeof content === "string") text.innerHTML = content;
  else text.append(content);
  return make("div", "diff__side", make("h3", "", title), text);
}

/** Shows both; answers "mine", "theirs", "both" or "" (closed without choosing). */
export function chooseBetween({ theirs, mine, both = true }) {
  const title = make("h2", "dialog__title", t("conflictTitle"));
  title.id = "conflict-title";
  const form = make("form", "");
  form.method = "dialog";
  form.append(
    make("div", "dialog__head", title),
    make("div", "dialog__body", make("p", "muted", t("conflictText")), make("div", "diff diff__two", side(t("conflictTheirs"), theirs), side(t("conflictMine"), mine))),
    make("div", "dialog__foot", choice(t("conflictTakeTheirs"), "theirs"), ...(both ? [choice(t("conflictBoth"), "both")] : []), choice(t("conflictKeepMine"), "mine", true)),
  );
  const dialog = make("dialog", "dialog dialog--wide", form);
  dialog.setAttribute("aria-labelledby", title.id);
  document.body.append(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue); });
    dialog.showModal();
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
