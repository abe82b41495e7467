  const LOUDER = 0.1, STEPS = 10; // what an arrow key adds, and how many of it make the loudest
  let sounding = null; // the film of this script that was heard last

  const soundStyle = (bar) => `
    ${bar} .sound { grid-auto-flow: column; gap: .35em; min-inline-size: 44px; min-block-size: 44px; margin: -8px; padding-inline: 8px; white-space: nowrap; }
    ${bar} .sound > span { font-size: .85em; }
    ${bar} .sound span span { display: none; }
    ${bar} .volume { display: none; flex: none; inline-size: 4.5em; }
    @container (min-width: 29rem) { ${bar} .sound .is { display: inline; } }
    @container (min-width: 34rem) { ${bar} .sound .turn { display: inline; } ${bar} .volume:not([hidden]) { display: block; } }`;

  /** The sound of a video: a button, how loud it is, both as the reader last had them, and what keys do.
      `asked` is told when the reader asks for sound. */
  function sounds(video, asked = () => {}) {
    const button = make("button", { type: "button", class: "sound" });
    const loud = make("input", { type: "range", class: "volume", min: 0, max: 1, step: LOUDER, "aria-label": "Volume" });
    const tell = () => {
      const on = !video.muted;
      button.title = on ? "Sound is on: turn off" : "Sound is off: turn on";
      button.setAttribute("aria-label", button.title);
      const words = make("span", {}, make("span", { class: "is" }, "Sound is "), "off", make("span", { class: "turn" }, ": turn on"));
      button.replaceChildren(icon(on ? "sound" : "silence"), ...(on ? [] : [words]));
      loud.hidden = !on;
      loud.value = video.volume;
      loud.style.setProperty("--done", `${100 * video.volume}%`);
      loud.setAttribute("aria-valuetext", `${Math.round(100 * video.volume)} %`);
      if (on && !video.paused) alone(video);
    };
    const set = (on, volume = video.volume) => {
      const first = on && video.muted;
      video.volume = volume;
      video.muted = !on;
      wish(on, volume);
      if (first) asked();
    };
    /** Before the reader's own play: as they last had it; but a page that plays by itself is not heard. */
    const ready = () => {
      const { on, volume } = wished();
      video.volume = volume;
      video.muted = !on || navigator.userActivation?.hasBeenActive === false;
    };
    const turn = () => set(video.muted);
    const louder = (more) => {
      const volume = Math.min(Math.round(STEPS * ((video.muted ? 0 : video.volume) + more)) / STEPS, 1);
      if (volume > 0) set(true, volume);
      else set(false);
    };
    button.addEventListener("click", turn);
    loud.addEventListener("input", () => louder(loud.value - video.volume));
    for (const event of ["volumechange", "play"]) video.addEventListener(event, tell);
    video.volume = wished().volume;
    video.muted = !wished().on;
    tell();
    return { parts: [button, loud], ready, turn, louder };
  }

  /** One film is heard at a time: on this page, and in the frames beside it. */
  function alone(video) {
    hush(video);
    sounding = video;
    document.dispatchEvent(new CustomEvent(SOUND, { detail: video }));
    const around = [parent, ...Array.from({ length: parent.length }, (_, index) => parent[index])];
    for (const each of around) if (each !== window) each.postMessage(SOUND, "*");
  }

  function hush(but) {
    if (sounding !== but && sounding?.muted === false) sounding.pause();
  }

  document.addEventListener(SOUND, ({ detail }) => hush(detail));
  addEventListener("message", ({ data }) => data === SOUND && hush());
