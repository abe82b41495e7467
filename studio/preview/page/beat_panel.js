// The beat in view: its numbers with the calls they came from, the findings of the check, and its source.

import { clock } from "./film.js";
import { code_lines, icon, make, place_link } from "./make.js";

export class BeatPanel {
  #title = document.getElementById("beat-title");
  #link = document.getElementById("beat-link");
  #numbers = document.getElementById("numbers");
  #findings = document.getElementById("findings");
  #source = document.getElementById("source");
  #film = null;
  #index = -1;
  #told = ""; // what is shown: unchanged elements stay, as text in them may be selected

  // `go(frame)` goes to a frame of the film.
  constructor(go) {
    for (const pane of [this.#numbers, this.#findings]) {
      pane.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-frame]");
        if (button) go(Number(button.dataset.frame));
      });
    }
  }

  draw(film) {
    this.#film = film;
    this.#index = -1;
    if (!film.beats.length) this.#told = "";
    if (film.beats.length) return;
    this.#title.textContent = "Beat";
    this.#link.hidden = true;
    for (const pane of [this.#numbers, this.#findings, this.#source]) pane.replaceChildren(nothing("No beats yet."));
  }

  move(frame) {
    if (!this.#film?.beats.length) return;
    const { beat } = this.#film.place(frame);
    if (beat === this.#index) return;
    this.#index = beat;
    this.#show(this.#film.beats[beat]);
  }

  // The facts of a beat have changed.
  mark(name) {
    const beat = this.#film?.beats[this.#index];
    if (beat?.name === name) this.#show_findings(beat);
  }

  #show(beat) {
    const told = JSON.stringify([beat.first, beat.known, beat.place, beat.link, beat.numbers, beat.source, beat.source_line]);
    this.#show_findings(beat);
    if (told === this.#told) return;
    this.#told = told;
    this.#title.textContent = beat.title;
    this.#show_link(beat);
    this.#show_numbers(beat);
    this.#source.replaceChildren(beat.source ? code_lines(numbered(beat)) : nothing("Written once for all lectures."));
  }

  #show_link({ place, link }) {
    this.#link.hidden = !link;
    if (!link) return;
    this.#link.href = link;
    this.#link.textContent = place.slice(place.lastIndexOf("/") + 1);
    this.#link.title = `Open ${place} in the editor (e)`;
  }

  #show_numbers(beat) {
    document.getElementById("numbers-count").textContent = beat.numbers.length || "";
    if (!beat.numbers.length) {
      const why = beat.known ? "No new number in this beat." : "Known once the beat has been played.";
      this.#numbers.replaceChildren(nothing(why));
      return;
    }
    const calls = new Map();
    for (const each of beat.numbers) calls.set(each.call, [...(calls.get(each.call) ?? []), each]);
    this.#numbers.replaceChildren(...[...calls].map(([call, readings]) => this.#call(call, readings)));
  }

  #call(call, readings) {
    const { function: where } = readings[0];
    const open = call.indexOf("(");
    const [name, given] = open < 0 ? [call, ""] : [call.slice(0, open), call.slice(open)];
    const told = make("code", { title: where }, `${where.slice(0, -name.length)}`, make("b", {}, name), given);
    const list = make("dl");
    for (const each of readings) {
      const frame = Math.min(Math.round(each.time * this.#film.rate), this.#film.lastOf(this.#index));
      const when = make("button", { class: "jump", type: "button", "data-frame": frame, "aria-label": `Go to ${clock(each.time, 1)}` }, clock(each.time, 1));
      const field = each.field.startsWith(each.name) ? each.field : `${each.name} (${each.field})`;
      const value = make("dd", { class: "value", title: String(each.value) }, spaced(each));
      list.append(make("div", {}, make("dt", {}, field), value, make("dd", {}, when)));
    }
    return make("div", { class: "call" }, told, list);
  }

  #show_findings(beat) {
    const findings = this.#film.findings_of(beat.name);
    document.getElementById("findings-count").textContent = findings.length || "";
    if (findings.length) {
      this.#findings.replaceChildren(...findings.map((each) => this.#finding(each, beat)));
      return;
    }
    const looked = this.#film.looked.has(beat.name);
    this.#findings.replaceChildren(nothing(looked ? "Nothing to say." : "Not looked over yet."));
  }

  #finding({ rule, severity, message, mend, frame, place, link }, beat) {
    const foot = make("footer", {}, `${severity}, ${rule}`);
    if (frame !== null) {
      const at = beat.first + frame;
      foot.append(make("button", { class: "jump", type: "button", "data-frame": at }, `at ${clock(at / this.#film.rate, 1)}`));
    }
    foot.append(place_link(place, link) ?? "");
    const entry = make("div", { class: severity === "error" ? "finding bad" : "finding" }, icon("warning"));
    entry.append(make("p", {}, message), mend ? make("p", { class: "mend" }, mend) : "", foot);
    return entry;
  }
}

function nothing(text) {
  return make("p", { class: "nothing" }, text);
}

// A number and its unit, apart as on screen.
function spaced({ text, unit }) {
  if (!unit) return text;
  return ["°", "′", "″"].includes(unit) ? text + unit : `${text}\u00a0${unit}`;
}

// The lines of its method, without the indentation that they share.
function numbered({ source, source_line: first }) {
  const lines = source.split("\n");
  const inset = Math.min(...lines.filter((each) => each.trim()).map((each) => each.search(/\S/)));
  return lines.map((text, index) => ({ number: first + index, text: text.slice(inset), here: false }));
}
