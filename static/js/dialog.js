// Native dialogs: opened by attribute, by arriving from the server, or to ask before what cannot be undone.
import { t } from "./texts.js";

function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const wanted = opener && document.querySelector(opener.dataset.dialog);
  if (wanted instanceof HTMLDialogElement) {
    event.preventDefault();
    open(wanted);
  }
  event.target.closest?.("[data-close]")?.closest("dialog")?.close();
});

document.addEventListener("htmx:load", (event) => {
  const arrived = event.detail.elt;
  for (const dialog of [arrived, ...arrived.querySelectorAll("dialog[data-open]")]) {
    if (dialog.matches("dialog[data-open]")) {
      dialog.addEventListener("close", () => dialog.remove(), { once: true });
      open(dialog);
    }
  }
});

document.addEventListener("close-dialog", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
});

// Where a verb leads: the place may still be on its way into the page, so it is looked for once more.
document.addEventListener("go-to", ({ detail }) => {
  const { hash } = new URL(detail.address, location.href);
  const show = () => document.getElementById(hash.slice(1))?.scrollIntoView({ block: "center" });
  history.replaceState(history.state, "", hash);
  show();
  document.addEventListener("htmx:afterSettle", show, { once: true });
});

function make(tag, css, ...inside) {
  const made = document.createElement(tag);
  made.className = css;
  made.append(...inside);
  return made;
}

/** Ask one question; true when the person says yes. */
export function confirmed(question, yes = t("confirm")) {
  const dialog = make("dialog", "dialog");
  const no = make("button", "btn", t("cancel"));
  const go = make("button", "btn btn--primary btn--danger", yes);
  no.type = go.type = "button";
  const text = make("p", "dialog__title", question);
  text.id = "confirm-question";
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(make("div", "dialog__body", text), make("div", "dialog__foot", no, go));
  document.body.append(dialog);
  return new Promise((answer) => {
    no.addEventListener("click", () => dialog.close());
    go.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue === "yes"); });
    dialog.showModal();
    no.focus();
  });
}

const agreed = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const asker = event.submitter?.dataset.confirm ? event.submitter : form;
  if (!asker.dataset.confirm || agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  if (!await confirmed(asker.dataset.confirm, asker.dataset.confirmButton)) return;
  agreed.add(form);
  form.requestSubmit(submitter);
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  const { elt } = event.detail;
  if (elt.tagName === "FORM" || !elt.dataset?.confirm || elt.form) return;
  event.preventDefault();
  if (await confirmed(elt.dataset.confirm, elt.dataset.confirmButton)) event.detail.issueRequest(true);
});
