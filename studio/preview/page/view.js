// The state of the page: the open lecture, the frame, and what each part shows of them.

import { BeatPanel } from "./beat_panel.js";
import { coalesce } from "./coalesce.js";
import { Failure } from "./failure.js";
import { Film, clamp, staying } from "./film.js";
import { Headings } from "./headings.js";
import { Lens } from "./lens.js";
import { Motion } from "./motion.js";
import { Pictures } from "./pictures.js";
import { Screen } from "./screen.js";
import { Script } from "./script.js";
import { Seeker } from "./seeker.js";
import { Refused, look, timeline } from "./server.js";
import { Sharpness } from "./sharpness.js";
import { Sound } from "./sound.js";
import { StateLine } from "./state_line.js";
import { Track } from "./track.js";
import { Voice } from "./voice.js";

const REST = 400; // milliseconds without a step, after which the page is at rest
const NEAR = { before: -4, after: 8 }; // frames round about that are fetched then

export class View {
  film = null;
  frame = 0; // of the film
  screen = new Screen();
  state = new StateLine();
  failure = new Failure();
  sharpness = new Sharpness(this.screen);
  sound = new Sound();
  pinned = false; // whether a save of another beat leads there
  records = false; // whether the recording desk is open, which keeps its place
  #slug = null;
  #awaits = null; // the beat whose last frame was requested, if there was no step since
  #pictures = new Pictures();
  #gone = null; // an address that the server no longer knows
  #resting = 0;

  constructor(events) {
    this.events = events;
    this.seeker = new Seeker(this.#pictures, (...shown) => this.#put(...shown), {
      failed: (error, frame) => this.#not_shown(error, frame),
      waits: (on) => this.screen.wait(on),
    });
    this.motion = new Motion(this.#pictures, (...shown) => this.#play_frame(...shown), this.sound, {
      failed: (error, frame) => this.#not_shown(error, frame),
      waits: () => this.screen.wait(true),
      stopped: () => this.#stopped(),
    });
    const hand = { go: (frame) => this.go(frame), release: () => this.rest() };
    const script = new Script((index) => this.go(this.film.beats[index].first));
    this.parts = [new Headings(), new Track(hand), new Lens(hand), script, new Voice(this.sound), new BeatPanel((frame) => this.go(frame))];
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
    const opening = (this.#awaits = Symbol("whichever the server names"));
    this.#take(film);
    const asked = await look(slug, { beat: film.index(beat ?? "") < 0 ? null : beat });
    if (this.#awaits !== opening) return;
    this.#awaits = asked?.beat ?? null;
    const index = this.film.index(this.#awaits ?? "");
    if (index < 0 || this.film.beats[index].known) this.#come_to(Math.max(0, index));
  }

  // The end of a beat can be shown: go there.
  #come_to(index) {
    this.#awaits = null;
    this.#arrive(this.film.lastOf(index));
    this.rest();
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
    const stay = staying(this.film, this.frame);
    this.#error(film.error);
    for (const name of this.film?.slug === film.slug ? this.film.looked : []) film.looked.add(name);
    this.film = film;
    this.screen.fit(film.width, film.height);
    for (const part of this.parts) part.draw(film);
    this.#mark(film.beats.map((each) => each.name));
    this.#settle(stay(film));
  }

  // -- where one is -----------------------------------------------------------------------------------

  // Go to a frame of the film.
  go(frame) {
    this.pause();
    this.#awaits = null;
    this.#gone = null;
    this.#arrive(frame);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.rest(), REST);
  }

  // The page is at rest: tell the server, which gets no request for frames that the browser still has.
  rest() {
    clearTimeout(this.#resting);
    if (!this.beat) return;
    const { playing } = this.motion;
    if (!playing) {
      const near = this.film.near(this.frame, NEAR).filter((each) => this.film.drawn(each));
      this.#pictures.ahead(near.map((each) => this.film.address(each)));
      this.sound.prepare(this.film, this.frame);
      this.onrest?.(this);
    }
    void look(this.#slug, { beat: this.beat.name, frame: this.film.place(this.frame).n, playing }).catch(() => {});
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

  // The boxes of findings in this frame.
  #point() {
    this.screen.point(this.motion.playing ? [] : this.film.boxed(this.frame));
  }

  // -- pictures ---------------------------------------------------------------------------------------

  #put(picture, address) {
    this.screen.show(picture, address);
    this.sharpness.rest(address);
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
    const stay = staying(this.film, this.frame);
    this.film.renew(beat, { count, stamp, frames: url.slice(0, url.lastIndexOf("/") + 1) });
    this.frame = stay(this.film);
    if (this.film.index(beat) < 0) await this.refresh(); // a new one
    const index = this.film.index(beat);
    if (slug !== this.#slug || index < 0) return;
    if (reason === "looked") return this.#awaits === beat && this.#come_to(index);
    this.state.saved(this.film.beats[index].title, seconds);
    const here = this.#awaits ?? this.beat?.name;
    if (here !== beat && (this.pinned || this.records || reason === "renewed")) return this.#settle(this.frame); // elsewhere
    if (this.motion.playing && this.motion.loop && here === beat) return this.again();
    this.pause();
    this.#come_to(index);
    this.screen.glow();
  }

  pin(on) {
    this.pinned = on;
    document.getElementById("pin").setAttribute("aria-pressed", String(on));
    if (this.beat) this.onrest?.(this);
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

  play({ alone = false } = {}) {
    if (!this.beat) return;
    this.motion.alone = alone;
    if (this.failure.now) return this.state.remark("Mend the error, then it plays again", "error");
    this.#awaits = null;
    this.#gone = null;
    if (this.frame === this.film.last && !this.motion.loop) this.#arrive(0);
    this.sharpness.stir();
    this.motion.play(this.film, this.frame);
    this.rest();
  }

  // This beat once more, from its start; `alone`: to its end only.
  again({ alone = false } = {}) {
    if (!this.beat) return;
    this.go(this.beat.first);
    this.play({ alone });
  }

  pause() {
    this.motion.pause();
  }

  #stopped() {
    this.screen.wait(false);
    if (this.screen.shown) this.sharpness.rest(this.screen.shown);
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
