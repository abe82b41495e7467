// The line of state: the connection if it is lost, else the last action, else an error or what is being done.

const BRIEF = 5000; // milliseconds that a remark stays
const BUSY = {
  loading: () => "Loading the lecture",
  reading: () => "Reading the script",
  playing: ({ done, of }) => (of ? `Playing beat ${Math.min(done + 1, of)} of ${of}` : "Playing"),
};

export class StateLine {
  #line = document.getElementById("state");
  #text = document.getElementById("state-text");
  #announcer = document.getElementById("announcer");
  #timer = 0;
  #speaking = 0;
  #remark = null;
  #lost = false;
  #busy = null;
  #wrong = null;

  // A short remark, such as what was saved; also read out.
  remark(text, mood = "saved") {
    this.#remark = { text, mood };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#remark = null;
      this.#draw();
    }, BRIEF);
    this.say(text);
    this.#draw();
  }

  saved(title, seconds) {
    this.remark(`Saved: ${title}${seconds < 0.005 ? "" : `, drawn in ${seconds.toFixed(2)} s`}`);
  }

  lost(on) {
    if (on === this.#lost) return;
    this.#lost = on;
    if (on) this.say("Connection to the preview lost. Trying again.");
    else this.remark("Connected again");
    this.#draw();
  }

  busy(facts) {
    this.#busy = facts && BUSY[facts.what] ? facts : null;
    this.#draw();
  }

  wrong(title) {
    this.#wrong = title;
    this.#draw();
  }

  // For screen readers, once stepping has stopped.
  say(text) {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => (this.#announcer.textContent = text), 250);
  }

  #draw() {
    const { text, mood } = this.#now();
    this.#line.dataset.mood = mood;
    this.#text.textContent = text;
  }

  #now() {
    if (this.#lost) return { text: "Connection lost, trying again", mood: "lost" };
    if (this.#remark && this.#wrong) return { text: `${this.#remark.text} · ${this.#wrong}`, mood: "error" };
    if (this.#remark) return this.#remark;
    if (this.#wrong) return { text: this.#wrong, mood: "error" };
    if (this.#busy) return { text: BUSY[this.#busy.what](this.#busy), mood: "busy" };
    return { text: "Watching for saves", mood: "ready" };
  }
}
