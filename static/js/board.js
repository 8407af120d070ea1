/*! Holds SortableJS (MIT). https://github.com/SortableJS/Sortable */
// <pm-board>: cards are dragged, or moved with Alt and the arrow keys. The server decides; a refused move goes
// back and says why, and one that needs a ground leads to its form.
import Sortable from "sortablejs";
import { onKey } from "./keys.js";
import { Unreachable, postForm, reasonOf, withQuery } from "./net.js";
import { toast } from "./say.js";
import { t } from "./texts.js";

const SIDES = { ArrowLeft: -1, ArrowRight: 1 };
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

class Board extends HTMLElement {
  connectedCallback() {
    if (!("canMove" in this.dataset)) return;
    for (const card of this.querySelectorAll(".board__card")) card.tabIndex = 0;
    this.sortables = this.#columns().map((column) =>
      Sortable.create(column, {
        group: "board",
        animation: 120,
        forceFallback: true,
        fallbackTolerance: 4,
        delay: 180,
        delayOnTouchOnly: true,
        ghostClass: "board__card--ghost",
        onStart: ({ item }) => { item.cameFrom = { column: item.parentElement, next: item.nextElementSibling }; },
        onEnd: ({ item }) => this.#store(item, item.cameFrom),
      }),
    );
    onKey(this, (event) => this.#keys(event));
  }

  disconnectedCallback() {
    for (const sortable of this.sortables ?? []) sortable.destroy();
  }

  #columns() {
    return [...this.querySelectorAll("[data-step]")];
  }

  #keys(event) {
    const card = event.target.closest?.(".board__card");
    if (!card || !event.altKey || event.ctrlKey || event.metaKey) return;
    const from = { column: card.parentElement, next: card.nextElementSibling };
    if (event.key in SIDES) {
      const columns = this.#columns();
      columns[columns.indexOf(card.parentElement) + SIDES[event.key]]?.prepend(card);
    } else if (event.key in STEPS) {
      if (STEPS[event.key] < 0) card.previousElementSibling?.before(card);
      else card.nextElementSibling?.after(card);
    } else return;
    event.preventDefault();
    card.focus();
    this.#store(card, from);
  }

  async #store(card, from) {
    const column = card.parentElement;
    const place = { column, next: card.nextElementSibling };
    if (place.column === from.column && place.next === from.next) return;
    card.setAttribute("aria-busy", "true");
    try {
      if (column !== from.column && !(await this.#sent(card, card.dataset.move, { to: column.dataset.step, seen: from.column.dataset.step }))) {
        from.column.insertBefore(card, from.next?.parentElement === from.column ? from.next : null);
        return;
      }
      this.#counts(from.column, column);
      await this.#sent(card, card.dataset.place, { after: card.previousElementSibling?.dataset.reference ?? "" });
    } finally {
      card.removeAttribute("aria-busy");
    }
  }

  /** True when the server took it; else what it said is shown, or the form of the move is opened. */
  async #sent(card, url, fields) {
    try {
      const answer = await postForm(url, fields);
      if (answer.ok) return true;
      if (answer.isJson && answer.body.needs_form) location.assign(withQuery(url, "to", fields.to));
      else toast({ text: `${card.dataset.reference}: ${reasonOf(answer.body) || t("failed")}`, tone: "bad" });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      toast({ text: t("offline"), tone: "bad" });
    }
    return false;
  }

  #counts(from, to) {
    if (from === to) return;
    for (const [column, step] of [[from, -1], [to, 1]]) {
      const count = column.parentElement.querySelector(".board__head small");
      if (/^\d+$/.test(count.textContent)) count.textContent = String(Number(count.textContent) + step);
    }
  }
}

customElements.define("pm-board", Board);
