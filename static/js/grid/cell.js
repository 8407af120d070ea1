// The one field in which cells are written. It lies over the current cell and always has the focus, so that a
// Chinese composition can begin on a cell that nobody opened. Closed it is invisible; typing or Enter opens it.
import { onKey } from "../keys.js";
import { beside, Suggest } from "../suggest.js";

export class CellField {
  /** host: the positioned grid; commit(value, step); key(event): a key while closed; opens(): may it open. */
  constructor(host, { commit, cancel, key, mayOpen }) {
    Object.assign(this, { host, commit, cancel, key, mayOpen, isOpen: false });
    this.field = document.createElement("textarea");
    this.field.className = "grid__field";
    this.field.rows = 1;
    this.field.spellcheck = false;
    this.field.autocapitalize = "off";
    this.picker = document.createElement("input");
    this.picker.className = "grid__picker";
    this.picker.tabIndex = -1;
    this.picker.hidden = true;
    this.suggest = new Suggest(host, this.field, (option) => this.choose(option));
    this.field.addEventListener("compositionstart", () => { if (!this.isOpen) this.open(""); });
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("compositionend", () => this.typed());
    for (const part of [this.field, this.picker]) {
      part.addEventListener("blur", ({ relatedTarget }) => {
        if (this.isOpen && relatedTarget !== this.field && relatedTarget !== this.picker) this.close(true);
      });
    }
    host.addEventListener("scroll", () => this.suggest.close(), true);
    this.picker.addEventListener("change", () => { if (this.isOpen) this.field.value = this.picker.value; });
    onKey(this.picker, (event) => { if (["Enter", "Escape", "Tab"].includes(event.key)) this.openKey(event); });
    onKey(this.field, (event) => (this.isOpen ? this.openKey(event) : this.key(event)));
  }

  /** Stand on a cell, closed; without focus it waits there for the keyboard to come. */
  at(td, column, words, focus = true) {
    if (this.isOpen) this.close(true);
    this.td = td;
    this.column = column;
    this.field.value = "";
    this.field.setAttribute("aria-label", words);
    this.field.readOnly = !this.mayOpen();
    td.append(this.field);
    if (!focus) return;
    this.field.focus({ preventScroll: true });
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  open(value) {
    if (!this.mayOpen() || this.isOpen) return;
    this.isOpen = true;
    this.td.classList.add("is-open");
    if (this.field.value !== value) this.field.value = value;
    this.field.focus({ preventScroll: true });
    this.fit();
    if (this.column.picker) this.offerPicker();
    if (this.column.suggests) this.find(true);
  }

  offerPicker() {
    this.picker.type = this.column.picker;
    this.picker.value = this.field.value;
    this.picker.hidden = false;
    this.picker.setAttribute("aria-label", this.column.name);
    this.host.append(this.picker);
    beside(this.picker, this.field, this.host);
  }

  typed() {
    if (!this.isOpen) {
      if (!this.field.value) return;
      const { value } = this.field;
      this.open(value);
      if (!this.isOpen) this.field.value = "";
    }
    this.fit();
    if (this.column.suggests) this.find();
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.max(this.field.scrollHeight, this.td.clientHeight)}px`;
  }

  async find(all = false) {
    this.finding?.abort();
    const finding = this.finding = new AbortController();
    const found = await this.column.find(all ? "" : this.field.value, finding.signal);
    if (finding.signal.aborted || !this.isOpen) return;
    this.suggest.show(found);
    if (all) {
      const current = found.findIndex((option) => option.id === this.td.dataset.value);
      if (current > 0) { this.suggest.at = current; this.suggest.mark(); }
    }
  }

  choose(option) {
    this.column.known.set(option.id, option.label);
    this.field.value = this.column.withTaken(this.field.value, option.id);
    if (this.column.several) { this.field.value += ","; this.find(true); this.field.focus(); } else this.close(true, [1, 0]);
  }

  openKey(event) {
    const { key } = event;
    if (key === "Enter" && this.column.several && this.field.value.endsWith(",")) { this.suggest.close(); }
    else if (this.suggest.key(event)) return;
    if (key === "Escape") this.close(false);
    else if (key === "Enter" && (event.altKey || event.shiftKey)) { if (event.altKey) this.breakLine(); else return; }
    else if (key === "Enter") this.close(true, [1, 0]);
    else if (key === "Tab") this.close(true, [0, event.shiftKey ? -1 : 1]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  breakLine() {
    this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
    this.fit();
  }

  close(take, step = null) {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.finding?.abort();
    this.suggest.close();
    this.picker.hidden = true;
    this.picker.remove();
    this.td.classList.remove("is-open");
    const value = this.column.several ? this.field.value.replace(/[,，、\s]+$/, "") : this.field.value;
    this.field.value = "";
    this.field.style.height = "";
    if (take) this.commit(this.td, value.trim(), step);
    else this.cancel();
  }
}
