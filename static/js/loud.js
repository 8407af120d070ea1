// 「只看要处理的」 over the matrix: remembered, and on from the start where the screen is a phone's.
import { keep, kept } from "./local.js";

class Loud extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input[type=checkbox]");
    if (!box) return;
    // A page that starts folded remembers for itself.
    const key = this.dataset.key ?? "matrix-only";
    box.checked = kept(key) ?? (box.checked || matchMedia("(max-width: 720px)").matches);
    box.addEventListener("change", () => keep(key, box.checked));
  }
}

customElements.define("pm-loud", Loud);
