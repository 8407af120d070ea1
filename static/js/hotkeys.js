// One key, one thing on the page: data-key="f" is pressed, data-key="1" on a <details> is opened and its first
// field takes the next letters. Never while somebody types, while a dialog or a menu is open, or with a modifier.
import { onKey } from "./keys.js";

const TYPING = "input, textarea, select, [contenteditable]";

function take(target) {
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.querySelector(":is(input, textarea, select):not([type=hidden])")?.focus();
  } else target.click();
}

onKey(document, (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open], details.menu[open]")) return;
  const key = event.key.toLowerCase();
  if (!/^[a-z0-9]$/.test(key)) return;
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return;
  event.preventDefault();
  take(target);
});

// Older browsers know no named group of <details>: what opens closes its neighbours.
document.addEventListener("toggle", ({ target }) => {
  if (!(target instanceof HTMLDetailsElement) || !target.open || !target.dataset.key) return;
  for (const other of target.parentElement.querySelectorAll(":scope > details[data-key][open]")) if (other !== target) other.open = false;
}, true);
