// The desk at which all of it comes together: which lecture, which frame, and what every part shows of it.

import { BeatPanel } from "./beat_panel.js";
import { coalesce } from "./coalesce.js";
import { Failure } from "./failure.js";
import { Film, clamp, clock } from "./film.js";
import { Headings, spoken } from "./headings.js";
import { Lens } from "./lens.js";
import { Motion } from "./motion.js";
import { Pictures } from "./pictures.js";
import { Screen } from "./screen.js";
import { Script } from "./script.js";
import { Seeker } from "./seeker.js";
import { Refused, look, timeline } from "./server.js";
import { StateLine } from "./state_line.js";
import { Track } from "./track.js";

const REST = 400; // milliseconds without a step, then the hand rests
const NEAR = { before: -4, after: 8 }; // frames round about that are fetched then

export class Desk {
  film = null;
  frame = 0; // of the film
  screen = new Screen();
  state = new StateLine();
  failure = new Failure();
  #slug = null;
  #awaits = false; // the server chooses what to show: it has been asked to look, and nobody has moved since
  #pictures = new Pictures();
  #gone = null; // an address that the server no longer knows
  #resting = 0;

  constructor(events) {
    this.events = events;
    this.seeker = new Seeker(this.#pictures, (...shown) => this.#put(...shown), {
      failed: (error, frame) => this.#not_shown(error, frame),
      waits: (on) => this.screen.wait(on),
    });
    this.motion = new Motion(this.#pictures, (...shown) => this.#play_frame(...shown), {
      failed: (error, frame) => this.#not_shown(error, frame),
      waits: () => this.screen.wait(true),
      stopped: () => this.#stopped(),
    });
    const hand = { go: (frame) => this.go(frame), release: () => this.rest() };
    const script = new Script((index) => this.go_to_beat(index));
    this.parts = [new Headings(), new Track(hand), new Lens(hand), script, new BeatPanel((frame) => this.go(frame))];
  }

  get beat() {
    return this.film?.beats.length ? this.film.beats[this.film.place(this.frame).beat] : null;
  }

  // -- what is open -----------------------------------------------------------------------------------

  // Open a lecture at a beat's last frame (null: the one last looked at). Raises Refused for an unknown one.
  async open(slug, beat = null) {
    this.pause();
    this.#slug = slug;
    this.seeker.forget();
    const film = new Film(await timeline(slug));
    if (this.#slug !== slug) return; // another was opened meanwhile
    if (this.film?.slug !== slug) {
      this.film = null;
      this.frame = 0;
      this.screen.clear();
    }
    this.#awaits = true;
    this.#take(film);
    const asked = await look(slug, { beat: film.index(beat ?? "") < 0 ? null : beat });
    const index = film.index(asked?.beat ?? "");
    if (!this.#awaits || this.film !== film || index < 0 || !film.beats[index].known) return;
    this.#awaits = false;
    this.#arrive(film.lastOf(index));
    this.onrest?.(this);
  }

  // What was known of the film is no longer so.
  refresh = coalesce(async () => {
    const slug = this.#slug;
    try {
      const film = new Film(await timeline(slug));
      if (slug === this.#slug) this.#take(film);
    } catch (error) {
      if (error instanceof Refused) this.state.remark(error.message, "error");
      else this.events.doubt();
    }
  });

  // Another state of the film, or the first: stay at the same frame of the same beat.
  #take(film) {
    const before = this.film && this.beat ? { name: this.beat.name, n: this.film.place(this.frame).n } : null;
    this.#error(film.error);
    for (const name of this.film?.slug === film.slug ? this.film.looked : []) film.looked.add(name);
    this.film = film;
    this.screen.fit(film.width, film.height);
    for (const part of this.parts) part.draw(film);
    this.#mark(film.beats.map((each) => each.name));
    const index = before ? film.index(before.name) : -1;
    const frame = index < 0 ? clamp(this.frame, 0, film.last) : film.frame({ beat: index, n: before.n });
    this.#settle(frame);
  }

  // -- where one is -----------------------------------------------------------------------------------

  // Go to a frame of the film, by anybody's hand.
  go(frame) {
    this.pause();
    this.#awaits = false;
    this.#gone = null;
    this.#arrive(frame);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.rest(), REST);
  }

  go_to_beat(index) {
    if (this.film?.beats[index]) this.go(this.film.beats[index].first);
  }

  step(frames) {
    this.go(this.frame + frames);
    if (this.beat) this.state.say(`${clock(this.frame / this.film.rate, 2)}, ${spoken(this.film, this.frame)}`);
  }

  // A beat on or back; back goes to the start of this one first.
  step_beat(way) {
    if (!this.beat) return;
    const { beat, n } = this.film.place(this.frame);
    const index = clamp(way < 0 && n > 0 ? beat : beat + way, 0, this.film.beats.length - 1);
    this.go_to_beat(index);
    this.state.say(`${this.beat.title}. ${this.beat.words}`);
  }

  // The hand has come to rest: tell the server, which hears of no frame that the browser still has.
  rest() {
    clearTimeout(this.#resting);
    if (!this.beat) return;
    const { playing } = this.motion;
    if (!playing) {
      this.#pictures.ahead(this.#neighbours());
      this.onrest?.(this);
    }
    void look(this.#slug, { beat: this.beat.name, frame: this.film.place(this.frame).n, playing }).catch(() => {});
  }

  // The addresses of what a step would show, as far as it is kept.
  #neighbours() {
    const near = Array.from({ length: NEAR.after - NEAR.before + 1 }, (_, i) => this.frame + NEAR.before + i);
    return near.filter((each) => 0 <= each && each <= this.film.last && this.film.drawn(each)).map((each) => this.film.address(each));
  }

  #arrive(frame) {
    if (!this.film?.beats.length) return;
    this.#settle(clamp(frame, 0, this.film.last));
  }

  // The frame is this one: every part shows it, the picture as soon as it is there.
  #settle(frame) {
    this.frame = frame;
    this.#tell_parts(false);
    if (!this.film.beats.length || this.#awaits) return;
    if (this.motion.playing) return this.motion.change(this.film, frame);
    const address = this.film.address(frame);
    if (address === this.screen.shown || address === this.#gone) return this.seeker.forget();
    this.seeker.seek(address, frame);
  }

  #tell_parts(silent) {
    for (const part of this.parts) part.move(this.frame, { silent });
    this.#point();
  }

  // What the critic boxed in this very frame.
  #point() {
    const n = this.beat ? this.film.place(this.frame).n : 0;
    const here = (each) => each.box && (each.frame ?? n) === n;
    this.screen.point(this.beat && !this.motion.playing ? this.film.findings_of(this.beat.name).filter(here) : []);
  }

  // -- pictures ---------------------------------------------------------------------------------------

  #put(picture, address) {
    this.screen.show(picture, address);
  }

  async #not_shown(error, frame) {
    if (error.name === "AbortError") return;
    const address = this.film.address(frame);
    if (error instanceof Refused && error.status === 404 && this.#gone !== address) {
      this.#gone = address;
      return this.refresh(); // its stamp is an old one; with the new one it is asked for again
    }
    if (!(error instanceof Refused)) return this.events.doubt();
    this.pause();
    if (error.message && !this.failure.now && frame === this.frame) this.state.remark(error.message, "error");
  }

  // A picture that the server sends by itself: of what was saved, or of what it was asked to look at.
  async arrived({ slug, beat, frame, stamp, url, count, reason, seconds }) {
    if (slug !== this.#slug || !this.film) return;
    const edited = reason === "edited";
    if (!edited && !this.#awaits) return; // somebody has moved on meanwhile
    this.film.renew(beat, { count, stamp, frames: url.slice(0, url.lastIndexOf("/") + 1) });
    const index = this.film.index(beat);
    if (index < 0) return this.refresh();
    if (edited) this.state.remark(`Saved: ${this.film.beats[index].title}${seconds < 0.005 ? "" : `, drawn in ${seconds.toFixed(2)} s`}`);
    if (edited && this.motion.playing && this.motion.loop && this.beat?.name === beat) return this.again();
    this.pause();
    this.#awaits = false;
    this.#arrive(this.film.frame({ beat: index, n: frame }));
    this.rest();
    if (edited) this.screen.glow();
  }

  // More frames of a beat are kept.
  kept({ slug, beat, stamp, drawn }) {
    const known = slug === this.#slug && this.film?.beats[this.film.index(beat)];
    if (!known || known.stamp !== stamp) return;
    known.drawn = drawn;
    this.#mark([beat]);
  }

  judged({ slug, beat, findings }) {
    if (slug !== this.#slug || !this.film) return;
    this.film.looked.add(beat);
    this.film.findings = [...this.film.findings.filter((each) => each.beat !== beat), ...findings];
    this.#mark([beat]);
    this.#point();
  }

  // -- errors -----------------------------------------------------------------------------------------

  failed(error) {
    if (error.slug !== this.#slug) return;
    this.pause();
    this.#error(error);
    this.#mark([error.beat]);
  }

  mended({ slug }) {
    if (slug !== this.#slug || !this.failure.now) return;
    const { beat } = this.failure.now;
    this.#error(null);
    this.#mark([beat]);
  }

  #error(error) {
    this.screen.dim(error !== null);
    this.state.wrong(error?.title ?? null);
    if (error) this.failure.show(error);
    else this.failure.clear();
  }

  // Of these beats something is known anew: what is kept of them, or what is wrong with them.
  #mark(names) {
    for (const name of names) for (const part of this.parts) part.mark(name, this.failure.now?.beat ?? null);
  }

  // -- motion -----------------------------------------------------------------------------------------

  toggle() {
    if (this.motion.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.beat) return;
    if (this.failure.now) return this.state.remark("Mend the error, then it plays again", "error");
    this.#awaits = false;
    this.#gone = null;
    if (this.frame === this.film.last && !this.motion.loop) this.#arrive(0);
    this.motion.play(this.film, this.frame);
    this.rest();
  }

  // This beat once more, from its start.
  again() {
    if (!this.beat) return;
    this.go(this.beat.first);
    this.play();
  }

  pause() {
    this.motion.pause();
  }

  #stopped() {
    this.screen.wait(false);
    this.#tell_parts(false);
    this.rest();
  }

  repeat(on) {
    this.motion.repeat(on);
    if (this.motion.playing) this.motion.change(this.film, this.frame);
  }

  #play_frame(picture, address, frame) {
    this.seeker.forget();
    this.screen.show(picture, address);
    const before = this.beat;
    this.frame = frame;
    this.#tell_parts(true);
    if (this.beat !== before) this.rest();
  }
}
