// What can be done to a row, at its number: insert, move, delete. The same by keys (Ctrl+Enter, Alt+↑↓, Ctrl+Delete).
import { onKey } from "../keys.js";
import { t } from "../texts.js";

const ENTRIES = [
  ["gridInsertAbove", (grid, tr) => grid.add(tr.previousElementSibling ?? "top")],
  ["gridInsertBelow", (grid, tr) => grid.add(tr)],
  ["gridMoveUp", (grid, tr) => grid.move(-1, tr)],
  ["gridMoveDown", (grid, tr) => grid.move(1, tr)],
  ["gridDelete", (grid, tr) => grid.remove(tr)],
];

export class RowMenu {
  constructor(grid) {
    this.grid = grid;
    for (const tr of grid.table.trs) this.dress(tr);
    grid.addEventListener("pm-row", (event) => this.dress(event.detail));
    document.addEventListener("pointerdown", (event) => { if (!this.panel?.contains(event.target)) this.close(); });
  }

  dress(tr) {
    const handle = tr.querySelector(".grid__handle");
    if (!handle || handle.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "grid__number";
    button.tabIndex = -1;
    button.setAttribute("aria-haspopup", "menu");
    button.title = t("gridRow");
    button.textContent = handle.textContent.trim();
    button.addEventListener("click", () => this.open(tr, button));
    handle.replaceChildren(button);
    this.grid.table.refresh();
  }

  open(tr, button) {
    this.close();
    this.button = button;
    this.panel = document.createElement("div");
    this.panel.className = "menu__panel grid__menu";
    this.panel.setAttribute("role", "menu");
    for (const [label, act] of ENTRIES) {
      const entry = document.createElement("button");
      entry.type = "button";
      entry.className = label === "gridDelete" ? "menu__item menu__item--danger" : "menu__item";
      entry.setAttribute("role", "menuitem");
      entry.textContent = t(label);
      entry.addEventListener("click", () => { this.close(); act(this.grid, tr); });
      this.panel.append(entry);
    }
    onKey(this.panel, (event) => this.key(event));
    document.body.append(this.panel);
    const box = button.getBoundingClientRect();
    this.panel.style.insetInlineStart = `${box.left}px`;
    this.panel.style.top = `${Math.min(box.bottom + 2, innerHeight - this.panel.offsetHeight - 8)}px`;
    this.panel.firstElementChild.focus();
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const entries = [...this.panel.children];
    if (step) entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") { this.close(); this.button.focus(); }
    else return;
    event.preventDefault();
  }

  close() {
    this.panel?.remove();
    this.panel = null;
  }
}
