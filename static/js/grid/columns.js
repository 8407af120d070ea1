// What a column offers while one of its cells is written: choices, names to look up, a day picker.
import { getJson, Unreachable, withQuery } from "../net.js";

const LOOKED_UP = ["person", "people", "department", "departments", "row", "artifact", "customer", "requirement", "release", "file"];
const SEVERAL = ["multiselect", "people", "departments"];
const PICKERS = { date: "date", month: "month", "datetime-local": "datetime-local" };
const OF_TYPE = {
  long_text: "textarea", single_choice: "select", multi_choice: "multiselect", yes_no: "checkbox", date: "date", month: "month", moment: "datetime-local",
  computed: "none", row_reference: "row", artifact_reference: "artifact", integer: "number", decimal: "number", percent: "number", money: "money",
};

export class Column {
  constructor(th) {
    this.key = th.dataset.col;
    this.name = th.dataset.name ?? th.textContent.trim();
    this.widget = th.dataset.widget ?? OF_TYPE[th.dataset.type] ?? th.dataset.type ?? "text";
    this.readonly = th.hasAttribute("data-readonly") || this.widget === "none";
    this.options = th.dataset.options ? JSON.parse(th.dataset.options).map(([id, label]) => ({ id: String(id), label })) : null;
    this.url = th.dataset.optionsUrl ?? "";
    this.several = SEVERAL.includes(this.widget);
    this.suggests = Boolean(this.options) || (LOOKED_UP.includes(this.widget) && Boolean(this.url));
    this.picker = PICKERS[this.widget] ?? "";
    this.isNumber = ["number", "money"].includes(this.widget);
    this.isLong = this.widget === "textarea";
    this.known = new Map();
  }

  /** How a value reads before the server has answered with its own words. */
  shown(value) {
    if (this.widget === "checkbox") return /^(true|1|yes|是|✓)$/i.test(value) ? "✓" : value ? "✗" : "";
    if (!this.suggests) return value;
    return value.split(this.several ? /\s*[,，、]\s*/ : /$^/).map((one) => this.label(one)).join(this.several ? "、" : "");
  }

  label(id) {
    return this.options?.find((option) => option.id === id)?.label ?? this.known.get(id) ?? id;
  }

  /** The word being looked for: the last one where several are allowed. */
  wanted(text) {
    return this.several ? text.split(/[,，、]/).at(-1).trim() : text.trim();
  }

  withTaken(text, id) {
    if (!this.several) return id;
    const before = text.split(/[,，、]/).slice(0, -1).map((one) => one.trim()).filter(Boolean);
    return [...before.filter((one) => one !== id), id].join(",");
  }

  async find(text, signal) {
    const query = this.wanted(text);
    if (this.options) {
      const folded = query.toLowerCase();
      return this.options.filter(({ id, label }) => label.toLowerCase().includes(folded) || id.toLowerCase().startsWith(folded));
    }
    try {
      const answer = await getJson(withQuery(this.url, "q", query.replaceAll("'", "")), signal);
      const found = answer.ok ? (answer.body.results ?? answer.body) : [];
      for (const { id, label } of found) this.known.set(String(id), label);
      return found.map((option) => ({ ...option, id: String(option.id) }));
    } catch (error) {
      // No line, no names to offer: what was typed is sent as it is.
      if (error.name === "AbortError" || error instanceof Unreachable) return [];
      throw error;
    }
  }
}
