// The keys, what they do, and the list of them.

import { make } from "./make.js";

const LETTERS = "compass.preview.letters"; // where "no" is stored: speech input may type single letters

// `does` maps names of actions to functions; each key calls one of them.
const KEYS = [
  { keys: [" "], shown: "space", deed: "toggle", told: "play or pause" },
  { keys: ["ArrowLeft"], shown: "←", deed: "frame_back", told: "a frame back" },
  { keys: ["ArrowRight"], shown: "→", deed: "frame_on", told: "a frame on" },
  { keys: ["Shift+ArrowLeft"], shown: "shift ←", deed: "second_back", told: "a second back" },
  { keys: ["Shift+ArrowRight"], shown: "shift →", deed: "second_on", told: "a second on" },
  { keys: ["ArrowUp", "PageUp"], shown: "↑", deed: "beat_back", told: "to the beat's start, then a beat back" },
  { keys: ["ArrowDown", "PageDown"], shown: "↓", deed: "beat_on", told: "a beat on" },
  { keys: ["Home"], shown: "Home", deed: "first", told: "to the first frame" },
  { keys: ["End"], shown: "End", deed: "last", told: "to the last frame" },
  { keys: ["Shift+End"], shown: "shift End", deed: "beat_end", told: "to the beat's last frame" },
  { keys: ["m"], shown: "m", deed: "mute", told: "mute, or hear it again" },
  { keys: ["Shift+ArrowUp"], shown: "shift ↑", deed: "louder", told: "louder" },
  { keys: ["Shift+ArrowDown"], shown: "shift ↓", deed: "softer", told: "softer" },
  { keys: ["v"], shown: "v", deed: "record", told: "record this beat" },
  { keys: ["r"], shown: "r", deed: "again", told: "play this beat from its start" },
  { keys: ["l"], shown: "l", deed: "loop", told: "repeat this beat" },
  { keys: ["p"], shown: "p", deed: "pin", told: "stay at this beat, whatever is saved" },
  { keys: ["s"], shown: "s", deed: "copy", told: "copy the still as PNG" },
  { keys: ["e"], shown: "e", deed: "edit", told: "open the beat in the editor" },
  { keys: ["f"], shown: "f", deed: "full", told: "full screen" },
  { keys: ["?"], shown: "?", deed: "help", told: "this list" },
];
const SINGLE = new Set(["m", "v", "r", "l", "p", "s", "e", "f", "?"]);
const OWN_SPACE = "button, a[href], summary, input, select, [role=button]";
const SCROLLS = ".scroll, .syllabus, .error article";
const ACROSS = ".lines";
const REPEATING = new Set(["frame_back", "frame_on", "second_back", "second_on", "beat_back", "beat_on", "louder", "softer"]);

export class Keys {
  #dialog = document.getElementById("help");
  #letters = document.getElementById("letters");
  #by_hand = true; // what has the focus got it by the keyboard, so it keeps its own keys

  constructor(does) {
    this.#fill();
    this.#letters.checked = remembered() !== "no";
    this.#letters.addEventListener("change", () => remember(this.#letters.checked ? "yes" : "no"));
    document.addEventListener("pointerdown", () => (this.#by_hand = false), true);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Tab") this.#by_hand = true;
      const deed = this.#deed(event);
      if (!deed || (event.repeat && !REPEATING.has(deed))) return;
      event.preventDefault();
      if (document.activeElement !== document.body && event.key === " ") document.activeElement.blur();
      does[deed]();
    });
  }

  // Whether single letters are keys.
  get letters() {
    return this.#letters.checked;
  }

  open() {
    this.#dialog.showModal();
  }

  #deed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return null;
    const letter = event.key.length === 1 && event.key !== " ";
    const key = event.shiftKey && !letter ? `Shift+${event.key}` : letter ? event.key.toLowerCase() : event.key;
    const found = KEYS.find((each) => each.keys.includes(key));
    if (!found || (SINGLE.has(key) && !this.#letters.checked)) return null;
    if (event.target instanceof Element && event.target.closest("input:not([type=checkbox])")) return null;
    if (this.#by_hand && this.#keeps(event.target, event.key)) return null;
    return found.deed;
  }

  #keeps(target, key) {
    if (!(target instanceof Element)) return false;
    if (key === " ") return target.closest(OWN_SPACE) !== null;
    if (["ArrowLeft", "ArrowRight"].includes(key)) return target.closest(ACROSS) !== null;
    const scrolls = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].includes(key);
    return scrolls && target.closest(SCROLLS) !== null;
  }

  #fill() {
    document.getElementById("keys").replaceChildren(
      ...KEYS.map(({ shown, told }) => {
        const caps = shown.split(" ").map((each) => make("kbd", {}, each));
        return make("div", {}, make("dt", {}, ...caps), make("dd", {}, told));
      }),
    );
  }
}

// A browser may forbid to store anything.
function remembered() {
  try {
    return localStorage.getItem(LETTERS);
  } catch {
    return null;
  }
}

function remember(answer) {
  try {
    localStorage.setItem(LETTERS, answer);
  } catch {
    // then it is asked again next time
  }
}
