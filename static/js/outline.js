// Marks the entry of the outline whose section is in sight.
class Outline extends HTMLElement {
  connectedCallback() {
    const links = new Map();
    for (const link of this.querySelectorAll("a[href^='#']")) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) links.set(section, link);
    }
    const inSight = new Set();
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target);
      const first = [...links.keys()].find((section) => inSight.has(section));
      if (!first) return;
      for (const [section, link] of links) {
        if (section === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-8px 0px -55% 0px" });
    for (const section of links.keys()) this.observer.observe(section);
  }

  disconnectedCallback() { this.observer?.disconnect(); }
}

customElements.define("pm-outline", Outline);
