// Words at the foot of the page, from any script: app.js shows them (toast.js).
/** {text, tone: "", "warn" or "bad", undo: URL that a POST takes it back at} */
export function toast(detail) {
  document.dispatchEvent(new CustomEvent("toast", { detail }));
}
