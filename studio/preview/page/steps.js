// Steps through the film, by keys and buttons; each is announced.

import { clamp, clock } from "./film.js";
import { spoken } from "./headings.js";

export class Steps {
  #view;

  constructor(view) {
    this.#view = view;
  }

  // So many frames on, or back.
  frames(count) {
    const view = this.#view;
    view.go(view.frame + count);
    if (view.beat) view.state.say(`${clock(view.frame / view.film.rate, 2)}, ${spoken(view.film, view.frame)}`);
  }

  seconds(count) {
    this.frames(count * (this.#view.film?.rate ?? 0));
  }

  // A beat on or back; back goes to the start of this one first.
  beat(way) {
    const view = this.#view;
    if (!view.beat) return;
    const { beat, n } = view.film.place(view.frame);
    const index = clamp(way < 0 && n > 0 ? beat : beat + way, 0, view.film.beats.length - 1);
    view.go(view.film.beats[index].first);
    view.state.say(`${view.beat.title}. ${view.beat.words}`);
  }

  // To the last frame of the beat.
  beat_end() {
    const view = this.#view;
    if (view.beat) this.frames(view.film.lastOf(view.film.place(view.frame).beat) - view.frame);
  }
}
