// <pm-editor>: one section of a document as rich text. Without JavaScript the textarea in it stays.
import { Editor } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import { t } from "../texts.js";
import { filesIn } from "../upload.js";
import { chooseBetween, inert } from "./conflict.js";
import { bringCarried, bringIn, withoutPictures } from "./paste.js";
import { Saver } from "./saver.js";
import { extensions } from "./schema.js";
import "./tools.js";

const STATES = { dirty: "stateDirty", saving: "stateSaving", offline: "stateOffline", signin: "signin", failed: "stateFailed", conflict: "stateConflict", conflictOwn: "stateConflictOwn", kept: "stateKept", restored: "stateRestored" };
const LOUD = ["offline", "signin", "failed", "conflict", "conflictOwn", "refused"];

/** 10:32, from a moment or from words the server has already put so. */
function clock(moment) {
  const at = moment ? new Date(moment) : new Date();
  return Number.isNaN(at.getTime()) ? moment : at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

class Section extends HTMLElement {
  connectedCallback() {
    if (this.editor) return;
    this.source = this.querySelector("textarea");
    this.stateLine = this.querySelector("[data-editor-state]");
    this.isSource = false;
    this.saver = new Saver({
      url: this.dataset.saveUrl,
      key: this.dataset.draft,
      revision: Number(this.dataset.revision),
      read: () => this.html(),
      tell: (state, detail) => this.tell(state, detail),
      collide: (answer) => this.collide(answer),
    });
    this.build(this.source.value);
    this.source.addEventListener("input", () => { if (this.isSource) this.saver.changed(); });
    this.stateLine?.addEventListener("click", () => {
      if (this.open) this.collide(this.open);
      else if (this.stateLine.dataset.state === "kept") this.bringBack();
      else this.saver.save();
    });
    if (!document.querySelector("pm-editor-tools")?.section) this.announce();
    this.recover();
  }

  disconnectedCallback() {
    // A moved element comes straight back; only one that stays away is taken down.
    queueMicrotask(() => {
      if (this.isConnected || !this.editor) return;
      this.saver.stop();
      this.editor.destroy();
      this.editor = null;
    });
  }

  build(html) {
    this.surface = document.createElement("div");
    this.surface.className = "editor__surface";
    this.source.hidden = true;
    this.source.after(this.surface);
    this.editor = new Editor({
      element: this.surface,
      injectCSS: false,
      content: html,
      extensions: extensions({ placeholder: this.dataset.placeholder ?? t("placeholder") }),
      editorProps: {
        attributes: { class: "doc doc--bare", role: "textbox", "aria-multiline": "true", "aria-label": this.source.getAttribute("aria-label") ?? "" },
        handlePaste: (view, event) => this.paste(event),
        handleDrop: (view, event, slice, moved) => !moved && this.drop(view, event),
      },
      onUpdate: () => { this.saver.changed(); this.announce(); },
      onSelectionUpdate: () => this.announce(),
      onFocus: () => this.announce(),
      onBlur: () => this.saver.save(),
    });
    this.first = this.html();
    if (this.dataset.savedAt) this.tell("saved", this.dataset.savedAt);
  }

  html() {
    if (this.isSource) return this.source.value;
    return this.editor.isEmpty ? "" : this.editor.getHTML();
  }

  set(html) {
    if (this.isSource) this.source.value = html;
    else this.editor.commands.setContent(html, { emitUpdate: false });
  }

  /** Another text takes the place of this one: nothing before it can be undone into it. */
  replace(html) {
    this.set(html);
    if (this.isSource) return;
    const { state, view } = this.editor;
    view.updateState(EditorState.create({ doc: state.doc, plugins: state.plugins }));
    this.announce();
  }

  /** The own text that was set aside for the stored one comes back behind it. */
  bringBack() {
    const { html, refused } = this.kept;
    this.kept = null;
    this.saver.refused = refused;
    this.replace(`${this.html()}${html}`);
    this.saver.changed();
  }

  announce() { document.dispatchEvent(new CustomEvent("pm-section", { detail: this })); }

  tell(state, detail) {
    if (!this.stateLine) return;
    const time = state === "saved" ? clock(detail) : "";
    const words = state === "saved" ? t("stateSaved", { time }) : state === "refused" ? detail ? t("stateRefused", { reason: detail }) : t("stateRefusedPlain") : t(STATES[state]);
    this.stateLine.hidden = false;
    this.stateLine.textContent = words;
    this.stateLine.dataset.state = state;
    this.stateLine.classList.toggle("is-loud", LOUD.includes(state));
    this.dispatchEvent(new CustomEvent("pm-saved-state", { bubbles: true, detail: { state } }));
  }

  /** A sitting that ended before its last words were stored. */
  recover() {
    const left = this.saver.left();
    if (!left || left.body === this.first) return;
    this.saver.refused = left.refused ?? null;
    if (left.revision === this.saver.revision) {
      this.set(left.body);
      this.saver.changed();
      this.tell("restored");
    } else {
      const theirs = this.first;
      this.set(left.body);
      this.saver.held = true;
      this.tell("conflict");
      this.collide({ theirs, revision: this.saver.revision });
    }
  }

  async collide(answer) {
    this.open = answer;
    if (this.asking) return;
    this.asking = true;
    const isMarked = answer.theirs_html !== undefined;
    const theirs = isMarked ? answer.theirs_html : inert(answer.theirs);
    const chosen = await chooseBetween({ theirs, mine: () => inert(this.html()), isOwn: answer.is_own, isMarked });
    this.asking = false;
    if (!chosen) return;
    const mine = this.html();
    this.open = null;
    if (chosen === "theirs") this.kept = { html: mine, refused: this.saver.refused };
    if (chosen === "theirs") this.replace(answer.theirs);
    if (chosen === "both") this.replace(`${answer.theirs}${mine}`);
    this.saver.resume(answer.revision, chosen !== "theirs");
  }

  toggleSource() {
    if (this.isSource) this.editor.commands.setContent(this.source.value, { emitUpdate: false });
    else this.source.value = this.editor.getHTML();
    this.isSource = !this.isSource;
    this.source.hidden = !this.isSource;
    this.surface.hidden = this.isSource;
    if (this.isSource) this.source.focus();
    else this.editor.commands.focus();
    this.announce();
  }

  paste(event) {
    const files = filesIn(event.clipboardData);
    if (files.length) {
      this.place(files);
      return true;
    }
    const html = event.clipboardData?.getData("text/html");
    if (!html || !/<img/i.test(html)) return false;
    const cleaned = withoutPictures(html);
    this.editor.view.pasteHTML(cleaned.html);
    bringCarried(cleaned, this.dataset.uploadUrl, (stored) => this.picture(stored));
    return true;
  }

  drop(view, event) {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return false;
    event.preventDefault();
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (at) this.editor.commands.setTextSelection(at.pos);
    this.place(files);
    return true;
  }

  place(files) { bringIn(files, this.dataset.uploadUrl, (stored) => this.picture(stored)); }

  picture({ url, name, image }) {
    const chain = this.editor.chain().focus();
    if (image) chain.setImage({ src: url, alt: name }).run();
    else chain.insertContent({ type: "text", text: name, marks: [{ type: "link", attrs: { href: url } }] }).run();
  }
}

customElements.define("pm-editor", Section);
