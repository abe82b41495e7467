// The speaker's name for the credits, and the licence of the recordings: asked for once.

const PLACE = "compass.preview.speaker";

export class Speaker {
  #dialog = document.getElementById("speaker");
  #form = document.getElementById("speaker-form");
  #told = remembered();

  constructor() {
    document.getElementById("speaker-cancel").addEventListener("click", () => this.#dialog.close());
  }

  get known() {
    return this.#told !== null;
  }

  // {speaker, licence}
  get told() {
    return this.#told;
  }

  // Ask; whether an answer was given.
  async ask() {
    const { speaker, licence } = this.#form.elements;
    if (this.#told) [speaker.value, licence.value] = [this.#told.speaker, this.#told.licence];
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    await new Promise((done) => this.#dialog.addEventListener("close", done, { once: true }));
    if (this.#dialog.returnValue !== "told") return false;
    this.#told = { speaker: speaker.value.trim(), licence: licence.value.trim() };
    try {
      localStorage.setItem(PLACE, JSON.stringify(this.#told));
    } catch {
      // then it is asked for again next time
    }
    return true;
  }
}

function remembered() {
  try {
    const told = JSON.parse(localStorage.getItem(PLACE));
    return typeof told?.speaker === "string" && typeof told?.licence === "string" ? told : null;
  } catch {
    return null;
  }
}
