/*! Holds tom-select (Apache License 2.0), its sifter and unicode-variants (Apache License 2.0). https://tom-select.js.org */
// Picking people (or departments, products…) by name or pinyin: tom-select over a plain <select>.
import TomSelect from "tom-select/base";
import removeButton from "tom-select/plugins/remove_button/plugin.js";
import { composing } from "./keys.js";
import { getJson, Unreachable, withQuery } from "./net.js";
import { t } from "./texts.js";

TomSelect.define("remove_button", removeButton);

const escaped = (words) => {
  const span = document.createElement("span");
  span.textContent = words ?? "";
  return span.innerHTML;
};

class People extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    if (!select || select.tomselect) return;
    this.picker = new TomSelect(select, {
      plugins: select.multiple ? { remove_button: { title: t("remove") } } : {},
      valueField: "id",
      labelField: "label",
      searchField: ["label", "detail", "id"],
      maxOptions: 50,
      preload: "focus",
      // The server matches (pinyin too); what it sends is what is shown.
      score: this.dataset.url ? () => () => 1 : undefined,
      shouldLoad: () => Boolean(this.dataset.url),
      load: (query, done) => this.load(query, done),
      onItemAdd() { this.setTextboxValue(""); if (select.multiple) this.refreshOptions(false); },
      render: {
        option: (option) => `<div>${escaped(option.label ?? option.text)}${option.detail ? ` <small>${escaped(option.detail)}</small>` : ""}</div>`,
        item: (option) => `<div>${escaped(option.label ?? option.text)}</div>`,
        no_results: () => `<div class="no-results">${escaped(t("noMatch"))}</div>`,
      },
    });
    select.setAttribute("aria-hidden", "true");
    // In front of the library's own handler: no key is taken from the input method.
    this.picker.control_input.addEventListener("keydown", (event) => { if (composing(event)) event.stopImmediatePropagation(); }, true);
  }

  disconnectedCallback() { this.picker?.destroy(); }

  async load(query, done) {
    if (!this.dataset.url) { done(); return; }
    try {
      const answer = await getJson(withQuery(this.dataset.url, "q", query.replaceAll("'", "")));
      if (this.picker && query) this.picker.clearOptions((option) => this.picker.items.includes(option.id));
      done(answer.ok ? (answer.body.results ?? answer.body) : []);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      done();
    }
  }
}

customElements.define("pm-people", People);
