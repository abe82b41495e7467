// The sound of a film: a button, how loud it is, keys; what the reader chose last is remembered, and one film is heard
// at a time. Loaded where a film speaks, by the lecture's page, by the element <compass-clip>, by the SCORM package.
(() => {
  "use strict";
  if (window.compassSound) return;
//= make.js

  const NAME = "compass-sound"; // the reader's last choice is kept under it; and so a film says that it begins to sound
  const LOUDER = 0.1, STEPS = 10; // what an arrow key adds, and how many of it make the loudest
  let chosen = { on: true, volume: 1 };
  let sounding = null; // the film of this page that was heard last
  const sheets = new Map(); // styles by the bar that they are for

  Object.assign(ICONS, {
    on: "M3 9v6h4l5 4.5v-15L7 9zM14 8.2v7.6a4.2 4.2 0 0 0 0-7.6zM14 3.9v2a6.4 6.4 0 0 1 0 12.2v2a8.4 8.4 0 0 0 0-16.2z",
    off: "M3 9v6h4l5 4.5v-15L7 9zM14.6 8.2 17 10.6l2.4-2.4 1.4 1.4-2.4 2.4 2.4 2.4-1.4 1.4-2.4-2.4-2.4 2.4-1.4-1.4 2.4-2.4-2.4-2.4z",
  });

  const style = (bar) => `
    ${bar} .sound { grid-auto-flow: column; gap: .35em; min-inline-size: 44px; min-block-size: 44px; margin: -8px; padding-inline: 8px; white-space: nowrap; }
    ${bar} .sound > span { font-size: .85em; }
    ${bar} .sound span span { display: none; }
    ${bar} .volume.volume { display: none; flex: none; inline-size: 4.5em;
      --track: linear-gradient(90deg, currentcolor var(--done), color-mix(in srgb, currentcolor 30%, transparent) 0); }
    @container (max-width: 30rem) { ${bar} { column-gap: .5rem; } }
    @container (min-width: 29rem) { ${bar} .sound .is { display: inline; } }
    @container (min-width: 34rem) { ${bar} .sound .turn { display: inline; } ${bar} .volume.volume:not([hidden]) { display: block; } }`;

  function dress(root, bar) {
    if (!sheets.has(bar)) {
      sheets.set(bar, new CSSStyleSheet());
      sheets.get(bar).replaceSync(style(bar));
    }
    const worn = root.adoptedStyleSheets;
    if (!worn.includes(sheets.get(bar))) root.adoptedStyleSheets = [...worn, sheets.get(bar)];
  }

  /** How the reader last had it: {on, volume}; kept by the browser where it may keep anything. */
  function wished() {
    try {
      const { on, volume } = JSON.parse(localStorage.getItem(NAME)) ?? chosen;
      if (volume > 0 && volume <= 1) chosen = { on: on === true, volume };
    } catch {} // a frame that may keep nothing, or something else under that name
    return chosen;
  }

  function wish(on, volume) {
    chosen = { on, volume };
    try {
      localStorage.setItem(NAME, JSON.stringify(chosen));
    } catch {}
  }

  /** The sound of `video`: put into the bar called `bar` of its `player`, which lies below `root`, after the first
      button there, and onto the player's keys. `asked` is told when the reader asks for sound where there was none. */
  window.compassSound = (video, root, bar, player, asked = () => {}) => {
    dress(root, bar);
    player.style.containerType = "inline-size";
    const button = make("button", { type: "button", class: "sound" });
    const loud = make("input", { type: "range", class: "volume", min: 0, max: 1, step: LOUDER, "aria-label": "Volume" });
    const tell = () => {
      const on = !video.muted;
      button.title = on ? "Sound is on: turn off" : "Sound is off: turn on";
      button.setAttribute("aria-label", button.title);
      const words = make("span", {}, make("span", { class: "is" }, "Sound is "), "off", make("span", { class: "turn" }, ": turn on"));
      button.replaceChildren(icon(on ? "on" : "off"), ...(on ? [] : [words]));
      loud.hidden = !on;
      loud.value = video.volume;
      loud.style.setProperty("--done", `${100 * video.volume}%`);
      loud.setAttribute("aria-valuetext", `${Math.round(100 * video.volume)} %`);
      if (on && !video.paused) alone(video);
    };
    const keep = () => wish(!video.muted, video.volume || LOUDER);
    const set = (on, volume = video.volume) => {
      const first = on && video.muted;
      video.volume = volume;
      video.muted = !on;
      keep();
      if (first) asked();
    };
    /** Before it is played: as the reader last had it, if it was a reader who `began`. */
    const ready = (began) => {
      const { on, volume } = wished();
      video.volume = volume;
      video.muted = !on || !began;
    };
    const turn = () => set(video.muted);
    const louder = (steps) => {
      const now = video.muted ? 0 : video.volume;
      const volume = Math.min(Math.round(STEPS * (now + steps * LOUDER)) / STEPS, 1);
      if (volume > 0) set(true, volume);
      else set(false);
    };
    button.addEventListener("click", turn);
    player.addEventListener("keydown", (pressed) => {
      const { key, target } = pressed;
      const steps = target.localName === "input" ? 0 : { ArrowUp: 1, ArrowDown: -1 }[key]; // a slider knows its keys
      if ((key !== "m" && !steps) || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
      if (steps) louder(steps);
      else turn();
      pressed.preventDefault();
      pressed.stopPropagation(); // it turns no slide of a deck
    });
    loud.addEventListener("input", () => louder((loud.value - video.volume) * STEPS));
    for (const event of ["volumechange", "play"]) video.addEventListener(event, tell);
    video.volume = wished().volume;
    video.muted = !wished().on;
    tell();
    const first = player.querySelector(`${bar} > button`);
    if (first) first.after(button, loud);
    else player.querySelector(bar).append(button);
    return { button, ready, keep, codec: `video/mp4; codecs="avc1.640028, mp4a.40.2"` };
  };

  /** One film is heard at a time: on this page, and in the frames beside it. */
  function alone(video) {
    if (sounding !== video) hush();
    sounding = video;
    for (const each of [parent, ...Array.from({ length: parent.length }, (_, index) => parent[index])])
      if (each !== window) each.postMessage(NAME, "*");
  }

  function hush() {
    if (sounding?.muted === false) sounding.pause();
  }

  addEventListener("message", ({ data }) => data === NAME && hush());
})();
