  const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
  const STRIDE = 5; // seconds that an arrow key goes
  const HELD = new Set([" ", "Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

  const controlsStyle = (bar) => `
    ${bar} { display: flex; align-items: center; gap: .75em; padding-block: .35em; min-block-size: 2.75rem; box-sizing: border-box; color: inherit; }
    ${bar} button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 4px;
      min-inline-size: 28px; min-block-size: 28px; display: grid; place-items: center; flex: none; }
    ${bar} svg { display: block; inline-size: 1.25em; block-size: 1.25em; fill: currentcolor; }
    ${bar} .place { flex: 1; min-inline-size: 3em; display: grid; align-items: center; }
    ${bar} .place > * { grid-area: 1 / 1; }
    ${bar} input { position: relative; inline-size: 100%; margin: 0; block-size: 24px; appearance: none; background: none; color: inherit; cursor: pointer;
      --track: linear-gradient(90deg, currentcolor var(--done, 0%), color-mix(in srgb, currentcolor 30%, transparent) 0); }
    ${bar} input::-webkit-slider-runnable-track { block-size: 4px; border-radius: 2px; background: var(--track); }
    ${bar} input::-moz-range-track { block-size: 4px; border-radius: 2px; background: var(--track); }
    ${bar} input::-webkit-slider-thumb { appearance: none; inline-size: 14px; block-size: 14px; margin-block-start: -5px;
      border-radius: 50%; background: currentcolor; }
    ${bar} input::-moz-range-thumb { inline-size: 14px; block-size: 14px; border: 0; border-radius: 50%; background: currentcolor; }
    ${bar} output { font-variant-numeric: tabular-nums; font-size: .85em; white-space: nowrap; }
    ${bar} .sign { font-size: .72em; font-weight: 700; letter-spacing: .04em; padding-inline: .45em; min-block-size: 24px;
      border: 1.5px solid currentcolor; }
    ${bar} .sign[aria-pressed="true"] span { border-block-end: 2px solid currentcolor; }
    ${bar} .speed { border-color: transparent; font-size: .85em; font-weight: 400; min-inline-size: 3.2em; }
    @media (forced-colors: active) {
      ${bar} input { --track: linear-gradient(90deg, Highlight var(--done, 0%), GrayText 0); }
      ${bar} input::-webkit-slider-runnable-track { forced-color-adjust: none; }
      ${bar} input::-webkit-slider-thumb { forced-color-adjust: none; background: ButtonText; }
    }`;

  /** The row below the picture, for the film between two times. The browser's own controls would lie on the picture
      and would show the whole film's length. `words` are the captions, `full` is what fills the screen, `play` begins. */
  function controls(video, { start, end, words, full, play, speeds }) {
    const toggle = make("button", { type: "button" });
    const slider = make("input", { type: "range", min: 0, max: end - start, step: 0.1, value: 0, "aria-label": "Place in the film" });
    const place = make("div", { class: "place" }, slider);
    const clock = make("output", { "aria-live": "off" });
    const signs = make("button", { type: "button", class: "sign", "aria-label": "CC, captions" }, make("span", {}, "CC"));
    const tell = () => {
      const at = Math.min(Math.max(video.currentTime - start, 0), end - start);
      slider.value = at;
      slider.style.setProperty("--done", `${(100 * at) / (end - start)}%`);
      slider.setAttribute("aria-valuetext", `${minutes(at)} of ${minutes(end - start)}`);
      clock.textContent = `${minutes(at)} / ${minutes(end - start)}`;
      const does = video.paused ? "Play" : "Pause";
      if (toggle.getAttribute("aria-label") !== does) {
        toggle.setAttribute("aria-label", does);
        toggle.replaceChildren(icon(does.toLowerCase()));
      }
      signs.setAttribute("aria-pressed", words.on);
    };
    const turn = () => (video.paused ? play() : video.pause());
    toggle.addEventListener("click", turn);
    video.addEventListener("click", turn);
    slider.addEventListener("input", () => (video.currentTime = start + Number(slider.value)));
    signs.addEventListener("click", () => {
      words.on = !words.on;
      tell();
    });
    for (const event of ["timeupdate", "play", "pause", "seeking", "seeked"]) video.addEventListener(event, tell);
    tell();
    const bar = make("div", { class: "bar" }, toggle, signs);
    if (speeds) bar.append(speed(video));
    if (document.fullscreenEnabled) {
      const button = make("button", { type: "button", "aria-label": "Full screen" }, icon("full"));
      button.addEventListener("click", () =>
        document.fullscreenElement ? document.exitFullscreen() : full.requestFullscreen());
      bar.append(button);
    }
    bar.append(place, clock);
    return { bar, place, tell, turn };
  }

  function speed(video) {
    const button = make("button", { type: "button", class: "sign speed" });
    const tell = () => {
      button.textContent = `${video.playbackRate}×`;
      button.setAttribute("aria-label", `${video.playbackRate}×, speed`);
    };
    button.addEventListener("click", () => {
      const next = (SPEEDS.indexOf(video.playbackRate) + 1) % SPEEDS.length;
      video.defaultPlaybackRate = video.playbackRate = SPEEDS[next];
    });
    video.addEventListener("ratechange", tell);
    tell();
    return button;
  }

  /** The keys that the player has stay with it: while something in `player` is focused they turn no slide of a deck.
      PageUp and PageDown are the deck's, as remote controls send them. */
  function keepKeys(player, video, { start, end }, turn) {
    for (const event of ["keydown", "keypress", "keyup"])
      player.addEventListener(event, (pressed) => {
        if (!HELD.has(pressed.key) || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
        pressed.stopPropagation();
        if (event === "keydown") answer(pressed);
      });
    function answer(pressed) {
      const on = pressed.target.localName;
      const to = { ArrowLeft: video.currentTime - STRIDE, ArrowRight: video.currentTime + STRIDE, Home: start, End: end }[pressed.key];
      if (on === "input" && pressed.key !== " ") return; // the slider knows its keys
      if (pressed.key === " " && on !== "button") turn();
      else if (to !== undefined) video.currentTime = Math.min(Math.max(to, start), end);
      else return;
      pressed.preventDefault();
    }
  }
