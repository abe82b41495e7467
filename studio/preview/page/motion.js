// Playing and pausing: which frame follows which, and what the buttons say.

import { Player } from "./player.js";

export class Motion {
  #player;
  #film = null;
  #button = document.getElementById("play");
  #repeat = document.getElementById("loop");
  #sound;
  loop = false; // whether a beat is repeated
  alone = false; // whether it ends with the beat

  // `show(picture, address, frame)` puts a frame on screen; `failed(error, frame)` is told of one that does not
  // come, `waits()` when the picture stands for want of one, `stopped()` when it plays no more.
  // `sound` is heard with it.
  constructor(pictures, show, sound, { failed, waits, stopped }) {
    this.#sound = sound;
    const next = (frame) => this.#next(frame);
    const follow = (film, frame, moment) => sound.follow(film, frame, moment, this.#after(film.place(frame).beat));
    const heard = { begin: (film, frame) => sound.begin(film, frame), follow };
    const stand = () => {
      sound.stop();
      waits();
    };
    this.#player = new Player(pictures, show, { next, failed, waits: stand, ended: () => this.#stop(), heard });
    this.stopped = stopped;
  }

  get playing() {
    return this.#player.playing;
  }

  play(film, frame) {
    this.#film = film;
    this.#player.play(film, frame);
    this.#tell();
  }

  // The film changed under way, or how it goes on: play on from a frame.
  change(film, frame) {
    this.#film = film;
    this.#player.change(film, frame);
  }

  pause() {
    if (!this.playing) return;
    this.#player.pause();
    this.#stop();
  }

  repeat(on) {
    this.loop = on;
    this.#repeat.setAttribute("aria-pressed", String(on));
  }

  // The frame that comes after one: null while what follows is not known, "end" after the last.
  #next(frame) {
    const { beat } = this.#film.place(frame);
    if (frame < this.#film.lastOf(beat)) return frame + 1;
    const index = this.#after(beat);
    if (index === null) return "end";
    const after = this.#film.beats[index];
    return after.known ? after.first : null;
  }

  // The beat that is played after one: null if none is.
  #after(beat) {
    if (this.alone) return null;
    if (this.loop) return beat;
    return beat + 1 < this.#film.beats.length ? beat + 1 : null;
  }

  #stop() {
    this.#sound.stop();
    this.#tell();
    this.stopped();
  }

  #tell() {
    const { playing } = this;
    this.#button.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.#button.title = playing ? "Pause (space)" : "Play (space)";
    this.#button.querySelector("use").setAttribute("href", playing ? "#i-pause" : "#i-play");
  }
}
