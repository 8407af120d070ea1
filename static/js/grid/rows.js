// Rows on their way to the server: each row is saved on its own, one request at a time per table, and stays in this
// browser until the server has it.
import { forget, keep, kept } from "../local.js";
import { postJson, reasonOf, Unreachable } from "../net.js";
import { t } from "../texts.js";

const RETRY_MS = 15000;

export class Rows {
  /** urls {row, remove, move}; key: name of the copy; tell(state, detail); row: look and act on <tr>s. */
  constructor({ urls, key, tell, taken, refused, collided }) {
    Object.assign(this, { urls, key: `grid:${key}`, tell, taken, refused, collided });
    this.waiting = new Map(); // tr → {col: value}
    this.orders = []; // deletions and moves, in order
    this.running = false;
    this.onLine = () => this.run();
    addEventListener("online", this.onLine);
  }

  left() { return kept(this.key) ?? []; }

  get busy() { return this.running || this.waiting.size > 0 || this.orders.length > 0; }

  change(tr, cells) {
    this.waiting.set(tr, { ...this.waiting.get(tr), ...cells });
    this.remember();
    this.tell("dirty");
    queueMicrotask(() => this.run());
  }

  remove(tr) {
    this.waiting.delete(tr);
    if (tr.dataset.row) this.orders.push({ url: this.urls.remove, body: () => ({ row_key: tr.dataset.row, revision: Number(tr.dataset.revision ?? 0) }), tr });
    this.remember();
    queueMicrotask(() => this.run());
  }

  /** back(): what undoes it in the page when the server refuses. */
  move(tr, back) {
    if (!tr.dataset.row || !this.urls.move) return;
    this.orders.push({ url: this.urls.move, body: () => ({ row_key: tr.dataset.row, after: savedBefore(tr) }), tr, back });
    queueMicrotask(() => this.run());
  }

  remember() {
    const left = [...this.waiting].map(([tr, cells]) => ({
      row_key: tr.dataset.row ?? null, client_key: clientKey(tr), revision: Number(tr.dataset.revision ?? 0), after: savedBefore(tr), cells,
    }));
    if (left.length) keep(this.key, left);
    else forget(this.key);
  }

  async run() {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    try {
      while (this.orders.length || this.waiting.size) {
        this.tell("saving");
        if (!await (this.orders.length ? this.order() : this.row())) break;
      }
      if (!this.orders.length && !this.waiting.size) this.tell("saved");
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.again("offline");
    } finally {
      this.running = false;
    }
  }

  async order() {
    const { url, body, tr, back } = this.orders[0];
    const answer = await postJson(url, body());
    if (answer.status === 401 || answer.status >= 500) return this.again(answer.status === 401 ? "signin" : "failed");
    this.orders.shift();
    if (answer.ok && answer.body?.revision !== undefined) tr.dataset.revision = answer.body.revision;
    if (!answer.ok) {
      back?.();
      const reason = reasonOf(answer.body) || (answer.status === 409 ? t("conflict") : "");
      this.refused(tr, reason, url === this.urls.remove);
    }
    return true;
  }

  async row() {
    const [tr, cells] = this.waiting.entries().next().value;
    const answer = await postJson(this.urls.row, {
      row_key: tr.dataset.row ?? null, client_key: clientKey(tr), revision: Number(tr.dataset.revision ?? 0), cells, after: savedBefore(tr),
      ...(tr.dataset.settles ? { settles: Number(tr.dataset.settles) } : {}),
    });
    if (answer.status === 401 || answer.status >= 500) return this.again(answer.status === 401 ? "signin" : "failed");
    const later = this.waiting.get(tr);
    this.waiting.delete(tr);
    if (later !== cells) {
      // Typed on while this was on its way: what differs from what was sent is still to be saved.
      const more = Object.fromEntries(Object.entries(later ?? {}).filter(([col, value]) => cells[col] !== value));
      if (Object.keys(more).length) this.waiting.set(tr, more);
    }
    if (answer.ok) {
      delete tr.dataset.settles;
      tr.dataset.row = answer.body.row_key;
      tr.dataset.revision = answer.body.revision;
      this.taken(tr, answer.body, this.waiting.get(tr) ?? {});
    } else if (answer.status === 409 && answer.body.theirs !== undefined) {
      this.remember();
      await this.collided(tr, answer.body, cells);
    } else this.refused(tr, reasonOf(answer.body), false, answer.body?.errors, cells);
    this.remember();
    return true;
  }

  again(state) {
    this.tell(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), RETRY_MS);
    return false;
  }

  stop() {
    clearTimeout(this.timer);
    removeEventListener("online", this.onLine);
  }
}

/** A name the browser gives a new row, so that a save sent twice makes one row. */
function clientKey(tr) {
  tr.dataset.client ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  return tr.dataset.client;
}

/** The key of the nearest row above that the server knows. */
function savedBefore(tr) {
  let above = tr.previousElementSibling;
  while (above && !above.dataset.row) above = above.previousElementSibling;
  return above?.dataset.row ?? null;
}
