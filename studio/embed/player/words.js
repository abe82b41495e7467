  const LEGIBLE = 320; // pixels of a picture's height: browsers set captions at a twentieth of it, and 16 pixels can be read

  const wordsStyle = (line) => `
    ${line} { margin: 0; padding-block: .35em 0; font-size: max(1em, 16px); line-height: 1.4; text-align: center; text-wrap: balance; }
    ${line}[hidden] { display: none; }`;

  /** The captions of a video: in the picture where it is `room()` enough pixels high, else a line of their own below it.
      Turn them on and off by `on`; `say` shows words that the video has not come to. */
  class Words {
    #on;
    #small = null;

    constructor(video, track, line, room, showing) {
      Object.assign(this, { track, line, room });
      this.#on = showing;
      track.addEventListener("cuechange", () =>
        this.say([...(track.activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent).join(" ")));
      const texts = [...track.cues].map((cue) => cue.getCueAsHTML().textContent);
      this.longest = texts.reduce((one, other) => (other.length > one.length ? other : one), "");
      new ResizeObserver(() => this.fit()).observe(video);
    }

    get on() {
      return this.#on;
    }

    set on(wanted) {
      this.#on = wanted;
      this.#settle();
    }

    say(text) {
      const flat = text.replace(/\s+/g, " ").trim();
      if (this.line.textContent !== flat) this.line.textContent = flat;
    }

    /** Choose the place, and keep as much room there as the longest words take, so that nothing moves while it plays. */
    fit() {
      const width = this.line.parentElement?.clientWidth ?? 0;
      this.#small = this.room() < LEGIBLE;
      this.#settle();
      if (this.line.hidden || width === this.measured) return;
      this.measured = width;
      const said = this.line.textContent;
      this.line.style.minBlockSize = "";
      this.line.textContent = this.longest;
      this.line.style.minBlockSize = `${this.line.offsetHeight}px`;
      this.line.textContent = said;
    }

    #settle() {
      if (this.#small === null) return;
      this.line.hidden = !this.#small || !this.#on;
      this.track.mode = this.#on && !this.#small ? "showing" : "hidden";
    }
  }
