// Light, dark, or as the system: kept in a cookie so that the server draws the first paint right.
const YEAR_S = 31536000;

class Theme extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.dataset.stay = "";
    this.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
      if (choice) choose(choice);
    });
    this.mark();
  }

  mark() {
    const now = document.documentElement.dataset.theme ?? "auto";
    for (const button of this.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
    }
  }
}

function choose(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  const age = choice === "auto" ? 0 : YEAR_S;
  document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  for (const switcher of document.querySelectorAll("pm-theme")) switcher.mark();
}

customElements.define("pm-theme", Theme);
