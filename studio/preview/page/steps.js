// Steps through the film, by keys and buttons; each says where it led.

import { clamp, clock } from "./film.js";
import { spoken } from "./headings.js";

export class Steps {
  #desk;

  constructor(desk) {
    this.#desk = desk;
  }

  // So many frames on, or back.
  frames(count) {
    const desk = this.#desk;
    desk.go(desk.frame + count);
    if (desk.beat) desk.state.say(`${clock(desk.frame / desk.film.rate, 2)}, ${spoken(desk.film, desk.frame)}`);
  }

  seconds(count) {
    this.frames(count * (this.#desk.film?.rate ?? 0));
  }

  // A beat on or back; back goes to the start of this one first.
  beat(way) {
    const desk = this.#desk;
    if (!desk.beat) return;
    const { beat, n } = desk.film.place(desk.frame);
    const index = clamp(way < 0 && n > 0 ? beat : beat + way, 0, desk.film.beats.length - 1);
    desk.go(desk.film.beats[index].first);
    desk.state.say(`${desk.beat.title}. ${desk.beat.words}`);
  }

  // To the last frame of the beat.
  beat_end() {
    const desk = this.#desk;
    if (desk.beat) this.frames(desk.film.lastOf(desk.film.place(desk.frame).beat) - desk.frame);
  }
}
