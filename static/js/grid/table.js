// The table as it stands in the page: cells by place, the selected block, values and marks. No requests here.
export class Table {
  constructor(host, table, columns) {
    Object.assign(this, { host, table, columns, body: table.tBodies[0] });
    table.setAttribute("role", "grid");
    this.refresh();
    // What the server found wrong is said under the cell, as after a save.
    for (const td of this.body.querySelectorAll("td[data-error]")) this.mark(td.parentElement, this.columnOf(td).key, td.dataset.error);
  }

  refresh() {
    [...this.body.rows].forEach((tr, at) => {
      const number = tr.querySelector(".grid__number");
      if (number) number.textContent = at + 1;
      else if (tr.querySelector(".grid__handle:empty")) tr.querySelector(".grid__handle").textContent = at + 1;
    });
  }

  get trs() { return [...this.body.rows]; }

  cells(tr) { return [...tr.querySelectorAll(":scope > td")].slice(0, this.columns.length); }

  indexOf(td) { return this.cells(td.parentElement).indexOf(td); }

  columnOf(td) { return this.columns[this.indexOf(td)]; }

  column(key) { return this.columns.find((column) => column.key === key); }

  row(key) { return key === null ? null : this.trs.find((tr) => tr.dataset.row === key) ?? null; }

  cell(tr, key) { return this.cells(tr)[this.columns.findIndex((column) => column.key === key)]; }

  // --- Values -----------------------------------------------------------------------------------------

  value(td) { return td.dataset.value ?? ""; }

  /** The words of a cell without the field that may lie in it. */
  text(td) { return [...td.childNodes].filter((node) => !node.matches?.(".grid__field, .grid__error")).map((node) => node.textContent).join("").trim(); }

  writable(td) {
    return Boolean(td) && !this.columnOf(td)?.readonly && !td.hasAttribute("data-readonly") && !td.hasAttribute("data-masked");
  }

  set(td, value, text = this.columnOf(td).shown(value)) {
    td.dataset.value = value;
    const field = td.querySelector(".grid__field");
    td.replaceChildren(text, ...(field ? [field] : []));
    delete td.dataset.error;
    td.removeAttribute("aria-invalid");
    if (field) field.focus({ preventScroll: true });
  }

  values(tr) {
    return Object.fromEntries(this.cells(tr).filter((td) => this.writable(td) && this.value(td)).map((td) => [this.columnOf(td).key, this.value(td)]));
  }

  mark(tr, key, message) {
    const td = this.cell(tr, key);
    if (!td) return;
    td.dataset.error = message;
    td.setAttribute("aria-invalid", "true");
    td.querySelector(".grid__error")?.remove();
    const note = document.createElement("span");
    note.className = "grid__error";
    note.textContent = message;
    td.append(note);
  }

  /** The server's answer for a row, except where the person typed on in the meantime. */
  take(tr, { cells = {}, errors = {} }, more) {
    for (const [key, stored] of Object.entries(cells)) {
      const td = this.cell(tr, key);
      if (!td || key in more || key in errors || td.classList.contains("is-open")) continue;
      const isPair = stored !== null && typeof stored === "object" && !Array.isArray(stored);
      const value = String((isPair ? stored.value : stored) ?? "");
      this.set(td, value, isPair ? stored.text ?? "" : undefined);
    }
    for (const [key, message] of Object.entries(errors)) this.mark(tr, key, message);
  }

  /** What a stored cell reads: {value, text}, or the bare value. */
  wordsOf(key, stored) {
    if (stored === null || stored === undefined) return "";
    if (typeof stored === "object" && !Array.isArray(stored)) return stored.text ?? String(stored.value ?? "");
    return this.column(key)?.shown(String(stored)) ?? String(stored);
  }

  facts(pairs) {
    const list = document.createElement("dl");
    list.className = "facts";
    for (const [key, words] of pairs) {
      const [term, text] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = this.column(key)?.name ?? key;
      text.textContent = words || "—";
      list.append(term, text);
    }
    return list;
  }

  // --- Rows -------------------------------------------------------------------------------------------

  insert(after = null) {
    const tr = document.createElement("tr");
    const model = this.body.rows[0];
    const handle = document.createElement("th");
    handle.className = "grid__handle";
    handle.scope = "row";
    tr.append(handle);
    this.columns.forEach((column, at) => {
      const td = document.createElement("td");
      const like = model && this.cells(model)[at];
      if (column.isNumber || like?.classList.contains("num")) td.className = "num";
      tr.append(td);
    });
    this.attach(tr, after === "top" ? null : after ?? this.trs.at(-1) ?? null);
    return tr;
  }

  attach(tr, above) {
    this.place(tr, above);
    this.host.dispatchEvent(new CustomEvent("pm-row", { detail: tr }));
    this.refresh();
  }

  /** Put a row right below another one; first without one. */
  place(tr, above) {
    if (above?.isConnected) above.after(tr);
    else this.body.prepend(tr);
    this.refresh();
  }

  detach(tr) {
    tr.remove();
    this.refresh();
  }

  shift(tr, step) {
    const other = step < 0 ? tr.previousElementSibling : tr.nextElementSibling;
    if (!other) return false;
    if (step < 0) other.before(tr);
    else other.after(tr);
    this.refresh();
    return true;
  }

  missingRows(count) { return Math.max(0, this.trs.indexOf(this.block()[0][0].parentElement) + count - this.trs.length); }

  // --- Selection --------------------------------------------------------------------------------------

  select(td, stretch = false) {
    if (!stretch || !this.start?.isConnected) this.start = td;
    this.focus = td;
    this.paint();
  }

  stretch(td) {
    this.focus = td;
    this.paint();
  }

  selectAll() {
    this.start = this.cells(this.trs[0])[0];
    this.focus = this.cells(this.trs.at(-1)).at(-1);
    this.paint();
  }

  /** The selected cells, row by row. */
  block() {
    const rows = this.trs;
    const ys = [this.start, this.focus].map((td) => rows.indexOf(td.parentElement)).sort((a, b) => a - b);
    const xs = [this.start, this.focus].map((td) => this.indexOf(td)).sort((a, b) => a - b);
    return rows.slice(ys[0], ys[1] + 1).map((tr) => this.cells(tr).slice(xs[0], xs[1] + 1));
  }

  selected() { return this.block().flat(); }

  paint() {
    for (const td of this.body.querySelectorAll(".is-selected, .is-focus")) td.classList.remove("is-selected", "is-focus");
    const cells = this.selected();
    if (cells.length > 1) for (const td of cells) td.classList.add("is-selected");
    this.focus.classList.add("is-focus");
  }

  beside(td, down, right) {
    const tr = this.trs[this.trs.indexOf(td.parentElement) + down];
    return tr ? this.cells(tr)[this.indexOf(td) + right] ?? null : null;
  }

  next(td, step) {
    const all = this.trs.flatMap((tr) => this.cells(tr));
    return all[all.indexOf(td) + step] ?? null;
  }

  edge(td, first) { return this.cells(td.parentElement).at(first ? 0 : -1); }

  /** Ctrl+D, Ctrl+R: the first row or column of the selection over the rest of it. */
  filled(down) {
    const block = this.block();
    return block.flatMap((row, y) => row.map((td, x) => [td, this.value(down ? block[0][x] : block[y][0])]));
  }

  /** Which cell gets which pasted value; one pasted value fills the whole selection. */
  pasted(rows) {
    const block = this.block();
    if (rows.length === 1 && rows[0].length === 1) return block.flat().filter((td) => this.writable(td)).map((td) => [td, rows[0][0].trim()]);
    const top = this.trs.indexOf(block[0][0].parentElement);
    const left = this.indexOf(block[0][0]);
    return rows.flatMap((row, y) => {
      const cells = this.trs[top + y] ? this.cells(this.trs[top + y]) : [];
      return row.map((value, x) => [cells[left + x], value.trim()]).filter(([td]) => this.writable(td));
    });
  }
}
