// ⌘K: jump to anything visible. The server writes the list of links; keys choose among them.
import { composing, onKey, withMod } from "./keys.js";
import { getHtml, Unreachable, withQuery } from "./net.js";
import { t } from "./texts.js";

const TYPING_PAUSE_MS = 120;

class Palette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.results = this.querySelector(".palette__results");
    this.chosen = -1;
    this.onClick = (event) => {
      if (!event.target.closest?.("[data-palette-open]") || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      this.open();
    };
    document.addEventListener("click", this.onClick);
    this.stopKeys = onKey(document, (event) => {
      if (!withMod(event) || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.open();
    }, true);
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.soon(); });
    this.input.addEventListener("compositionend", () => this.soon());
    onKey(this.input, (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    // Escape ends a composition first; only the next one closes.
    this.dialog.addEventListener("cancel", (event) => { if (this.typing) event.preventDefault(); });
    this.input.addEventListener("keydown", (event) => { this.typing = composing(event); });
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.onClick);
    this.stopKeys?.();
  }

  open() {
    if (this.dialog.open) { this.input.select(); return; }
    this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.ask();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), TYPING_PAUSE_MS);
  }

  async ask() {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    try {
      const answer = await getHtml(withQuery(this.dataset.url, "q", this.input.value.trim()), asking.signal);
      if (asking.signal.aborted) return;
      if (answer.ok) this.show(answer.body);
      else this.say(t(answer.status === 401 ? "signin" : "failed"));
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof Unreachable)) throw error;
      this.say(t("offline"));
    }
  }

  say(words) {
    const note = document.createElement("p");
    note.className = "palette__note";
    note.textContent = words;
    this.results.replaceChildren(note);
    this.chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  show(html) {
    this.results.innerHTML = html;
    this.links = [...this.results.querySelectorAll("a[href]")];
    if (!this.links.length && !this.results.textContent.trim()) this.say(t("noMatch"));
    this.links.forEach((link, at) => {
      link.id = `palette-${at}`;
      link.setAttribute("role", "option");
      link.tabIndex = -1;
      link.addEventListener("pointermove", () => this.choose(at));
    });
    this.choose(0);
  }

  choose(at) {
    if (!this.links?.length) return;
    this.chosen = (at + this.links.length) % this.links.length;
    this.links.forEach((link, index) => link.setAttribute("aria-selected", String(index === this.chosen)));
    this.input.setAttribute("aria-activedescendant", `palette-${this.chosen}`);
    this.links[this.chosen].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(this.chosen + step);
    else if (event.key === "Enter") this.go(withMod(event));
    // Said here, because a search field takes the first Escape for emptying itself.
    else if (event.key === "Escape") this.dialog.close();
    else return;
    event.preventDefault();
  }

  go(elsewhere) {
    const link = this.links?.[this.chosen];
    if (!link) return;
    if (elsewhere) window.open(link.href, "_blank", "noopener");
    else location.assign(link.href);
    this.dialog.close();
  }
}

customElements.define("pm-palette", Palette);
