// How a beat is heard, and how loud: what is said of it beside the clock, the button, and the slider.

export class Voice {
  #note = document.getElementById("voice-note");
  #mute = document.getElementById("mute");
  #volume = document.getElementById("volume");
  #sound;
  #film = null;
  #frame = 0;
  #failed = null; // why the recording of a beat could not be had: {address, message}

  constructor(sound) {
    this.#sound = sound;
    sound.onchange = () => this.#draw();
    sound.onfailed = (address, message) => {
      this.#failed = { address, message };
      this.#draw();
    };
    this.#volume.addEventListener("input", () => sound.set(Number(this.#volume.value), false));
    this.#draw();
  }

  draw(film) {
    this.#film = film;
  }

  move(frame) {
    this.#frame = frame;
    this.#draw();
  }

  mark() {}

  #draw() {
    const { muted, volume, blocked } = this.#sound;
    this.#mute.setAttribute("aria-pressed", String(muted));
    this.#mute.querySelector("use").setAttribute("href", muted || !volume ? "#i-muted" : "#i-mute");
    if (Number(this.#volume.value) !== volume) this.#volume.value = String(volume);
    this.#volume.setAttribute("aria-valuetext", muted ? "muted" : `${Math.round(100 * volume)} percent`);
    const beat = this.#film?.beats.length ? this.#film.beats[this.#film.place(this.#frame).beat] : null;
    const text = beat ? this.#said(beat, blocked) : "";
    if (this.#note.textContent !== text) this.#note.textContent = text;
    this.#note.title = text;
    const mood = beat?.voice.state ?? "";
    if (this.#note.dataset.mood !== mood) this.#note.dataset.mood = mood;
  }

  #said({ voice, name }, blocked) {
    if (blocked) return "Click anywhere to hear it: the browser plays nothing before a click";
    if (voice.sound && this.#failed?.address === voice.sound) return this.#failed.message;
    if (voice.state === "spoken") return `Spoken by ${voice.speaker}`;
    if (voice.state === "stale") return "Silent: the words have changed since they were recorded";
    if (voice.state === "broken") return `Silent: ${name} ${voice.fault}`;
    return name === "credits" ? "" : "Silent: not recorded yet";
  }
}
