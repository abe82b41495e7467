// The texts round about the picture: the film's title and length, the time, and the caption.

import { clock } from "./film.js";

const put = (id, text) => {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
};

export class Headings {
  #film = null;
  #picture = document.getElementById("picture");

  draw(film) {
    this.#film = film;
    const title = film.title || film.slug;
    document.title = `${title} · Compass preview`;
    put("title", title);
    put("number", String(film.number).padStart(2, "0"));
    put("length", film.beats.length ? `of ${film.whole ? "" : "about "}${clock(film.seconds)}` : "");
  }

  move(frame, { silent }) {
    const place = this.#film.place(frame);
    const beat = place && this.#film.beats[place.beat];
    put("time", clock(frame / this.#film.rate, 2));
    put("caption", this.#film.cue(frame)?.text ?? beat?.words ?? "");
    if (silent) return;
    const label = beat ? `Picture: ${spoken(this.#film, frame)}. ${beat.words}` : "No picture yet";
    this.#picture.setAttribute("aria-label", label);
  }

  mark() {} // nothing here depends on what is kept or found
}

// A frame as it is read out.
export function spoken(film, frame) {
  const { beat, n } = film.place(frame);
  return `frame ${n + 1} of ${film.beats[beat].count} of ${film.beats[beat].title}`;
}
