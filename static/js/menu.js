// <details class="menu">: closes on a click outside, on Escape and when focus leaves; arrows walk its entries.
import { onKey } from "./keys.js";

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    const chosen = event.target.closest?.(".menu__item");
    if (!menu.contains(event.target) || (chosen && menu.contains(chosen) && !chosen.closest("[data-stay]"))) menu.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

onKey(document, (event) => {
  const menu = [...openMenus()].at(-1);
  if (!menu) return;
  const entries = [...menu.querySelectorAll(".menu__item:not([disabled])")].filter((entry) => entry.offsetParent);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (step && entries.length && menu.contains(document.activeElement) && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    const at = entries.indexOf(document.activeElement);
    entries[(at + step + entries.length) % entries.length].focus();
  } else return;
  event.preventDefault();
});
