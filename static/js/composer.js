// The comment box. Enter makes a line, Ctrl/⌘+Enter sends. What was typed is kept for this thread and person
// until the server has taken it. @ offers people and departments; pictures and files go up and stand below the
// field. Nobody reads codes: what is stored is written from all three (written.js) when it is sent or kept.
import { onKey, withMod } from "./keys.js";
import { forget, keep, kept } from "./local.js";
import { getJson, postForm, signedOut, Unreachable, withQuery } from "./net.js";
import { Suggest } from "./suggest.js";
import { t } from "./texts.js";
import { filesIn, upload } from "./upload.js";
import { named, read, write } from "./written.js";

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
    this.key = this.dataset.draft ? `draft:${this.dataset.draft}` : "";
    this.suggest = new Suggest(this.box, this.text, (option) => this.mention(option));
    this.uploading = 0;
    this.restore();
    this.listen();
    this.fit();
  }

  get source() { return write({ text: this.text.value, mentions: this.mentions, files: this.held }); }

  /** Show a stored text the way people read it. */
  fill(source) {
    const { text, mentions, files } = read(source);
    if (this.text.value !== text) this.text.value = text;
    this.mentions = mentions;
    this.held = files;
    this.list();
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
    form.addEventListener("formdata", (event) => event.formData.set(text.name, this.source));
    // Sent while a file is still on its way up: it goes when the file is there. In front of htmx's own handler.
    this.addEventListener("submit", (event) => {
      if (!this.uploading) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.isWaiting = true;
    }, true);
    // The form may be swapped away with the answer, so success is read before the swap.
    form.addEventListener("htmx:beforeOnLoad", (event) => {
      const { xhr } = event.detail;
      if (event.target === form && xhr.status >= 200 && xhr.status < 300 && !signedOut(xhr.responseURL)) this.sent();
    });
  }

  restore() {
    const draft = this.key ? kept(this.key) : null;
    this.fill(this.text.value || (draft?.body ?? ""));
    if (!draft) return;
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
    if (!this.key) return;
    const [anchor, quote] = this.quoted();
    if (!this.text.value.trim() && !this.held.length && !quote) { forget(this.key); this.state(""); return; }
    if (keep(this.key, { body: this.source, anchor, quote })) this.state(t("draftKept"));
  }

  sent() {
    if (this.key) forget(this.key);
    clearTimeout(this.timer);
    this.text.value = "";
    this.fill("");
    this.setQuote("", "");
    this.state("");
    this.fit();
  }

  state(words) {
    const place = this.querySelector("[data-composer-state]");
    if (place) place.textContent = words;
  }

  fit() {
    this.box.classList.toggle("is-filled", Boolean(this.text.value || this.held.length || this.quoted()[1]));
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
    // Words written right behind a chosen name are no longer a name being looked for.
    if (!found || this.mentions.some(({ shown }) => found[1].startsWith(shown))) { this.suggest.close(); return; }
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

  mention(option) {
    const end = this.text.selectionEnd;
    const found = MENTION.exec(this.text.value.slice(0, end));
    const start = found ? end - found[1].length - 1 : end;
    this.insert(`@${named(this.mentions, option)} `, start, end);
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
    let failed = false;
    for (const file of files) {
      const line = document.createElement("span");
      line.textContent = t("uploading", { name: file.name });
      this.place?.append(line);
      this.uploading += 1;
      const stored = await upload(this.dataset.uploadUrl, file);
      this.uploading -= 1;
      line.remove();
      if (stored) this.hold([...this.held, stored]);
      else failed = true;
    }
    if (this.uploading || !this.isWaiting) return;
    this.isWaiting = false;
    if (!failed) this.form.requestSubmit();
  }

  get place() { return this.querySelector(".composer__uploads"); }

  hold(files) {
    this.held = files;
    this.list();
    this.fit();
    this.save();
  }

  list() {
    // A file alone is something said.
    this.text.required = !this.held.length;
    for (const chip of this.querySelectorAll(".composer__file")) chip.remove();
    this.place?.prepend(...this.held.map((file) => this.chip(file)));
  }

  chip(file) {
    const chip = document.createElement("span");
    chip.className = "attachment composer__file";
    if (file.image) {
      const picture = document.createElement("img");
      [picture.src, picture.alt] = [file.url, ""];
      chip.append(picture);
    }
    const name = document.createElement("span");
    name.className = "attachment__name";
    name.textContent = file.name;
    const remove = document.createElement("button");
    [remove.type, remove.className, remove.textContent] = ["button", "composer__remove", "✕"];
    remove.setAttribute("aria-label", `${t("remove")} ${file.name}`);
    remove.addEventListener("click", () => this.drop(file));
    chip.append(name, remove);
    return chip;
  }

  async drop(file) {
    this.hold(this.held.filter((other) => other !== file));
    this.text.focus();
    // What was never sent is nobody's: it goes from the files of the thread too. Of a sent comment, saving decides.
    if (!this.key) return;
    try {
      await postForm(file.url.replace(/^(\/attachments\/\d+\/).*$/, "$1delete/"), {});
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }
}

customElements.define("pm-composer", Composer);
