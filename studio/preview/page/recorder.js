// Records takes: shows a beat's words large and its motion, and keeps or discards each take.
// A take stays in the page until it is kept or discarded, even if the server ends meanwhile.

import { clock } from "./film.js";
import { Level } from "./level.js";
import { Microphone, NoMicrophone, wav_of } from "./microphone.js";
import { Refused, keep } from "./server.js";
import { sounding } from "./sound.js";
import { Speaker } from "./speaker.js";

const SOFT = 0.02; // of what can be recorded (-34 dB): what stays below is no speech
const element = (id) => document.getElementById(`recorder-${id}`);

export class Recorder {
  #view;
  #keys;
  #room = document.getElementById("recorder");
  #microphone = new Microphone();
  #level = new Level(element("wave"), element("meter"));
  #speaker = new Speaker();
  #takes = new Map(); // "slug/beat" -> {slug, beat, mark, samples, peaks, clips}
  #beat = null; // its name
  #asking = null; // the promise of a microphone
  #busy = false; // a take is being kept
  #clips = false; // the take that is being recorded
  #hears = 0; // takes are heard one at a time
  #said = { text: "", mood: "" };

  constructor(view, keys) {
    this.#view = view;
    this.#keys = keys;
    view.parts.push(this);
    this.#microphone.onlevel = (level) => this.#heard(level);
    this.#microphone.onfull = (seconds) => void this.#end(`A take lasts at most ${seconds} seconds: it was ended here.`);
    this.#microphone.onlost = () => void this.#lost();
    this.deeds = {
      record: () => void this.#record(),
      hear: () => void this.#hear(),
      keep: () => void this.#keep(),
      drop: () => this.#drop(),
      before: () => this.#go(-1),
      next: () => this.#go(1),
      close: () => void this.close(),
    };
    for (const [name, deed] of Object.entries(this.deeds)) {
      element(name).addEventListener("click", (event) => {
        if (event.detail) event.currentTarget.blur(); // after a click the space key still means the red button
        deed();
      });
    }
    element("speaker").addEventListener("click", () => void this.#speaker.ask().then(() => this.#draw()));
    document.addEventListener("keydown", (event) => this.#key(event), true);
    addEventListener("beforeunload", (event) => this.#takes.size && event.preventDefault());
  }

  get is_open() {
    return !this.#room.hidden;
  }

  async open() {
    const { beats } = this.#view.film;
    if (!beats.some(is_spoken)) return this.#view.state.remark("No beat of this lecture says anything", "error");
    this.#view.pause();
    this.#view.records = true;
    this.#room.hidden = false;
    document.body.dataset.recorder = "";
    this.#say("");
    const here = this.#view.beat;
    if (!is_spoken(here)) this.#view.go(beats.findLast(is_spoken).first);
    this.#beat = this.#view.beat.name;
    this.#draw();
    this.#room.focus();
    await this.#ask();
  }

  async close() {
    if (this.#microphone.records) await this.#end();
    this.#microphone.close();
    this.#view.sound.hush();
    this.#view.pause();
    this.#view.sound.off = false;
    this.#view.records = false;
    this.#room.hidden = true;
    delete document.body.dataset.recorder;
    if (this.#takes.size) this.#view.state.remark(`${takes_are(this.#takes.size)} not kept yet, at the recording desk`, "error");
    document.getElementById("record").focus();
  }

  // -- as a part of the view: the film has changed ------------------------------------------------------

  draw() {
    if (this.is_open) this.#draw();
  }

  move() {}

  mark() {}

  // -- actions ----------------------------------------------------------------------------------------

  // Whether the microphone can be used; asked for once at a time.
  #ask() {
    if (this.#microphone.is_open) return Promise.resolve(true);
    this.#asking ??= this.#open_microphone().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #open_microphone() {
    this.#say("The browser asks whether this page may use the microphone.");
    try {
      await this.#microphone.open();
      this.#say("");
      if (!this.is_open) this.#microphone.close(); // gone meanwhile
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      this.#say(error.message, "bad");
    }
    return this.#microphone.is_open;
  }

  async #record() {
    if (this.#microphone.records) return this.#end();
    if (this.#busy || !(await this.#ask())) return;
    this.#hush();
    this.#clips = false;
    this.#say("");
    this.#level.begin();
    this.#view.sound.off = true; // what is recorded is the voice alone
    this.#microphone.record();
    this.#view.again({ alone: true });
    this.#draw();
  }

  // End the take, and have a look at it.
  async #end(why = "") {
    if (!this.#microphone.records) return;
    const { name, voice } = this.#its();
    const slug = this.#view.film.slug;
    const samples = await this.#microphone.stop();
    this.#view.sound.off = false;
    this.#view.pause();
    const peak = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    const take = { slug, beat: name, mark: voice.mark, samples, peaks: this.#level.peaks, clips: this.#clips };
    if (peak < SOFT) {
      this.#level.clear();
      this.#say("Nothing was heard: is it the right microphone, and is it on?", "bad");
    } else {
      this.#takes.set(this.#key_of(), take);
      if (why) this.#say(why, "warn");
      else if (take.clips) this.#say("It was too loud and is distorted: move back a little, and say it again.", "bad");
      else this.#say("Hear it, keep it, or say it again.");
    }
    this.#draw();
  }

  async #lost() {
    await this.#end("The microphone is gone: the take ends here.");
    if (!this.#take) this.#say("The microphone is gone. Plug it in, then try again.", "bad");
    this.#draw();
  }

  // The take, or else the recording, with its motion.
  async #hear() {
    if (this.#microphone.records) return;
    if (this.#hears) return this.#hush();
    const take = this.#take;
    const { sound } = this.#view;
    if (!take && !this.#its().voice.sound) return;
    const mine = (this.#hears = Date.now() + Math.random());
    this.#draw();
    if (take) {
      sound.off = true; // not what was recorded before
      this.#view.again({ alone: true });
      await sound.hear(sounding(take.samples), 40);
    } else {
      this.#view.again({ alone: true });
      await this.#stillness(mine);
    }
    if (this.#hears !== mine) return;
    this.#hush();
  }

  // Until the motion has ended, or something else is heard.
  async #stillness(mine) {
    do await new Promise(requestAnimationFrame);
    while (this.#hears === mine && this.#view.motion.playing);
  }

  #hush() {
    this.#hears = 0;
    this.#view.sound.hush();
    this.#view.pause();
    this.#view.sound.off = false;
    this.#draw();
  }

  async #keep() {
    const take = this.#take;
    if (!take || this.#busy || this.#microphone.records || this.#is_old(take)) return;
    if (!this.#speaker.known && !(await this.#speaker.ask())) return this.#draw();
    this.#hush();
    this.#busy = true;
    this.#say("Keeping it: trimming silence, setting loudness, finding the words.");
    this.#draw();
    try {
      await keep(take.slug, take.beat, { words: take.mark, ...this.#speaker.told, file: wav_of(take.samples) });
      this.#takes.delete(`${take.slug}/${take.beat}`);
      this.#say(`Kept: ${this.#view.film.beats[this.#view.film.index(take.beat)]?.title ?? take.beat}.`, "good");
      this.#level.clear();
    } catch (error) {
      if (error instanceof Refused) this.#say(`${error.message} The take is still here.`, "bad");
      else this.#gone();
    } finally {
      this.#busy = false;
      this.#draw();
      if (!this.#take && this.is_open && document.activeElement === document.body) this.#room.focus();
    }
  }

  // No answer came.
  #gone() {
    this.#say("The preview does not answer. The take stays here: keep it when the preview is back.", "bad");
    this.#view.events.doubt();
  }

  #drop() {
    if (!this.#take || this.#busy || this.#microphone.records) return;
    this.#hush();
    this.#takes.delete(this.#key_of());
    this.#level.clear();
    this.#say("Thrown away.");
    this.#draw();
  }

  #go(way) {
    if (this.#microphone.records || this.#busy) return;
    const beats = this.#spoken;
    const beat = beats[beats.indexOf(this.#its()) + way];
    if (!beat) return;
    this.#hush();
    this.#beat = beat.name;
    this.#view.go(beat.first);
    this.#say("");
    this.#draw();
  }

  #key(event) {
    if (!this.is_open || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const letters = this.#keys.letters ? { h: "hear", k: "keep", x: "drop" } : {};
    const others = { " ": "record", Escape: "close", ArrowUp: "before", ArrowLeft: "before", ArrowDown: "next", ArrowRight: "next" };
    const name = others[event.key] ?? letters[event.key.toLowerCase()];
    event.stopPropagation(); // the film's own keys do not count here
    const own = event.target instanceof Element && event.target.closest("button, input, a");
    if (!name || event.repeat || (own && event.key === " ")) return;
    event.preventDefault();
    this.deeds[name]();
  }

  // -- what is shown ----------------------------------------------------------------------------------

  #heard({ peak, clips, seconds }) {
    const records = this.#microphone.records;
    this.#level.show(peak, clips, records);
    if (!records) return;
    element("time").textContent = clock(seconds, 1);
    if (!clips || this.#clips) return;
    this.#clips = true;
    this.#say("Too loud: it clips. Move back a little.", "bad");
  }

  get #spoken() {
    return this.#view.film.beats.filter(is_spoken);
  }

  #its() {
    return this.#spoken.find((each) => each.name === this.#beat) ?? this.#spoken[0];
  }

  #key_of() {
    return `${this.#view.film.slug}/${this.#its().name}`;
  }

  get #take() {
    return this.#takes.get(this.#key_of()) ?? null;
  }

  // Whether the words have changed since a take.
  #is_old(take) {
    return take.mark !== this.#its().voice.mark;
  }

  #say(text, mood = "") {
    this.#said = { text, mood };
    element("said").dataset.mood = mood;
    element("said").textContent = text;
  }

  #draw() {
    const beat = this.#its();
    if (!beat) return void this.close(); // it says nothing any more
    this.#beat = beat.name;
    const beats = this.#spoken;
    const [place, take, records] = [beats.indexOf(beat), this.#take, this.#microphone.records];
    const put = (id, text) => element(id).textContent !== text && (element(id).textContent = text);
    put("place", `${place + 1} of ${beats.length}`);
    put("title", beat.title);
    put("words", beat.words);
    element("words").classList.toggle("long", beat.words.length > 160);
    put("state", take ? "Not kept yet" : STATES[beat.voice.state](beat.voice));
    element("state").dataset.mood = take ? "take" : beat.voice.state;
    const { known, told } = this.#speaker;
    put("whose", known ? `Recording as ${told.speaker}, ${told.licence}` : "Your name is asked for once, when you keep a take");
    element("speaker").hidden = !known;
    const red = element("record");
    const word = records ? "Stop" : take ? "Record again" : "Record";
    red.setAttribute("aria-label", word);
    red.title = `${word} (space)`;
    red.toggleAttribute("data-on", records);
    put("record-word", word);
    put("hear-word", this.#hears ? "Stop" : "Hear it");
    const still = !records && !this.#busy;
    element("hear").disabled = !still || (!take && !beat.voice.sound);
    element("keep").disabled = !still || !take || this.#is_old(take);
    element("drop").disabled = !still || !take;
    element("before").disabled = !still || place === 0;
    element("next").disabled = !still || place === beats.length - 1;
    red.disabled = this.#busy;
    if (!records) {
      this.#level.lay(take?.peaks ?? []);
      put("time", take ? clock(take.samples.length / 48_000, 1) : "0:00.0");
    }
    if (take && this.#is_old(take) && !records) this.#say("The words have changed since this take: say them anew.", "bad");
  }
}

const STATES = {
  spoken: ({ speaker, seconds }) => `Spoken by ${speaker}, ${seconds.toFixed(1)} s`,
  stale: ({ speaker }) => `Its words have changed since ${speaker} recorded it`,
  broken: () => "Its recording cannot be played",
  silent: () => "Not recorded yet",
};

// The credits are not spoken.
function is_spoken(beat) {
  return beat !== null && beat.words !== "" && beat.name !== "credits";
}

function takes_are(count) {
  return count === 1 ? "1 take is" : `${count} takes are`;
}
