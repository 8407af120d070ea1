// What the server refused, said above everything, while the form keeps what was typed. htmx swaps it into
// #problem; while a modal dialog is open all outside of it is inert, so then a copy is shown inside.
// Browsers without popovers show it in place, at the foot of the window.
class Problem extends HTMLElement {
  connectedCallback() {
    if (!this.classList.contains("problem--floating")) return;
    const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
    if (this.id && dialog) this.showIn(dialog);
    else this.show();
  }

  showIn(dialog) {
    const copy = this.cloneNode(true);
    copy.removeAttribute("id");
    this.close();
    dialog.querySelector(":scope > pm-problem")?.remove();
    dialog.append(copy);
  }

  show() {
    this.popover = "manual";
    this.showPopover?.();
    this.focus();
    this.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) this.close(); });
  }

  close() {
    if (!this.id) return this.remove();
    this.removeAttribute("popover");
    this.className = "";
    this.replaceChildren();
  }
}

customElements.define("pm-problem", Problem);
