// The player's buttons, made from one list and connected to actions later.

import { icon, make } from "./make.js";

const STEPS = [
  { id: "beat-back", label: "Beat before", key: "↑", deed: "beat_back" },
  { id: "frame-back", label: "Frame before", key: "←", deed: "frame_back" },
  { id: "play", label: "Play", key: "space", deed: "toggle" },
  { id: "frame-on", label: "Next frame", key: "→", deed: "frame_on" },
  { id: "beat-on", label: "Next beat", key: "↓", deed: "beat_on" },
];
const MORE = [
  { id: "record", label: "Record this beat", key: "v", deed: "record" },
  { id: "again", label: "Play this beat from its start", key: "r", deed: "again" },
  { id: "loop", label: "Repeat this beat", key: "l", deed: "loop", pressed: "false" },
  { id: "pin", label: "Stay at this beat, whatever is saved", key: "p", deed: "pin", pressed: "false" },
  { id: "copy", label: "Copy the still", key: "s", deed: "copy" },
  { id: "mute", label: "Mute", key: "m", deed: "mute", pressed: "false" },
  { id: "full", label: "Full screen", key: "f", deed: "full" },
];

export class Transport {
  #buttons = new Map();

  constructor() {
    for (const [place, list] of [["steps", STEPS], ["more", MORE]]) {
      document.getElementById(place).append(...list.map((each) => this.#draw(each)));
    }
  }

  // `does` maps names of actions to functions.
  wire(does) {
    for (const [button, deed] of this.#buttons) button.addEventListener("click", does[deed]);
  }

  #draw({ id, label, key, deed, pressed }) {
    const button = make(
      "button",
      { id, class: "tool", type: "button", "aria-label": label, "aria-pressed": pressed, title: `${label} (${key})` },
      icon(id),
    );
    this.#buttons.set(button, deed);
    return button;
  }
}
