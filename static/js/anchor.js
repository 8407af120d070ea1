// Select words in a text: 「评论」 hangs the comment on the phrase and its block.
import { t } from "./texts.js";

class Anchor extends HTMLElement {
  connectedCallback() {
    this.onSelect = () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.offer(), 150); };
    document.addEventListener("selectionchange", this.onSelect);
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.onSelect);
    this.button?.remove();
  }

  get composer() { return document.querySelector(this.dataset.composer || "pm-composer"); }

  offer() {
    const selection = getSelection();
    const words = selection.toString().trim().replace(/\s+/g, " ");
    const start = selection.anchorNode?.parentElement?.closest("[data-id], [data-anchor]");
    if (!words || selection.isCollapsed || !start || !this.contains(start) || !this.composer) {
      this.button?.remove();
      return;
    }
    this.held = { anchor: start.dataset.id || start.dataset.anchor, words: words.slice(0, 500) };
    if (!this.button) this.draw();
    const box = selection.getRangeAt(0).getBoundingClientRect();
    document.body.append(this.button);
    const left = Math.min(Math.max(8, box.left + scrollX), scrollX + document.documentElement.clientWidth - this.button.offsetWidth - 8);
    this.button.style.left = `${left}px`;
    // Below the words on touch: above them stands the phone's own menu.
    const under = matchMedia("(pointer: coarse)").matches;
    this.button.style.top = `${scrollY + (under ? box.bottom + 10 : box.top - this.button.offsetHeight - 6)}px`;
  }

  draw() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "btn btn--s anchor-btn screen";
    this.button.textContent = this.dataset.label ?? t("comment");
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => {
      this.button.remove();
      this.composer.scrollIntoView({ block: "center" });
      this.composer.quote(this.held.anchor, this.held.words);
      getSelection().removeAllRanges();
    });
  }
}

customElements.define("pm-anchor", Anchor);
