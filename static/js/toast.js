// Short words at the foot of the page, with undo for five seconds. Faults stay longer and can be closed. The newest
// two are shown; older ones wait behind them with their time still ahead, for nobody has read them.
import htmx from "htmx.org";
import { t } from "./texts.js";

const SHOWN_MS = 5000;
const FAULT_MS = 12000;
const SHOWN = 2;

function fold(host) {
  const all = [...host.querySelectorAll("pm-toast")];
  const more = Math.max(0, all.length - SHOWN);
  for (const [at, one] of all.entries()) {
    const wasHidden = one.hidden;
    one.hidden = at < more;
    if (one.hidden) one.hold?.();
    else if (wasHidden) one.run?.();
  }
  if (more) host.dataset.more = `+${more}`;
  else delete host.dataset.more;
}

class Toast extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("click", (event) => { if (event.target.closest(".toast__close")) this.remove(); });
    this.addEventListener("pointerenter", () => this.hold());
    this.addEventListener("pointerleave", () => this.run());
    this.addEventListener("focusin", () => this.hold());
    this.addEventListener("focusout", () => this.run());
  }

  connectedCallback() {
    this.run();
    this.host = this.parentElement;
    fold(this.host);
  }

  disconnectedCallback() {
    this.hold();
    fold(this.host);
  }

  run() {
    this.hold();
    this.timer = setTimeout(() => this.remove(), /--(bad|warn)/.test(this.className) ? FAULT_MS : SHOWN_MS);
  }

  hold() { clearTimeout(this.timer); }
}

customElements.define("pm-toast", Toast);

function button(css, words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.textContent = words;
  if (act) made.addEventListener("click", act);
  return made;
}

async function takeBack(url, shown) {
  shown.remove();
  let steered = false;
  const watch = (event) => {
    const xhr = event.detail.xhr;
    steered = xhr.status >= 400 || Boolean(xhr.getResponseHeader("HX-Refresh") || xhr.getResponseHeader("HX-Redirect") || xhr.getResponseHeader("HX-Trigger"));
  };
  document.body.addEventListener("htmx:beforeOnLoad", watch, { once: true });
  await htmx.ajax("POST", url, { source: document.body, swap: "none" });
  if (!steered) location.reload();
}

function show({ text, tone = "", undo = "" }) {
  const host = document.getElementById("toasts");
  if (!host) return;
  // What lies outside an open modal dialog can be neither seen nor pressed.
  const modal = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (modal && !modal.contains(host)) modal.append(host);
  // One word at a time: what is said now has overtaken what was said before; faults stay until they are read.
  for (const earlier of [...host.children]) if (earlier.dataset.text === text || earlier.className === "toast") earlier.remove();
  const shown = document.createElement("pm-toast");
  shown.className = tone ? `toast toast--${tone}` : "toast";
  shown.dataset.text = text;
  const words = document.createElement("span");
  words.className = "toast__text";
  words.textContent = text;
  shown.append(words);
  if (undo) shown.append(button("toast__undo", t("undo"), () => takeBack(undo, shown)));
  const close = button("toast__close", "✕");
  close.setAttribute("aria-label", t("close"));
  shown.append(close);
  host.append(shown);
}

document.addEventListener("close", (event) => {
  const host = document.getElementById("toasts");
  if (event.target.contains(host)) document.body.append(host);
}, true);

document.addEventListener("toast", (event) => show({ ...event.detail, text: event.detail.text ?? event.detail.value }));
