// <pm-table>: rows are ticked with shift and all at once; cells are changed in place. Escape leaves a cell as it
// was, Enter saves it, and never while an input method composes. One cell at a time: nothing typed gets lost.
import { keepEnter, onKey } from "./keys.js";
import { t } from "./texts.js";

class Table extends HTMLElement {
  connectedCallback() {
    this.before = new WeakMap();
    this.all = this.querySelector("[data-tick-all]");
    if (this.all) this.all.hidden = false;
    this.note = document.querySelector("[data-bulk-note]");
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("change", (event) => this.#changed(event));
    keepEnter(this);
    onKey(this, (event) => {
      const form = event.target.closest?.(".cell");
      if (form && event.key === "Escape") this.#leave(form);
    });
    this.addEventListener("htmx:beforeRequest", (event) => this.#begin(event));
    this.addEventListener("htmx:afterSettle", (event) => this.#settled(event));
  }

  #ticks() {
    return [...this.querySelectorAll(".tbl__tick input[name=reference]")];
  }

  #clicked(event) {
    const cancel = event.target.closest("[data-cancel]");
    if (cancel) { this.#leave(cancel.form); return; }
    if (event.target === this.all) {
      for (const one of this.#ticks()) one.checked = this.all.checked;
      this.#count();
      return;
    }
    if (!event.target.matches?.(".tbl__tick input")) return;
    const ticks = this.#ticks();
    if (event.shiftKey && this.last?.isConnected) {
      const [from, to] = [ticks.indexOf(this.last), ticks.indexOf(event.target)].sort((a, b) => a - b);
      for (const one of ticks.slice(from, to + 1)) one.checked = event.target.checked;
    }
    this.last = event.target;
    this.#count();
  }

  #changed(event) {
    if (event.target.closest(".cell")) event.target.form.dataset.dirty = "";
  }

  #count() {
    const ticks = this.#ticks();
    const count = ticks.filter((one) => one.checked).length;
    this.all.checked = count > 0 && count === ticks.length;
    this.all.indeterminate = count > 0 && count < ticks.length;
    if (this.note) this.note.textContent = t("chosen", { count });
  }

  /** Another cell opens only when nothing is typed in the one that is open. */
  #begin(event) {
    const pen = event.target.closest?.(".cell__pen");
    const cell = event.target.closest?.("[data-cell]");
    if (!pen) { this.field = event.target.dataset?.field; return; }
    const open = this.querySelector(".cell");
    if (open) {
      if ([...open.elements].some((one) => one.type !== "hidden" && "defaultValue" in one && one.value !== one.defaultValue) || "dirty" in open.dataset) {
        event.preventDefault();
        open.querySelector("input:not([type=hidden]), select")?.focus();
        return;
      }
      this.#leave(open);
    }
    this.before.set(cell, cell.innerHTML);
  }

  #leave(form) {
    const cell = form.closest("[data-cell]");
    if (!this.before.has(cell)) return;
    cell.innerHTML = this.before.get(cell);
    window.htmx.process(cell);
    cell.querySelector(`.cell__pen[data-field="${form.dataset.field}"]`)?.focus();
  }

  #settled({ detail }) {
    const row = detail.elt?.closest?.("tr") ?? detail.target?.closest?.("tr");
    if (!this.contains(row) || row.querySelector(".cell")) return;
    row.querySelector(`.cell__pen[data-field="${this.field}"]`)?.focus();
  }
}

customElements.define("pm-table", Table);
