// Shows the lecture's error over its last good picture.

import { code_lines, make, place_link } from "./make.js";

export class Failure {
  #pane = document.getElementById("error");
  #told = "";
  now = null; // the error that is shown

  show(error) {
    const told = JSON.stringify(error);
    this.now = error;
    if (told === this.#told) return; // unchanged: a screen reader need not read it again
    this.#told = told;
    const card = make("article", { tabindex: "0", "aria-label": "What is wrong" });
    card.append(make("h2", {}, error.title), make("p", { class: "message" }, error.message));
    const place = place_link(error.place, error.link);
    if (place) {
      place.textContent = error.place; // here is room for the whole path
      card.append(make("p", {}, place));
    }
    if (error.lines.length) card.append(code_lines(error.lines));
    if (error.trace.length > 1) card.append(way(error.trace));
    this.#pane.replaceChildren(card);
  }

  clear() {
    this.now = null;
    this.#told = "";
    this.#pane.replaceChildren();
  }
}

function way(trace) {
  const steps = trace.map(({ place, function: name, text, link }) =>
    make("li", {}, link ? make("a", { href: link }, place) : place, ` in ${name}: ${text}`),
  );
  return make("details", {}, make("summary", {}, "The way there"), make("ol", {}, ...steps));
}
