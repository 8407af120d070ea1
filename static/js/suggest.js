// A small list under a text field: arrows, Enter or Tab take, Escape closes. Shared by mentions and the grid.
import { t } from "./texts.js";

let counter = 0;

/** Put a floating part below its field (above where there is no room), inside the positioned host. */
export function beside(part, field, host) {
  const box = field.getBoundingClientRect();
  const frame = host.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  const up = below < part.offsetHeight + 8 && box.top > below;
  const rightmost = Math.min(frame.width, innerWidth - frame.left - 8) - part.offsetWidth;
  part.style.left = `${Math.max(0, Math.min(box.left - frame.left, rightmost))}px`;
  part.style.top = up ? "auto" : `${box.bottom - frame.top + 4}px`;
  part.style.bottom = up ? `${frame.bottom - box.top + 4}px` : "auto";
}

export class Suggest {
  /** host: positioned element; field: the input; take(option): what choosing does. */
  constructor(host, field, take) {
    Object.assign(this, { host, field, take, options: [], at: 0, id: `suggest-${++counter}` });
    this.list = document.createElement("div");
    this.list.className = "suggest";
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", t("suggestions"));
    this.list.hidden = true;
    this.list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-at]");
      event.preventDefault();
      if (row) this.choose(Number(row.dataset.at));
    });
  }

  get open() { return !this.list.hidden; }

  show(options, none = "") {
    this.options = options;
    this.at = 0;
    if (!options.length && !none) { this.close(); return; }
    this.list.replaceChildren(...options.map((option, at) => this.row(option, at)));
    if (!options.length) {
      const note = document.createElement("div");
      note.className = "suggest__none";
      note.textContent = none;
      this.list.append(note);
    }
    if (!this.list.isConnected) this.host.append(this.list);
    this.list.hidden = false;
    this.place();
    this.mark();
  }

  row(option, at) {
    const row = document.createElement("div");
    row.className = "suggest__option";
    row.id = `${this.id}-${at}`;
    row.dataset.at = at;
    row.setAttribute("role", "option");
    row.append(option.label);
    if (option.detail) {
      const detail = document.createElement("small");
      detail.textContent = option.detail;
      row.append(detail);
    }
    return row;
  }

  place() { beside(this.list, this.field, this.host); }

  mark() {
    for (const row of this.list.querySelectorAll("[data-at]")) {
      const chosen = Number(row.dataset.at) === this.at;
      row.setAttribute("aria-selected", String(chosen));
      if (chosen) {
        row.scrollIntoView({ block: "nearest" });
        this.field.setAttribute("aria-activedescendant", row.id);
      }
    }
  }

  choose(at) {
    const option = this.options[at];
    this.close();
    if (option) this.take(option);
  }

  /** True when the key was for the list. Call it from a guarded handler only. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) {
      this.at = (this.at + step + this.options.length) % this.options.length;
      this.mark();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.options.length) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
}
