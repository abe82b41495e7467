// The course at one side: its steps and their lectures.

import { make } from "./make.js";

export class Syllabus {
  #nav = document.getElementById("syllabus");
  #button = document.getElementById("syllabus-button");
  #narrow = matchMedia("(max-width: 1080px)");

  // `open(slug)` opens a lecture.
  constructor(open) {
    this.#nav.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-slug]");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return; // a tab of its own
      event.preventDefault();
      open(link.dataset.slug);
      if (this.#narrow.matches) this.#show(false);
    });
    this.#button.addEventListener("click", () => {
      this.#show(this.#button.getAttribute("aria-expanded") !== "true");
      if (this.#narrow.matches) this.#nav.querySelector("[aria-current], a")?.focus();
    });
    this.#nav.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#narrow.matches) return;
      this.#show(false);
      this.#button.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      const outside = !this.#nav.contains(event.target) && !this.#button.contains(event.target);
      if (outside && this.#narrow.matches) this.#show(false);
    });
    const adapt = () => this.#show(!this.#narrow.matches);
    this.#narrow.addEventListener("change", adapt);
    adapt();
  }

  draw({ steps }, slug) {
    const held = document.activeElement?.dataset.slug; // drawing it anew does not take the focus away
    this.#nav.replaceChildren(
      ...steps.map((step) => {
        const title = make("h2", { id: `step-${step.number}` }, step.name);
        const list = make("ul", { "aria-labelledby": title.id }, ...step.lectures.map((each) => this.#entry(each)));
        return make("section", {}, title, list);
      }),
    );
    this.mark(slug);
    if (held) this.#nav.querySelector(`[data-slug="${CSS.escape(held)}"]`)?.focus();
  }

  // The lecture that is open.
  mark(slug) {
    for (const link of this.#nav.querySelectorAll("a")) {
      if (link.dataset.slug === slug) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  #entry({ slug, number, title, goal, problem }) {
    const digits = make("span", { class: "number" }, String(number).padStart(2, "0"));
    const link = make("a", { href: `/?lecture=${encodeURIComponent(slug)}`, "data-slug": slug, title: goal }, digits, title || slug);
    if (problem) link.append(make("span", { class: "problem" }, problem));
    return make("li", {}, link);
  }

  #show(on) {
    document.body.classList.toggle("narrow-syllabus", !on);
    this.#button.setAttribute("aria-expanded", String(on));
  }
}
