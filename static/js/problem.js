// What the server refused, said above everything (dialogs too), while the form keeps what was typed.
// Browsers without popovers show it in place, at the foot of the window.
class Problem extends HTMLElement {
  connectedCallback() {
    if (!this.classList.contains("problem--floating")) return;
    this.popover = "manual";
    this.showPopover?.();
    this.focus();
    this.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) this.close(); });
  }

  close() {
    this.removeAttribute("popover");
    this.className = "";
    this.replaceChildren();
  }
}

customElements.define("pm-problem", Problem);
