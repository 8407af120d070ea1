// A page that was really shown says so: a second before somebody's eyes. Loaded ahead, in a tab behind or by a
// program that only fetches addresses, it says nothing, so "who has read it" is true.
import { postForm, Unreachable } from "./net.js";

const SHOWN_MS = 1000;

class Read extends HTMLElement {
  connectedCallback() {
    this.onChange = () => this.wait();
    document.addEventListener("visibilitychange", this.onChange);
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onChange);
  }

  wait() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") this.timer = setTimeout(() => this.say(), SHOWN_MS);
  }

  async say() {
    try {
      const answer = await postForm(this.dataset.url, { version: this.dataset.version ?? "" });
      if (answer.ok) document.body.dispatchEvent(new CustomEvent("thread-read"));
    } catch (error) {
      // Nobody typed anything that could be lost; the next look at the page says it again.
      if (!(error instanceof Unreachable)) throw error;
      return;
    }
    document.removeEventListener("visibilitychange", this.onChange);
  }
}

customElements.define("pm-read", Read);
