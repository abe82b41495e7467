// The whole film to scale: a ruler, its chapters, its beats, and where one is.

import { clock } from "./film.js";
import { make } from "./make.js";
import { kept_bar, scrub } from "./scrub.js";

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300]; // seconds between the ruler's marks
const ROOM = 64; // pixels that a mark needs

export class Track {
  #track = document.getElementById("film");
  #ruler = document.getElementById("ruler");
  #chapters = document.getElementById("chapters");
  #beats = document.getElementById("beats");
  #head = document.getElementById("film-head");
  #film = null;

  constructor(hand) {
    const tell = (frame) => `${clock(frame / this.#film.rate, 1)}  ${this.#film.beats[this.#film.place(frame).beat].title}`;
    const at = (share) =>
      this.#film?.beats.length ? Math.min(Math.floor(share * this.#film.frame_count), this.#film.last) : null;
    scrub(this.#track, document.getElementById("film-ghost"), { ...hand, at, tell });
    new ResizeObserver(() => this.#draw_ruler()).observe(this.#track);
  }

  draw(film) {
    this.#film = film;
    this.#draw_ruler();
    this.#chapters.replaceChildren(
      ...film.chapters.map((each) => {
        const chapter = make("div", {}, make("span", {}, each.name));
        return this.#place(chapter, each);
      }),
    );
    this.#beats.replaceChildren(
      ...film.beats.map((each) => {
        const block = make("span", { class: "block" }, make("span", { class: "name" }, each.title), make("span", { class: "drawn" }));
        return this.#place(make("div", {}, block), each);
      }),
    );
    this.#track.setAttribute("aria-valuemax", String(film.last));
    this.#head.hidden = !film.beats.length;
  }

  // Say anew of a beat what is kept of it, and whether something is wrong with it.
  mark(name, broken) {
    const index = this.#film?.index(name) ?? -1;
    if (index < 0) return;
    const beat = this.#film.beats[index];
    const block = this.#beats.children[index];
    block.classList.toggle("guess", !beat.known);
    block.classList.toggle("flagged", this.#film.findings_of(name).length > 0);
    block.classList.toggle("broken", broken === name);
    block.querySelector(".drawn").style.backgroundImage = kept_bar(beat.drawn, beat.count);
  }

  move(frame, { silent }) {
    const film = this.#film;
    if (!film?.beats.length) return;
    this.#head.style.left = `${(100 * frame) / film.frame_count}%`;
    only(this.#beats.children, film.place(frame).beat);
    only(this.#chapters.children, film.chapter(frame));
    if (silent) return; // while it plays, a screen reader reads the film's words, not its numbers
    const beat = film.beats[film.place(frame).beat];
    this.#track.setAttribute("aria-valuenow", String(frame));
    this.#track.setAttribute("aria-valuetext", `${clock(frame / film.rate, 2)}, ${beat.title}, ${beat.chapter}`);
  }

  #place(element, { first, count }) {
    element.style.left = `${(100 * first) / this.#film.frame_count}%`;
    element.style.width = `${(100 * count) / this.#film.frame_count}%`;
    return element;
  }

  #draw_ruler() {
    if (!this.#film?.beats.length) return this.#ruler.replaceChildren();
    const { frame_count, rate } = this.#film;
    const seconds = frame_count / rate;
    const fitting = Math.max(1, this.#track.clientWidth / ROOM);
    const step = STEPS.find((each) => seconds / each <= fitting) ?? 600;
    const marks = [];
    for (let at = 0; at < seconds; at += step) {
      const mark = make("span", {}, clock(at));
      mark.style.left = `${(100 * at) / seconds}%`;
      marks.push(mark);
    }
    this.#ruler.replaceChildren(...marks);
  }
}

// Among siblings exactly one is "now".
export function only(elements, index) {
  for (const each of elements) {
    if (each.classList.contains("now")) each.classList.remove("now");
  }
  elements[index]?.classList.add("now");
}
