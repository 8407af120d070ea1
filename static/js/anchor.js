// Select words in a text: 「评论」 hangs the comment on the phrase and its block. Under a finger, where selecting is
// work, a tap on a block offers the same.
import { t } from "./texts.js";

const OWN_TAP = "a, button, input, label, select, summary, textarea, [contenteditable], [role=button], mark[data-comment]";

class Anchor extends HTMLElement {
  connectedCallback() {
    this.onSelect = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.offer(), 150); };
    document.addEventListener("selectionchange", this.onSelect);
    this.onTap = (event) => this.tap(event);
    document.addEventListener("click", this.onTap);
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.onSelect);
    document.removeEventListener("click", this.onTap);
    this.take();
  }

  get composer() { return document.querySelector(this.dataset.composer || "pm-composer"); }

  offer() {
    const selection = getSelection();
    const words = selection.toString().trim().replace(/\s+/g, " ");
    const start = selection.anchorNode?.parentElement?.closest("[data-id], [data-anchor]");
    if (!words || selection.isCollapsed || !start || !this.contains(start) || !this.composer) {
      if (!this.tapped) this.take();
      return;
    }
    this.choose(null);
    const box = selection.getRangeAt(0).getBoundingClientRect();
    // Below the words on touch: above them stands the phone's own menu.
    const under = matchMedia("(pointer: coarse)").matches;
    this.show(start, words, box.left, (height) => under ? box.bottom + 10 : box.top - height - 6);
  }

  tap(event) {
    const { target } = event;
    if (this.button?.contains(target)) return;
    const isFinger = event.pointerType === "touch" || matchMedia("(pointer: coarse)").matches;
    const block = target.closest?.("[data-id], [data-anchor]");
    const again = block && block === this.tapped;
    this.take();
    if (!isFinger || again || !block || !this.contains(block) || !this.composer) return;
    if (target.closest(OWN_TAP) || !getSelection().isCollapsed) return;
    const words = (block.matches("section") ? block.querySelector("h2") : block)?.textContent.trim().replace(/\s+/g, " ");
    if (!words) return;
    this.choose(block);
    const box = block.getBoundingClientRect();
    // Near the finger also where the block is longer than the screen.
    this.show(block, words, box.right, () => Math.min(box.bottom + 4, event.clientY + 28));
  }

  /** The block under the finger, marked; null for none. */
  choose(block) {
    this.tapped?.classList.remove("is-chosen");
    this.tapped = block;
    block?.classList.add("is-chosen");
  }

  take() {
    this.choose(null);
    this.button?.remove();
  }

  show(block, words, left, top) {
    this.held = { anchor: block.dataset.id || block.dataset.anchor, words: words.slice(0, 500) };
    if (!this.button) this.draw();
    document.body.append(this.button);
    const rightmost = document.documentElement.clientWidth - this.button.offsetWidth - 8;
    this.button.style.left = `${scrollX + Math.min(Math.max(8, left), rightmost)}px`;
    this.button.style.top = `${scrollY + top(this.button.offsetHeight)}px`;
  }

  draw() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "btn btn--s anchor-btn screen";
    this.button.textContent = this.dataset.label ?? t("comment");
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => {
      this.take();
      this.composer.scrollIntoView({ block: "center" });
      this.composer.quote(this.held.anchor, this.held.words);
      getSelection().removeAllRanges();
    });
  }
}

customElements.define("pm-anchor", Anchor);
