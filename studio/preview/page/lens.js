// The beat in view, enlarged: a column for each frame, and its words at their times.

import { clock } from "./film.js";
import { make } from "./make.js";
import { kept_bar, scrub } from "./scrub.js";
import { only } from "./track.js";

const NARROWEST = 4; // pixels of a column that is still worth a line

export class Lens {
  #lens = document.getElementById("lens");
  #ticks = document.getElementById("ticks");
  #cues = document.getElementById("cues");
  #drawn = document.getElementById("lens-drawn");
  #head = document.getElementById("lens-head");
  #funnel = document.querySelector("#funnel polygon");
  #film = null;
  #index = -1;

  constructor(hand) {
    const tell = (frame) => {
      const { n, beat } = this.#film.place(frame);
      return `${clock(frame / this.#film.rate, 2)}  frame ${n + 1} of ${this.#film.beats[beat].count}`;
    };
    const at = (share) => {
      const beat = this.#film?.beats[this.#index];
      return beat ? beat.first + Math.min(Math.floor(share * beat.count), beat.count - 1) : null;
    };
    scrub(this.#lens, document.getElementById("lens-ghost"), { ...hand, at, tell });
    this.#lens.addEventListener("keydown", (event) => {
      const beat = this.#film?.beats[this.#index];
      const ends = beat && { Home: beat.first, End: beat.first + beat.count - 1 };
      if (ends?.[event.key] === undefined || event.shiftKey) return;
      event.preventDefault(); // of this slider they are the ends of the beat
      hand.go(ends[event.key]);
    });
    new ResizeObserver(() => this.#draw_ticks()).observe(this.#lens);
  }

  // The film is another or has changed.
  draw(film) {
    this.#film = film;
    this.#index = -1;
    this.#head.hidden = !film.beats.length;
    if (film.beats.length) return;
    this.#cues.replaceChildren();
    this.#funnel.setAttribute("points", "");
    this.#ticks.style.backgroundImage = "none";
  }

  move(frame, { silent }) {
    const film = this.#film;
    if (!film?.beats.length) return;
    const { beat: index, n } = film.place(frame);
    if (index !== this.#index) this.#look_at(index);
    const beat = film.beats[index];
    this.#head.style.left = `${(100 * n) / beat.count}%`;
    this.#head.style.setProperty("--cell", `${100 / beat.count}%`);
    only(this.#cues.children, beat.cues.indexOf(film.cue(frame)));
    if (silent) return;
    this.#lens.setAttribute("aria-valuenow", String(n + 1));
    this.#lens.setAttribute("aria-valuetext", `frame ${n + 1} of ${beat.count}, ${beat.title}`);
  }

  // What is kept of the beat in view has changed.
  mark(name) {
    const beat = this.#film?.beats[this.#index];
    if (beat?.name === name) this.#drawn.style.backgroundImage = kept_bar(beat.drawn, beat.count);
  }

  #look_at(index) {
    this.#index = index;
    const beat = this.#film.beats[index];
    const { rate, frame_count } = this.#film;
    this.#lens.setAttribute("aria-valuemin", "1");
    this.#lens.setAttribute("aria-valuemax", String(beat.count));
    this.#cues.replaceChildren(
      ...beat.cues.map((each) => {
        const words = make("span", {}, each.text.replaceAll("\n", " "));
        words.style.left = `${(100 * (each.start * rate - beat.first)) / beat.count}%`;
        words.style.width = `${(100 * (each.end - each.start) * rate) / beat.count}%`;
        return words;
      }),
    );
    this.mark(beat.name);
    this.#draw_ticks();
    const [from, to] = [beat.first, beat.first + beat.count].map((each) => (1000 * each) / frame_count);
    this.#funnel.setAttribute("points", `${from},0 ${to},0 1000,10 0,10`);
  }

  // A line for each second, and for each frame where there is room.
  #draw_ticks() {
    const beat = this.#film?.beats[this.#index];
    if (!beat) return;
    const line = (count, ink) =>
      `repeating-linear-gradient(to right, ${ink} 0 1px, transparent 1px ${(100 * count) / beat.count}%)`;
    const seconds = line(this.#film.rate, "var(--lifted)");
    const room = this.#lens.clientWidth / beat.count >= NARROWEST;
    const frames = line(1, "color-mix(in srgb, var(--lifted) 45%, transparent)");
    this.#ticks.style.backgroundImage = room ? `${seconds}, ${frames}` : seconds;
    this.#ticks.style.backgroundSize = "100% 8px";
    this.#ticks.style.backgroundRepeat = "no-repeat";
  }
}
