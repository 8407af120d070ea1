// The toolbar: one for all sections of a page, server-drawn (components/_editor_tools.html), working on the
// section that was last written in.
import { onKey } from "../keys.js";

const COMMANDS = {
  bold: (c) => c.toggleBold(), italic: (c) => c.toggleItalic(), underline: (c) => c.toggleUnderline(), strike: (c) => c.toggleStrike(), code: (c) => c.toggleCode(),
  highlight: (c) => c.toggleMark("highlight"),
  bulletList: (c) => c.toggleBulletList(), orderedList: (c) => c.toggleOrderedList(), taskList: (c) => c.toggleTaskList(),
  blockquote: (c) => c.toggleBlockquote(), codeBlock: (c) => c.toggleCodeBlock(), rule: (c) => c.setHorizontalRule(),
  table: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  rowBefore: (c) => c.addRowBefore(), rowAfter: (c) => c.addRowAfter(), rowDelete: (c) => c.deleteRow(),
  columnBefore: (c) => c.addColumnBefore(), columnAfter: (c) => c.addColumnAfter(), columnDelete: (c) => c.deleteColumn(),
  mergeOrSplit: (c) => c.mergeOrSplit(), headerRow: (c) => c.toggleHeaderRow(), tableDelete: (c) => c.deleteTable(),
  undo: (c) => c.undo(), redo: (c) => c.redo(),
};
const MARKED = ["bold", "italic", "underline", "strike", "code", "highlight", "bulletList", "orderedList", "taskList", "blockquote", "codeBlock", "link"];

class Tools extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => { if (event.target.closest("button, summary")) event.preventDefault(); });
    this.addEventListener("click", (event) => {
      const command = event.target.closest("[data-command]")?.dataset.command;
      if (command) this.run(command);
    });
    this.block = this.querySelector("[data-block]");
    this.block?.addEventListener("change", () => this.setBlock(this.block.value));
    this.linkForm = this.querySelector("[data-link]");
    this.linkForm?.querySelector("[data-link-set]").addEventListener("click", () => this.setLink());
    this.linkForm?.querySelector("[data-link-unset]").addEventListener("click", () => this.setLink(""));
    if (this.linkForm) {
      onKey(this.linkForm.querySelector("input"), (event) => {
        if (event.key === "Enter") this.setLink();
        else if (event.key === "Escape") this.closeLink();
        else return;
        event.preventDefault();
      });
    }
    this.querySelector("[data-picture]")?.addEventListener("change", (event) => {
      this.section?.place([...event.target.files]);
      event.target.value = "";
    });
    this.listen = ({ detail }) => this.serve(detail);
    document.addEventListener("pm-section", this.listen);
    this.removeAttribute("data-waiting");
  }

  disconnectedCallback() { document.removeEventListener("pm-section", this.listen); }

  serve(section) {
    this.section = section;
    this.show();
  }

  run(command) {
    const { section } = this;
    if (!section) return;
    if (command === "source") { section.toggleSource(); return; }
    if (command === "link") { this.openLink(); return; }
    COMMANDS[command](section.editor.chain().focus()).run();
    this.show();
  }

  setBlock(value) {
    const chain = this.section?.editor.chain().focus();
    if (!chain) return;
    if (value === "paragraph") chain.setParagraph().run();
    else chain.setHeading({ level: Number(value) }).run();
  }

  openLink() {
    const input = this.linkForm.querySelector("input");
    this.linkForm.hidden = !this.linkForm.hidden;
    input.value = this.section.editor.getAttributes("link").href ?? "";
    if (!this.linkForm.hidden) input.focus();
  }

  closeLink() {
    this.linkForm.hidden = true;
    this.section.editor.commands.focus();
  }

  setLink(address = this.linkForm.querySelector("input").value.trim()) {
    const { editor } = this.section;
    const chain = editor.chain().focus().extendMarkRange("link");
    const full = /^(https?:|mailto:|\/)/.test(address) ? address : `https://${address}`;
    if (!address) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: full } }] }).run();
    else chain.setLink({ href: full }).run();
    this.linkForm.hidden = true;
  }

  /** Which buttons are on and which can be pressed. */
  show() {
    const { editor, isSource } = this.section ?? {};
    if (!editor || editor.isDestroyed) return;
    const inTable = editor.isActive("table");
    for (const button of this.querySelectorAll("[data-command]")) {
      const { command } = button.dataset;
      if (MARKED.includes(command)) button.setAttribute("aria-pressed", String(editor.isActive(command)));
      if (command === "source") button.setAttribute("aria-pressed", String(isSource));
      else button.disabled = isSource || (command === "undo" && !editor.can().undo()) || (command === "redo" && !editor.can().redo())
        || ("inTable" in button.dataset && !inTable);
    }
    const level = [1, 2, 3, 4].find((at) => editor.isActive("heading", { level: at }));
    if (this.block) this.block.value = String(level ?? "paragraph");
  }
}

customElements.define("pm-editor-tools", Tools);
