// The lecture's words, beat by beat; the beat in view is marked, and in it what is read just now.

import { clock } from "./film.js";
import { make } from "./make.js";

export class Script {
  #pane = document.getElementById("script");
  #film = null;
  #told = "";
  #now = -1;
  #cue = null;

  // `choose(index)` goes to a beat.
  constructor(choose) {
    this.#pane.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-index]");
      if (button) choose(Number(button.dataset.index));
    });
  }

  draw(film) {
    this.#film = film;
    this.#cue = null;
    if (this.#is_same()) return this.#set_times();
    this.#now = -1;
    const { scrollTop } = this.#pane;
    const held = document.activeElement?.closest("#script button")?.dataset.index;
    const parts = [];
    film.beats.forEach((beat, index) => {
      if (index === 0 || beat.chapter !== film.beats[index - 1].chapter) {
        parts.push(make("h3", {}, beat.chapter), make("ol"));
      }
      parts.at(-1).append(this.#entry(beat, index));
    });
    this.#pane.replaceChildren(...parts);
    this.#set_times();
    this.#pane.scrollTop = scrollTop;
    if (held !== undefined) this.#button(held)?.focus({ preventScroll: true });
  }

  move(frame) {
    const film = this.#film;
    if (!film?.beats.length) return;
    const { beat } = film.place(frame);
    const cue = film.cue(frame);
    if (beat !== this.#now) this.#turn_to(beat);
    if (cue === this.#cue) return;
    this.#cue = cue;
    this.#underline(beat, cue);
  }

  // Whether the words are those that are shown already: then nothing moves under the reader's eye.
  #is_same() {
    const told = JSON.stringify([this.#film.slug, this.#film.beats.map(({ name, words, chapter }) => [name, words, chapter])]);
    const same = told === this.#told;
    this.#told = told;
    return same;
  }

  #set_times() {
    this.#film.beats.forEach((beat, index) => {
      const time = this.#button(index).querySelector(".time");
      const text = clock(beat.first / this.#film.rate);
      if (time.textContent !== text) time.textContent = text;
    });
  }

  #turn_to(index) {
    const before = this.#button(this.#now);
    before?.removeAttribute("aria-current");
    if (before) this.#underline(this.#now, null);
    this.#now = index;
    this.#cue = null;
    const button = this.#button(index);
    button.setAttribute("aria-current", "true");
    const [top, bottom] = [button.offsetTop - 64, button.offsetTop + button.offsetHeight + 40];
    const { scrollTop, clientHeight } = this.#pane;
    const seen = scrollTop <= top && bottom <= scrollTop + clientHeight;
    if (!seen) this.#pane.scrollTop = top; // by hand: scrollIntoView would move the page on a phone
  }

  #underline(index, cue) {
    const words = this.#button(index)?.querySelector(".words");
    if (!words) return;
    const text = this.#film.beats[index].words;
    const said = cue?.text.replace(/\s+/g, " ").trim();
    const at = said ? this.#start(index, cue, text, said) : -1;
    if (at < 0) return words.replaceChildren(text);
    const mark = make("span", { class: "said" }, text.slice(at, at + said.length));
    words.replaceChildren(text.slice(0, at), mark, text.slice(at + said.length));
  }

  // Where in the beat's words a caption begins: words may be repeated, so the captions before it are walked over.
  #start(index, cue, text, said) {
    let from = 0;
    for (const each of this.#film.beats[index].cues) {
      if (each === cue) break;
      const found = text.indexOf(each.text.replace(/\s+/g, " ").trim(), from);
      if (found >= 0) from = found + each.text.length;
    }
    return text.indexOf(said, from);
  }

  #button(index) {
    return this.#pane.querySelector(`button[data-index="${index}"]`);
  }

  // Say anew of a beat whether something is wrong with it.
  mark(name, broken) {
    const index = this.#film?.index(name) ?? -1;
    const column = this.#button(index)?.lastElementChild;
    if (!column) return;
    column.querySelector(".mark")?.remove();
    const findings = this.#film.findings_of(name).length;
    if (broken === name) column.append(make("span", { class: "mark" }, " Fails here"));
    else if (findings) {
      column.append(make("span", { class: "mark warning" }, ` ${findings} ${findings === 1 ? "finding" : "findings"}`));
    }
  }

  #entry(beat, index) {
    const text = make("span", { class: "words" }, beat.words || beat.title);
    const time = make("span", { class: "time" });
    const button = make("button", { type: "button", "data-index": index, title: beat.title }, time, make("span", {}, text));
    return make("li", {}, button);
  }
}
