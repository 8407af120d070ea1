// The comment box. Enter makes a line, Ctrl/⌘+Enter sends. What was typed is kept for this thread and person
// until the server has taken it. @ offers people and departments; pictures and files go up and leave a link.
import { onKey, withMod } from "./keys.js";
import { forget, keep, kept } from "./local.js";
import { getJson, signedOut, Unreachable, withQuery } from "./net.js";
import { Suggest } from "./suggest.js";
import { t } from "./texts.js";
import { filesIn, upload } from "./upload.js";

const MENTION = /(?:^|[^\w@＠])[@＠]([^\s@＠[\]()，。；：、！？]{0,20})$/;
const ASK_PAUSE_MS = 120;
// What is longer than this and matches nobody is no name being looked for.
const LONGEST_NAME = 8;

class Composer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.text = this.querySelector("textarea");
    this.box = this.querySelector(".composer__box");
    if (!this.form || !this.text) return;
    this.key = `draft:${this.dataset.draft}`;
    this.suggest = new Suggest(this.box, this.text, (option) => this.mention(option));
    this.restore();
    this.listen();
    this.fit();
  }

  listen() {
    const { text, form } = this;
    text.addEventListener("input", () => this.changed());
    text.addEventListener("compositionend", () => this.changed());
    text.addEventListener("blur", () => this.suggest.close());
    onKey(text, (event) => {
      if (this.suggest.key(event)) return;
      if (event.key === "Enter" && withMod(event)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    text.addEventListener("paste", (event) => this.files(event, filesIn(event.clipboardData)));
    this.box.addEventListener("dragover", (event) => {
      if (!this.dataset.uploadUrl || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.box.classList.add("is-dropping");
    });
    this.box.addEventListener("dragleave", () => this.box.classList.remove("is-dropping"));
    this.box.addEventListener("drop", (event) => {
      this.box.classList.remove("is-dropping");
      this.files(event, [...event.dataTransfer.files]);
    });
    this.querySelector("[data-composer-file]")?.addEventListener("change", (event) => {
      this.files(event, [...event.target.files]);
      event.target.value = "";
    });
    this.querySelector("[data-composer-unquote]")?.addEventListener("click", () => this.quote("", ""));
    // The form may be swapped away with the answer, so success is read before the swap.
    form.addEventListener("htmx:beforeOnLoad", (event) => {
      const { xhr } = event.detail;
      if (event.target === form && xhr.status >= 200 && xhr.status < 300 && !signedOut(xhr.responseURL)) this.sent();
    });
  }

  restore() {
    const draft = kept(this.key);
    if (!draft) return;
    if (!this.text.value) this.text.value = draft.body ?? "";
    if (draft.quote) this.quote(draft.anchor, draft.quote);
    this.state(t("draftKept"));
  }

  changed() {
    this.fit();
    this.save();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), ASK_PAUSE_MS);
  }

  save() {
    const [anchor, quote] = this.quoted();
    if (!this.text.value.trim() && !quote) { forget(this.key); this.state(""); return; }
    if (keep(this.key, { body: this.text.value, anchor, quote })) this.state(t("draftKept"));
  }

  sent() {
    forget(this.key);
    clearTimeout(this.timer);
    this.text.value = "";
    this.setQuote("", "");
    this.state("");
    this.fit();
  }

  state(words) {
    const place = this.querySelector("[data-composer-state]");
    if (place) place.textContent = words;
  }

  fit() {
    this.box.classList.toggle("is-filled", Boolean(this.text.value || this.quoted()[1]));
    this.text.style.height = "auto";
    if (this.text.value) this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  quoted() {
    return ["anchor", "quote"].map((name) => this.querySelector(`[data-composer-${name}]`)?.value ?? "");
  }

  setQuote(anchor, quote) {
    const fields = ["anchor", "quote"].map((name) => this.querySelector(`[data-composer-${name}]`));
    if (fields.some((field) => !field)) return;
    [fields[0].value, fields[1].value] = [anchor, quote];
    const shown = this.querySelector("[data-composer-shown]");
    shown.hidden = !quote;
    shown.querySelector("span").textContent = quote;
  }

  /** Hang the coming comment on a phrase: called by pm-anchor, and with empty text to let it go. */
  quote(anchor, quote) {
    this.setQuote(anchor, quote);
    this.fit();
    this.save();
    this.text.focus();
  }

  async ask() {
    const found = document.activeElement === this.text && this.dataset.mentionsUrl
      && MENTION.exec(this.text.value.slice(0, this.text.selectionEnd));
    if (!found) { this.suggest.close(); return; }
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    try {
      const answer = await getJson(withQuery(this.dataset.mentionsUrl, "q", found[1].replaceAll("'", "")), asking.signal);
      if (!answer.ok || asking.signal.aborted) return;
      this.suggest.show(answer.body, found[1] && found[1].length <= LONGEST_NAME ? t("nobodyHere") : "");
    } catch (error) {
      // Without a line there is nothing to offer; the typed name stays as it is.
      if (error.name !== "AbortError" && !(error instanceof Unreachable)) throw error;
    }
  }

  mention({ kind, id, label }) {
    const end = this.text.selectionEnd;
    const found = MENTION.exec(this.text.value.slice(0, end));
    const start = found ? end - found[1].length - 1 : end;
    this.insert(`@[${label}](${kind}:${id}) `, start, end);
  }

  insert(words, start = this.text.selectionStart, end = this.text.selectionEnd) {
    this.text.focus();
    this.text.setSelectionRange(start, end);
    // execCommand keeps the browser's undo; where it is gone, setRangeText does the same without.
    if (!document.execCommand("insertText", false, words)) this.text.setRangeText(words, start, end, "end");
    this.changed();
  }

  async files(event, files) {
    if (!files.length || !this.dataset.uploadUrl) return;
    event.preventDefault();
    const place = this.querySelector(".composer__uploads");
    for (const file of files) {
      const line = document.createElement("span");
      line.textContent = t("uploading", { name: file.name });
      place?.append(line);
      const stored = await upload(this.dataset.uploadUrl, file);
      line.remove();
      if (stored) this.insert(`${stored.image ? "!" : ""}[${stored.name.replace(/[[\]]/g, " ")}](${stored.url}) `);
    }
  }
}

customElements.define("pm-composer", Composer);
