// Saving one section: soon after typing stops, one request at a time, a copy in this browser until the server has
// it. A refused save (someone else was faster) stops and asks; a broken line waits and tries again.
import { forget, keep, kept } from "../local.js";
import { postForm, reasonOf, Unreachable } from "../net.js";

const PAUSE_MS = 1200;
const LONGEST_MS = 8000;
const RETRY_MS = 15000;
// Browsers refuse larger bodies in a request that outlives its page; the copy kept here then does its part.
const KEEPALIVE_CHARS = 15000;

export class Saver {
  /** url; key: name of the copy; revision; read(): the text now; tell(state, detail); collide(answer). */
  constructor({ url, key, revision, read, tell, collide }) {
    Object.assign(this, { url, key: `section:${key}`, revision, read, tell, collide });
    this.dirty = false;
    this.running = false;
    this.held = false;
    this.refused = null; // id of the text the server keeps as unsaved until it is merged
    this.onLine = () => { if (this.dirty) this.save(); };
    this.onHide = () => { if (document.visibilityState === "hidden" && this.dirty) this.save(true); };
    addEventListener("online", this.onLine);
    document.addEventListener("visibilitychange", this.onHide);
  }

  /** The copy of an unfinished sitting, or null. */
  left() { return kept(this.key); }

  keepCopy() { keep(this.key, { body: this.read(), revision: this.revision, refused: this.refused }); }

  changed() {
    this.dirty = true;
    this.since ??= Date.now();
    this.keepCopy();
    if (this.held) return;
    this.tell("dirty");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Date.now() - this.since > LONGEST_MS ? 0 : PAUSE_MS);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    if (this.running || this.held || !this.dirty) return;
    this.running = true;
    this.dirty = false;
    this.since = undefined;
    this.tell("saving");
    try {
      const body = this.read();
      const merged = this.refused ? { settles: this.refused } : {};
      this.take(await postForm(this.url, { body, revision: this.revision, ...merged }, { keepalive: leaving && body.length < KEEPALIVE_CHARS }));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.again("offline");
    } finally {
      this.running = false;
    }
    if (this.dirty && !this.held && !this.waiting) this.save();
  }

  take(answer) {
    this.waiting = false;
    if (answer.ok) {
      this.revision = answer.body.revision;
      if (this.refused) document.getElementById(`refused-${this.refused}`)?.closest(".note")?.remove();
      this.refused = null;
      if (this.dirty) this.keepCopy();
      else {
        forget(this.key);
        this.tell("saved", answer.body.saved_at);
      }
    } else if (answer.status === 409 && answer.body.theirs !== undefined) {
      this.dirty = true;
      this.held = true;
      this.refused = answer.body.refused ?? this.refused;
      this.keepCopy();
      this.tell(answer.body.is_own ? "conflictOwn" : "conflict");
      this.collide(answer.body);
    } else if (answer.status === 401) this.again("signin");
    else if (answer.status >= 500) this.again("failed");
    else {
      // Refused for what it says: trying the same again would not help; the next change tries anew.
      this.dirty = true;
      this.waiting = true;
      this.tell("refused", reasonOf(answer.body));
    }
  }

  again(state) {
    this.dirty = true;
    this.waiting = true;
    this.tell(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.waiting = false; this.save(); }, RETRY_MS);
  }

  /** After a conflict was decided: go on from the revision that stands. */
  resume(revision, store) {
    this.revision = revision;
    this.held = false;
    this.waiting = false;
    this.dirty = store;
    if (store) {
      this.keepCopy();
      this.save();
    } else {
      // What was written stays with the server as unsaved text.
      this.refused = null;
      forget(this.key);
      this.tell("kept");
    }
  }

  stop() {
    clearTimeout(this.timer);
    removeEventListener("online", this.onLine);
    document.removeEventListener("visibilitychange", this.onHide);
    if (this.dirty && !this.held) this.save(true);
  }
}
