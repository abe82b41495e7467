// What is heard: the recordings of beats, started so that each is in step with the picture to a few milliseconds.
// The picture leads. It tells at every moment which frame is due when; a recording that slips is started anew.

import { Refused, recording } from "./server.js";

const RATE = 48_000; // samples a second, of every recording
const FADE = 0.006; // seconds over which sound comes and goes, so that nothing clicks
const SLIP = 0.02; // seconds out of step, beyond which a recording is started anew
const AHEAD = 12; // frames before its end at which the next beat's recording is laid ready
const KEPT = 24; // recordings of some ten seconds take 2 MB each
const LOOKS = 31; // at the clock, whose middle one counts
const PATIENCE = 400; // milliseconds after which a browser that lets nothing be heard is taken to forbid it
const [VOLUME, MUTED] = ["compass.preview.volume", "compass.preview.muted"];

export class Sound {
  #context = null;
  #volume = null; // the node that makes all of it as loud as is wished
  #kept = new Map(); // address -> AudioBuffer, null while it comes; the one used longest ago first
  #voices = []; // what sounds or is about to: {address, start, node, gain}, `start` by the sound's own clock
  #offsets = []; // between that clock and the page's, as seen last
  #blocked = false;
  #take = null; // what is heard by itself
  off = false; // during a recording
  onchange = () => {}; // told when something else is to be said about it
  onfailed = () => {}; // told of a recording that cannot be had: its address, and why

  constructor() {
    const { volume, muted } = remembered();
    this.volume = volume;
    this.muted = muted;
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => this.#blocked && void this.#context.resume(), true);
    }
  }

  // Whether the browser waits for a click or a key before it lets anything be heard.
  get blocked() {
    return this.#blocked;
  }

  get context() {
    if (!this.#context) {
      this.#context = new AudioContext({ sampleRate: RATE });
      this.#volume = this.#context.createGain();
      this.#volume.gain.value = this.#loudness;
      this.#volume.connect(this.#context.destination);
      this.#context.addEventListener("statechange", () => {
        this.#offsets = [];
        if (this.#context.state === "running") this.#block(false);
      });
    }
    return this.#context;
  }

  // The node through which all sound passes, for measuring.
  get output() {
    return this.context && this.#volume;
  }

  get #loudness() {
    return this.muted ? 0 : this.volume ** 2; // ears count in shares
  }

  set(volume, muted) {
    Object.assign(this, { volume: Math.min(Math.max(volume, 0), 1), muted });
    remember(this.volume, muted);
    if (this.#context) this.#volume.gain.setTargetAtTime(this.#loudness, this.#context.currentTime, 0.015);
    this.onchange();
  }

  // The film is about to be played from a frame: wake up. Milliseconds that the picture waits for the sound, which
  // takes as long to come out of the loudspeaker.
  begin(film, frame) {
    this.prepare(film, frame);
    if (!film.beats.some((each) => each.voice.sound) || this.off) return 0;
    this.wake();
    return this.lead(film, frame);
  }

  // Let sound be heard, or say that the browser forbids it.
  wake() {
    const context = this.context;
    if (context.state === "running") return;
    context.resume().catch(() => {});
    setTimeout(() => this.#block(context.state !== "running"), PATIENCE);
  }

  lead(film, frame) {
    const { beat } = film.place(frame);
    const heard = this.#context?.state === "running" && film.beats[beat].voice.sound && !this.off;
    return heard ? 1000 * (this.#context.currentTime - this.#at(performance.now()) + 0.01) : 0;
  }

  // Fetch what is heard at a frame, and after it. Nothing is said of what cannot be fetched before it is played.
  prepare(film, frame) {
    const { beat } = film.place(frame);
    for (const each of film.beats.slice(beat, beat + 2)) if (each.voice.sound) void this.#fetch(each.voice.sound);
  }

  // A frame is due on screen at a moment of the page's clock; `after` is the beat that follows (null: none).
  follow(film, frame, moment, after) {
    if (this.#take) return;
    if (this.off || this.#context?.state !== "running") return this.#let_go(() => false);
    const { beat, n } = film.place(frame);
    const now = this.#at(moment);
    const left = film.beats[beat].count - n;
    const wanted = [{ address: film.beats[beat].voice.sound, start: now - n / film.rate }];
    if (left <= AHEAD && after !== null) {
      wanted.push({ address: film.beats[after].voice.sound, start: now + left / film.rate });
      this.prepare(film, film.beats[after].first);
    }
    const same = (voice, each) => voice.address === each.address && Math.abs(voice.start - each.start) < SLIP;
    this.#let_go((voice) => wanted.some((each) => same(voice, each)));
    for (const each of wanted) {
      if (each.address && !this.#voices.some((voice) => same(voice, each))) this.#start(each);
    }
  }

  // The picture stands: so does the sound, unless it is a take that is heard by itself.
  stop() {
    if (!this.#take) this.#let_go(() => false);
  }

  // Nothing is heard any more.
  hush() {
    this.#take = null;
    this.#let_go(() => false);
  }

  // A sound by itself: a take at the recording desk. Comes back once it has been heard or stopped.
  async hear(buffer, delay = 0) {
    this.hush();
    this.wake();
    const take = (this.#take = this.#play(buffer, { address: null, start: this.context.currentTime + delay / 1000 }));
    await new Promise((done) => (take.node.onended = done));
    if (this.#take === take) this.hush();
  }

  // -- inside -----------------------------------------------------------------------------------------

  #block(on) {
    if (on === this.#blocked) return;
    this.#blocked = on;
    this.onchange();
  }

  // What the sound's clock says when that is heard which belongs to a moment of the page's.
  #at(moment) {
    const context = this.#context;
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    const late = context.outputLatency || context.baseLatency || 0;
    const told = performanceTime > 0 && contextTime > 0;
    const seen = told ? contextTime - performanceTime / 1000 : context.currentTime - late - performance.now() / 1000;
    this.#offsets.push(seen);
    if (this.#offsets.length > LOOKS) this.#offsets.shift();
    const middle = [...this.#offsets].sort((a, b) => a - b)[this.#offsets.length >> 1];
    return middle + moment / 1000;
  }

  #start({ address, start }) {
    const buffer = this.#kept.get(address);
    if (buffer) this.#play(buffer, { address, start });
    else void this.#fetch(address); // as soon as it is there it is begun, where it is by then
  }

  #play(buffer, { address, start }) {
    const context = this.#context;
    const node = new AudioBufferSourceNode(context, { buffer });
    const gain = new GainNode(context, { gain: 0 });
    const now = context.currentTime + 0.002;
    const begins = Math.max(start, now);
    const voice = { address, start, node, gain };
    this.#voices.push(voice);
    if (begins - start >= buffer.duration) return voice; // it has been said: only remembered
    node.connect(gain).connect(this.#volume);
    gain.gain.setValueAtTime(begins > start ? 0 : 1, begins);
    gain.gain.linearRampToValueAtTime(1, begins + FADE);
    node.start(begins, begins - start);
    return voice;
  }

  #let_go(stays) {
    const gone = this.#voices.filter((each) => !stays(each));
    if (!gone.length) return;
    this.#voices = this.#voices.filter(stays);
    const now = this.#context.currentTime;
    for (const { node, gain } of gone) {
      gain.gain.cancelScheduledValues(now);
      gain.gain.setTargetAtTime(0, now, FADE / 3);
      try {
        node.stop(now + 2 * FADE);
      } catch {
        // it never began
      }
    }
  }

  async #fetch(address) {
    if (this.#kept.has(address)) {
      const kept = this.#kept.get(address);
      this.#kept.delete(address);
      this.#kept.set(address, kept);
      return;
    }
    this.#kept.set(address, null);
    try {
      this.#kept.set(address, buffer_of(await recording(address)));
    } catch (error) {
      this.#kept.delete(address);
      if (error instanceof Refused && error.status !== 404) this.onfailed(address, error.message);
    }
    while (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }
}

// Samples as Web Audio plays them; the server's WAV files have 16 bits, one channel, and a head of 44 bytes.
function buffer_of(file) {
  const heard = new Int16Array(file, 44, (file.byteLength - 44) >> 1);
  return sounding(Float32Array.from(heard, (each) => each / 32767));
}

export function sounding(samples) {
  const buffer = new AudioBuffer({ length: Math.max(1, samples.length), sampleRate: RATE, numberOfChannels: 1 });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

// A browser may forbid to remember anything.
function remembered() {
  try {
    const volume = Number(localStorage.getItem(VOLUME) ?? 1);
    return { volume: volume >= 0 && volume <= 1 ? volume : 1, muted: localStorage.getItem(MUTED) === "yes" };
  } catch {
    return { volume: 1, muted: false };
  }
}

function remember(volume, muted) {
  try {
    localStorage.setItem(VOLUME, String(volume));
    localStorage.setItem(MUTED, muted ? "yes" : "no");
  } catch {
    // then it is as loud as ever next time
  }
}
