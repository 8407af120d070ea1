// <pm-grid>: a table of records that is written like a sheet. The server draws it; each row is saved on its own.
import { withMod } from "../keys.js";
import { chooseBetween } from "../editor/conflict.js";
import { toast } from "../say.js";
import { t } from "../texts.js";
import { CellField } from "./cell.js";
import { copyRows, pastedRows } from "./clipboard.js";
import { Column } from "./columns.js";
import { dragRows } from "./drag.js";
import { History } from "./history.js";
import { RowMenu } from "./menu.js";
import { Rows } from "./rows.js";
import { Table } from "./table.js";

const STATES = { dirty: "stateDirty", saving: "stateSaving", offline: "stateOffline", signin: "signin", failed: "stateFailed" };
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class Grid extends HTMLElement {
  connectedCallback() {
    if (this.table) return;
    const table = this.querySelector("table");
    const columns = [...table.tHead.querySelectorAll("th[data-col]")].map((th) => new Column(th));
    this.table = new Table(this, table, columns);
    this.history = new History();
    this.rows = new Rows({
      urls: { row: this.dataset.rowUrl, remove: this.dataset.deleteUrl, move: this.dataset.moveUrl },
      key: this.dataset.draft,
      tell: (state) => this.tell(state),
      taken: (tr, answer, more) => this.table.take(tr, answer, more),
      refused: (tr, reason, wasRemoval, errors, cells) => this.refused(tr, reason, wasRemoval, errors, cells),
      collided: (tr, answer, mine) => this.collided(tr, answer, mine),
    });
    this.field = new CellField(this, {
      commit: (td, value, step) => this.commit(td, value, step),
      cancel: () => this.stand(),
      key: (event) => this.key(event),
      mayOpen: () => this.table.writable(this.field.td),
    });
    if (this.dataset.deleteUrl || this.dataset.moveUrl) this.menu = new RowMenu(this);
    if (this.dataset.moveUrl) this.drag = dragRows(this);
    this.listen(table);
    this.recover();
    this.onLink = (event) => {
      const link = event.target.closest?.('a[href*="#cell:"]');
      if (link) setTimeout(() => this.goTo(link.hash));
    };
    document.addEventListener("click", this.onLink);
    // The first cell can be reached with Tab from the start.
    if (!this.table.focus && this.table.trs.length) this.stand(this.table.cells(this.table.trs[0])[0], false, false);
    this.goTo(location.hash);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.rows.stop();
      this.drag?.destroy();
    });
  }

  listen(table) {
    table.addEventListener("pointerdown", (event) => {
      const td = event.target.closest("td");
      if (!td || event.button || event.target === this.field.field || event.target.closest("a")) return;
      event.preventDefault();
      const again = td === this.field.td;
      this.stand(td, event.shiftKey);
      if (again || matchMedia("(pointer: coarse)").matches) this.open();
    });
    table.addEventListener("pointerover", (event) => {
      const td = event.target.closest("td");
      if (event.buttons === 1 && event.pointerType === "mouse" && td && this.field.td && !this.field.isOpen) this.table.stretch(td);
    });
    this.field.field.addEventListener("dblclick", () => this.open());
    for (const name of ["copy", "cut"]) this.addEventListener(name, (event) => this.copy(event, name === "cut"));
    this.addEventListener("paste", (event) => this.paste(event));
    this.querySelector("[data-grid-add]")?.addEventListener("click", () => this.add());
  }

  // --- Where we are -------------------------------------------------------------------------------

  stand(td = this.table.focus, stretch = false, focus = true) {
    if (!td) return;
    this.leaving = false;
    this.table.select(td, stretch);
    const column = this.table.columnOf(td);
    const error = td.dataset.error ? `, ${td.dataset.error}` : "";
    this.field.at(td, column, `${t("gridCell", { column: column.name, row: td.parentElement.sectionRowIndex + 1 })}: ${this.table.text(td) || t("gridEmpty")}${error}`, focus);
  }

  /** To the cell an address names, ``#cell:table:row:column``. */
  goTo(hash) {
    const [sort, table, row, column] = decodeURIComponent(hash).split(":");
    if (sort !== "#cell" || this.closest("section")?.id !== `table-${table}`) return;
    const tr = this.table.row(row);
    const td = tr && this.table.cell(tr, column);
    if (!td) return;
    this.closest("details")?.setAttribute("open", "");
    this.stand(td);
    td.scrollIntoView({ block: "center", inline: "nearest" });
  }

  open() {
    const { td, column } = this.field;
    if (column.widget === "checkbox") this.toggle(td);
    else this.field.open(this.table.value(td));
  }

  toggle(td) {
    if (this.table.writable(td)) this.write([[td, this.table.text(td) === "✓" ? "false" : "true"]]);
    this.stand(td);
  }

  go([down, right], stretch = false) {
    const next = this.table.beside(this.table.focus, down, right);
    if (next) this.stand(next, stretch);
    return Boolean(next);
  }

  // --- Keys while no cell is open (guarded by CellField) ------------------------------------------------

  key(event) {
    const { key } = event;
    const mod = withMod(event);
    if (key === "Tab" && this.tab(event)) return;
    if (mod && this.modKey(event)) { event.preventDefault(); return; }
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) this.move(key === "ArrowUp" ? -1 : 1);
    else if (MOVES[key]) this.go(MOVES[key], event.shiftKey);
    else if (key === "Home" || key === "End") this.stand(this.table.edge(this.table.focus, key === "Home"), event.shiftKey);
    else if (key === "Enter" || key === "F2") this.open();
    else if (key === " " && this.field.column.widget === "checkbox") this.toggle(this.field.td);
    else if (key === "Delete" || key === "Backspace") this.write(this.table.selected().map((td) => [td, ""]));
    else if (key === "Escape") this.leaving = true;
    else return;
    event.preventDefault();
  }

  /** Tab walks the cells; after Escape, and at either end, it leaves the table. */
  tab(event) {
    if (this.leaving) return true;
    const step = event.shiftKey ? -1 : 1;
    const next = this.table.next(this.table.focus, step);
    if (!next) return true;
    this.stand(next);
    event.preventDefault();
    return true;
  }

  modKey(event) {
    const key = event.key.toLowerCase();
    if (key === "z") return event.shiftKey ? this.history.redo() : this.history.undo();
    if (key === "y") return this.history.redo();
    if (key === "d" || key === "r") { this.write(this.table.filled(key === "d")); return true; }
    if (key === "enter") { this.add(this.table.focus.parentElement); return true; }
    if (key === "backspace" || key === "delete") { this.remove(this.table.focus.parentElement); return true; }
    if (key === "a") { this.table.selectAll(); return true; }
    return false;
  }

  // --- What is done to the table -----------------------------------------------------------------------

  commit(td, value, step) {
    if (value !== this.table.value(td)) this.write([[td, value]]);
    if (!step) { if (document.activeElement === this.field.field) this.stand(td); return; }
    this.table.select(td);
    if (!this.go(step) && step[0] === 1 && this.canAdd) this.add(td.parentElement, this.table.indexOf(td));
    else if (this.table.focus === td) this.stand(td);
  }

  get canAdd() { return Boolean(this.querySelector("[data-grid-add]")); }

  /** Change cells ([td, value]), as one step that can be taken back. */
  write(changes, remember = true) {
    const real = changes.filter(([td, value]) => this.table.writable(td) && this.table.value(td) !== value);
    if (!real.length) return;
    const before = real.map(([td]) => [td, this.table.value(td)]);
    const byRow = new Map();
    for (const [td, value] of real) {
      this.table.set(td, value);
      const tr = td.parentElement;
      byRow.set(tr, { ...byRow.get(tr), [this.table.columnOf(td).key]: value });
    }
    for (const [tr, cells] of byRow) this.rows.change(tr, cells);
    if (remember) this.history.add({ back: () => this.write(before, false), again: () => this.write(real, false) });
  }

  add(after = null, at = 0) {
    const tr = this.table.insert(after);
    this.history.add({ back: () => this.take(tr), again: () => this.put(tr, after === "top" ? null : after) });
    this.stand(this.table.cells(tr)[at]);
    return tr;
  }

  remove(tr) {
    const above = tr.previousElementSibling;
    const next = tr.nextElementSibling ?? above;
    const at = this.table.indexOf(this.table.focus);
    this.take(tr);
    this.history.add({ back: () => this.put(tr, above), again: () => this.take(tr) });
    if (next) this.stand(this.table.cells(next)[at]);
    toast({ text: t("gridRemoved") });
  }

  take(tr) {
    this.table.detach(tr);
    this.rows.remove(tr);
  }

  put(tr, above) {
    this.table.attach(tr, above);
    const cells = this.table.values(tr);
    if (tr.dataset.row || Object.keys(cells).length) this.rows.change(tr, cells);
    this.stand(this.table.cells(tr)[0]);
  }

  move(step, tr = this.table.focus?.parentElement) {
    const above = tr?.previousElementSibling;
    if (!tr || !this.dataset.moveUrl || !this.table.shift(tr, step)) return;
    this.moved(tr, above);
    this.stand();
  }

  dropped(tr, above) {
    this.table.refresh();
    this.moved(tr, above);
    this.stand(this.table.cells(tr)[0], false, false);
  }

  /** Tell the server that a row no longer stands below ``above``; refused, it goes back there. */
  moved(tr, above) {
    const to = tr.previousElementSibling;
    const step = { back: () => this.send(tr, above), again: () => this.send(tr, to) };
    this.history.add(step);
    this.rows.move(tr, () => { this.history.forget(step); this.table.place(tr, above); });
  }

  send(tr, above) {
    const from = tr.previousElementSibling;
    this.table.place(tr, above);
    this.rows.move(tr, () => this.table.place(tr, from));
    this.stand(this.table.cells(tr)[0]);
  }

  copy(event, cut) {
    if (this.field.isOpen || !this.field.td) return;
    event.preventDefault();
    copyRows(event.clipboardData, this.table.block().map((row) => row.map((td) => this.table.text(td))));
    if (cut) this.write(this.table.selected().map((td) => [td, ""]));
  }

  paste(event) {
    const rows = !this.field.isOpen && this.field.td && pastedRows(event.clipboardData);
    if (!rows) return;
    event.preventDefault();
    const missing = this.table.missingRows(rows.length);
    const [last, start] = [this.table.trs.at(-1), this.field.td];
    const added = Array.from({ length: this.canAdd ? missing : 0 }, () => this.table.insert());
    const changes = this.table.pasted(rows);
    const old = changes.filter(([td]) => !added.includes(td.parentElement));
    const before = old.map(([td]) => [td, this.table.value(td)]);
    this.write(changes, false);
    this.history.add({
      // One step: the rows a paste made go with their cells.
      back: () => { for (const tr of [...added].reverse()) this.take(tr); this.write(before, false); this.stand(start); },
      again: () => { added.forEach((tr, at) => this.put(tr, added[at - 1] ?? last)); this.write(old, false); this.stand(start); },
    });
    this.stand();
    const filled = (values) => values.filter((value) => value.trim()).length;
    const dropped = filled(rows.flat()) - filled(changes.map(([, value]) => value));
    toast({ text: t(dropped > 0 ? "gridPastedSome" : "gridPasted", { count: changes.length, dropped }) });
  }

  // --- What the server says ----------------------------------------------------------------------------

  tell(state) {
    const line = this.querySelector("[data-grid-state]");
    if (!line) return;
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    line.textContent = state === "saved" ? t("stateSaved", { time }) : t(STATES[state]);
    line.dataset.state = state;
    line.classList.toggle("is-loud", ["offline", "signin", "failed"].includes(state));
  }

  refused(tr, reason, wasRemoval, errors, cells) {
    if (wasRemoval && !tr.isConnected) this.table.attach(tr, null);
    for (const key of Object.keys(cells ?? {})) this.table.mark(tr, key, errors?.[key] ?? reason ?? t("failed"));
    toast({ text: reason || t("failed"), tone: "bad" });
  }

  async collided(tr, answer, mine) {
    const theirs = answer.theirs?.cells ?? answer.theirs ?? {};
    const sides = [
      this.table.facts(Object.keys(mine).map((key) => [key, this.table.wordsOf(key, theirs[key])])),
      this.table.facts(Object.entries(mine).map(([key, value]) => [key, this.table.column(key).shown(value)])),
    ];
    const chosen = await chooseBetween({ theirs: sides[0], mine: sides[1], both: false, isOwn: answer.is_own });
    tr.dataset.revision = answer.revision;
    this.table.take(tr, { cells: theirs }, chosen === "theirs" ? {} : mine);
    if (chosen !== "theirs") {
      tr.dataset.settles = answer.refused ?? "";
      this.rows.change(tr, mine);
    }
  }

  /** What was typed in a sitting that ended before it was stored. */
  recover() {
    for (const { row_key: key, client_key: client, after, cells } of this.rows.left()) {
      const found = key === null ? null : this.table.row(key);
      if (key !== null && !found) continue;
      const tr = found ?? this.table.insert(this.table.row(after));
      if (!found) tr.dataset.client = client;
      this.write(Object.entries(cells).map(([column, value]) => [this.table.cell(tr, column), value]).filter(([td]) => td), false);
    }
  }
}

customElements.define("pm-grid", Grid);
