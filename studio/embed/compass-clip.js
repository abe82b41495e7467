// <compass-clip src="https://course.example/clips/gradient-compass/" beat="see_the_right_angle" loop></compass-clip>
//
// A film of the course, or one beat of it, on anybody's page: over the browser's own video, with captions and
// chapters. Nothing is fetched before it is near; with `loop` it plays by itself while it is in view, without sound,
// unless the reader asked for less motion or data; who asks for a loop's sound hears it once. What stands inside the
// element is shown until then, and where scripts are off. One classic script: no module, no library; it also works on
// a page that is opened from disk.
//
//   src       the clip's folder; #beat may follow
//   beat      this beat alone, from its start to its end
//   start end a stretch of one's own, in seconds or as 1:15
//   loop      play by itself, again and again
//   caption   what stands under the film instead of its title; caption="" leaves it out
//   captions  "off" begins without them
//   fill      take the height of what it stands in, as in an iframe
(() => {
  "use strict";

  const NEAR = "400px 0px"; // how far from view a clip is fetched
  const EVERY = 250; // milliseconds between two looks whether it can be seen
  const FORMAT = 1; // of clip.json
  const BREATH = 0.25; // seconds that are silent at every beat's end: as long as browsers are silent about the time
  const ROWS = 70; // pixels that controls and caption take
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const thrifty = matchMedia("(prefers-reduced-data: reduce)");
  const sparing = () => calm.matches || thrifty.matches || navigator.connection?.saveData === true;
  const known = new Map(); // descriptions by address, each fetched once a page
  const SOUND = new URL("compass-sound.js", document.currentScript?.src ?? document.baseURI).href;
  let spoken = null; // the script for films that speak, loaded once a page

  const STYLE = `
    :host { display: block; max-inline-size: 100%; }
    :host([hidden]) { display: none; }
    figure { margin: 0; color: inherit; container-type: inline-size; }
    @container (max-width: 25rem) { .bar .speed { display: none; } }
    .screen { position: relative; }
    .stage { position: relative; aspect-ratio: var(--shape, 16 / 9); inline-size: 100%; max-block-size: max(8rem, 100svh - 6rem);
      background: #0e1116; border-radius: 6px; overflow: hidden; }
    video { display: block; inline-size: 100%; block-size: 100%; cursor: pointer; }
    video::cue { color: #eceff4; background: rgb(14 17 22 / .82); }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 4px; }
    :focus-visible { outline: 2px solid currentcolor; outline-offset: 2px; }
    .begin { position: absolute; inset: 0; inline-size: 100%; color: #eceff4; border-radius: 6px; }
    .begin::before { content: ""; position: absolute; inset: 50% auto auto 50%; translate: -50% -50%; box-sizing: border-box;
      inline-size: clamp(44px, 12%, 68px); aspect-ratio: 1; border-radius: 50%; background: rgb(14 17 22 / .82); border: 2px solid #eceff4; transition: scale .15s; }
    .begin:hover::before { scale: 1.06; }
    .begin svg { position: absolute; inset: 50% auto auto 50%; translate: -44% -50%; inline-size: clamp(22px, 6%, 34px); block-size: auto; fill: currentcolor; }
    .begin:focus-visible { outline-offset: -4px; }
    .chapters { display: flex; flex-wrap: wrap; gap: .1em 1.25em; margin: 0; padding: .5em 0 0; list-style: none; font-size: .9em; }
    .chapters [aria-current="true"] { text-decoration: underline; text-underline-offset: .3em; text-decoration-thickness: 2px; }
    .chapters time { font-variant-numeric: tabular-nums; margin-inline-end: .4em; }
    .chapters button { min-block-size: 28px; text-align: start; }
    figcaption { display: flex; flex-wrap: wrap; gap: .1em 1em; font-size: .9em; line-height: 1.45; padding-block-start: .45em; }
    figcaption a { color: inherit; text-underline-offset: .2em; }
    .notice { margin: 0; padding: 1em; color: #eceff4; position: absolute; inset: 0; display: grid; place-content: center; text-align: center; }
    .notice.over { inset: auto 0 0 0; padding: .6em 1em; background: rgb(14 17 22 / .9); }
    .notice a { color: inherit; }
    figure[data-dead] :is(.begin, .bar, .said) { display: none; }
    figure[data-dead] video { cursor: auto; pointer-events: none; }
    :host([fill]), :host([fill]) figure { block-size: 100%; }
    :host([fill]) figure, figure:fullscreen { display: flex; flex-direction: column; }
    :is(:host([fill]) figure, figure:fullscreen) .screen { flex: 1; min-block-size: 0; display: flex; flex-direction: column; }
    :is(:host([fill]) figure, figure:fullscreen) .stage { flex: 1; min-block-size: 0; max-block-size: none; aspect-ratio: auto; border-radius: 0; }
    :host([fill]) :is(.bar, .chapters, figcaption) { padding-inline: .75em; }
    :host([fill]) .bar { min-block-size: 0; }
    :host([fill]) figcaption { padding-block: .1em .5em; }
    :host([fill]) .chapters { max-block-size: 20%; overflow-y: auto; padding-block-start: 0; }
    @media (max-height: 400px) { :host([fill]) .chapters { display: none; } }
    @media (max-height: 300px) {
      :host([fill]) figcaption span { display: none; }
      :host([fill]) .said { position: absolute; inset: auto 0 0 0; min-block-size: 0 !important; padding: .1em .4em; color: #eceff4; background: rgb(14 17 22 / .9); pointer-events: none; }
      :host([fill]) .said:empty { display: none; }
    }
    figure:fullscreen { background: #0e1116; color: #eceff4; padding-inline: 1em; }
    figure:fullscreen .chapters, figure:fullscreen figcaption { display: none; }
    @media (prefers-reduced-motion: reduce) { .begin::before { transition: none; } }
    @media (forced-colors: active) { .stage { border: 1px solid CanvasText; } .begin::before { background: Canvas; } .begin { color: ButtonText; } }
    @media print { .bar, .begin, .chapters, .said { display: none; } }`;

//= make.js
//= controls.js
//= words.js

  class CompassClip extends HTMLElement {
    static observedAttributes = ["src", "beat", "start", "end", "loop", "caption", "captions"];

    #near = null; // observers, while the element is in a page
    #seen = null;
    #looking = 0; // the timer that looks whether what is near can be seen
    #visible = false; // whether the page shows it: the slides of a deck lie over one another, and one of them is shown
    #inView = false;
    #edition = 0; // counts what was shown, so that a slow answer never overtakes a later wish
    #byItself = false; // whether what plays was begun by us, not by the reader
    #declined = false; // whether the reader stopped what had begun by itself
    #sound = null; // of the film, if it has any

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE + controlsStyle(".bar") + wordsStyle(".said"));
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.#wait();
    }

    /** The browser's own video, once the clip is near; null before. */
    get video() {
      return this.shadowRoot.querySelector("video");
    }

    connectedCallback() {
      this.#near = new IntersectionObserver((entries) => {
        clearInterval(this.#looking);
        this.#looking = entries.at(-1).isIntersecting ? setInterval(this.#look, EVERY) : 0;
        this.#look();
      }, { rootMargin: NEAR });
      this.#near.observe(this);
      this.#seen = new IntersectionObserver((entries) => {
        this.#inView = entries.at(-1).isIntersecting;
        this.#playByItself();
      }, { threshold: 0.5 });
      this.#seen.observe(this);
      calm.addEventListener("change", this.#playByItself);
    }

    disconnectedCallback() {
      this.#near.disconnect();
      this.#seen.disconnect();
      clearInterval(this.#looking);
      this.#near = this.#seen = null;
      this.#visible = false;
      calm.removeEventListener("change", this.#playByItself);
      this.#byItself = false;
      this.video?.pause();
    }

    attributeChangedCallback(_name, before, now) {
      if (before !== now && this.#edition) this.#show();
    }

    /** Play as the reader's own wish: with sound, if there is any and it is no loop. */
    async play() {
      const began = navigator.userActivation?.hasBeenActive !== false; // a page that plays by itself is not heard
      if (!this.video) await this.#show();
      const video = this.video;
      if (!video) return;
      if (!this.#mayLoop) this.#sound?.ready(began);
      this.#byItself = this.#declined = false;
      await video.play().catch((problem) => {
        if (problem.name !== "NotAllowedError" || video.muted) throw problem;
        video.muted = true; // some browsers take nothing else from a page, and the button says so
        return video.play();
      });
    }

    /** Whether it may play by itself, again and again; what is heard is played once. */
    get #mayLoop() {
      return this.hasAttribute("loop") && !sparing();
    }

    pause() {
      this.video?.pause();
    }

    /** What a button does: play, and say so where that fails for another reason than the reader's change of mind. */
    #start = () => this.play().catch((problem) => {
      if (problem.name !== "AbortError") console.error(`compass-clip: ${problem.message}`);
    });

    /** Who asks for the sound of a loop hears it once, from where it begins. */
    #tellOnce(start) {
      if (!this.#mayLoop) return;
      this.video.currentTime = start;
      this.#start();
    }

    /** Until the clip is near, what stands inside the element is shown; an empty stage if nothing does. */
    #wait() {
      const slot = make("slot", {}, make("div", { class: "stage" }));
      this.shadowRoot.replaceChildren(make("figure", {}, slot));
    }

    /** What is near is fetched once it can be seen, and a slide that is turned away pauses; no event tells of that. */
    #look = () => {
      const shown = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
      const visible = Boolean(this.#looking) && (this.checkVisibility?.(shown) ?? true);
      if (visible) this.#giveWay();
      if (visible === this.#visible) return;
      this.#visible = visible;
      if (!visible && this.#looking) this.video?.pause();
      if (visible && !this.#edition) this.#show();
      else this.#playByItself();
    };

    /** Keep what can be pressed clear of what the page lays over it: the arrows of a deck, in its corner. */
    #giveWay() {
      for (const row of this.shadowRoot.querySelectorAll(".bar, .chapters, figcaption")) {
        const box = row.getBoundingClientRect();
        let room = 0;
        for (let away = 2; away < box.width * 0.6; away += 12) {
          const top = document.elementFromPoint(box.right - away, box.top + box.height / 2);
          const covered = top && !top.contains(this) && !this.contains(top) && this.getRootNode() === document;
          if (covered) room = Math.max(room, box.right - top.getBoundingClientRect().left + 8);
        }
        const padding = room && room < box.width * 0.6 ? `${room}px` : "";
        if (row.style.paddingInlineEnd !== padding) row.style.paddingInlineEnd = padding;
      }
    }

    async #show() {
      const edition = ++this.#edition;
      try {
        const address = addressOf(this);
        const clip = inlined(this) ?? (await described(address));
        if (clip.sound) await speaking();
        if (edition !== this.#edition) return;
        this.#build(clip, address, stretchOf(this, clip, address));
        this.#playByItself();
      } catch (problem) {
        if (edition === this.#edition) this.#refuse(problem);
      }
    }

    /** What went wrong, in the film's place; what the page's author put inside the element stays. */
    #refuse(problem) {
      console.error(`compass-clip: ${problem.message}`);
      const instead = this.firstElementChild && !(problem instanceof Misspelled);
      const notice = make("p", { class: "notice", role: "alert" }, problem.message);
      const content = instead ? make("slot") : make("div", { class: "stage" }, notice);
      this.shadowRoot.replaceChildren(make("figure", {}, content));
    }

    #build(clip, address, stretch) {
      const at = (file) => new URL(file, address).href;
      const still = fitting(stretch.still ?? clip.poster, this.clientWidth || 640);
      const name = stretch.title ? `${clip.title}: ${stretch.title}` : clip.title;
      const plays = document.createElement("video").canPlayType(clip.sound ? CODEC.replace(/"$/, `, ${clip.sound.codec}"`) : CODEC) !== "";
      const video = make("video", { "aria-label": name, playsinline: "", preload: "none", poster: at(still) });
      if (plays) video.src = at(clip.film.file);
      const begin = make("button", { class: "begin", type: "button", "aria-label": `Play ${name}` }, icon("play"));
      begin.addEventListener("click", this.#start);
      const stage = make("div", { class: "stage" }, video, begin);
      stage.style.setProperty("--shape", `${clip.width} / ${clip.height}`);
      const line = make("p", { class: "said", "aria-hidden": "true" }); // the transcript tells it to who listens
      const figure = make("figure", {}, make("div", { class: "screen" }, stage, line));
      const room = () =>
        this.hasAttribute("fill") || document.fullscreenElement
          ? Math.min((figure.clientWidth * clip.height) / clip.width, figure.clientHeight - ROWS)
          : stage.clientHeight;
      const words = new Words(video, captioned(video, clip), line, room, this.getAttribute("captions") !== "off");
      const { bar, turn } = controls(video, { ...stretch, words, full: figure, play: this.#start, speeds: !stretch.part });
      const isHeard = () => this.#sound && !video.muted;
      if (stretch.part) bounded(video, stretch, 1 / clip.frame_rate, () => this.#mayLoop && !isHeard());
      figure.append(bar);
      keepKeys(figure, video, stretch, turn);
      const asked = () => this.#tellOnce(stretch.start);
      this.#sound = clip.sound ? (window.compassSound?.(video, this.shadowRoot, ".bar", figure, asked) ?? null) : null;
      if (this.#sound && this.#mayLoop) video.muted = true;
      const repeat = () => (video.loop = !stretch.part && this.hasAttribute("loop") && !isHeard());
      video.addEventListener("volumechange", repeat);
      repeat();
      if (!stretch.part && clip.chapters.length > 1) figure.append(this.#chapters(video, clip.chapters));
      const caption = this.#caption(clip, stretch, name, at);
      if (caption) figure.append(caption);
      video.addEventListener("play", () => {
        const held = this.shadowRoot.activeElement === begin;
        begin.remove();
        if (held) bar.querySelector("button").focus();
      });
      video.addEventListener("pause", () => {
        if (this.#byItself && this.#inView && this.#visible && !sparing()) this.#declined = true;
      });
      const dead = (why) => {
        if (figure.dataset.dead) return;
        figure.dataset.dead = "true";
        const link = make("a", { href: at(clip.film.file) }, "The film as a file");
        stage.append(make("p", { class: "notice over", role: "alert" }, `${why} `, link));
      };
      if (!plays) dead("This browser plays no H.264 films.");
      video.addEventListener("error", () => dead("The film cannot be played here: it is not there, or this browser plays no H.264."));
      this.shadowRoot.replaceChildren(figure);
      words.fit();
    }

    #chapters(video, chapters) {
      const buttons = chapters.map(({ name, start }) => {
        const button = make("button", { type: "button" }, make("time", {}, minutes(start)), name);
        button.addEventListener("click", () => {
          video.currentTime = start;
          this.#start();
        });
        return button;
      });
      video.addEventListener("timeupdate", () => {
        const now = chapters.findLastIndex(({ start }) => start <= video.currentTime + 0.01);
        buttons.forEach((button, index) => button.setAttribute("aria-current", index === now));
      });
      const items = buttons.map((button) => make("li", {}, button));
      return make("ul", { class: "chapters", "aria-label": "Chapters" }, ...items);
    }

    #caption(clip, stretch, name, at) {
      const text = this.getAttribute("caption") ?? name;
      if (text === "") return null;
      const place = stretch.beat ? `#${stretch.beat}` : "";
      const links = [make("a", { href: at(clip.transcript.html.file) + place }, "Transcript")];
      if (clip.page) links.unshift(make("a", { href: at(clip.page) + place }, stretch.part ? "Whole lecture" : "Lecture"));
      links.push(make("a", { href: clip.licence.url, rel: "license", title: clip.licence.attribution }, clip.licence.name));
      return make("figcaption", {}, make("span", {}, text), ...links);
    }

    /** With `loop`, play while half in view; never with sound, never against the reader's wish. */
    #playByItself = () => {
      const video = this.video;
      if (!video) return;
      if (this.#mayLoop && this.#inView && this.#visible) {
        if (!video.paused || this.#declined) return;
        if (!video.played.length) video.muted = true;
        if (!video.muted) return;
        this.#byItself = true;
        video.play().catch(() => {}); // a browser may refuse; the button is there
      } else if (this.#byItself) {
        video.pause();
      }
    };
  }

  /** An author's mistake: a name that is not there. It is told even where something else could be shown. */
  class Misspelled extends Error {}

  /** The address of a clip's folder, ending in a slash, with the beat behind # if there is one. */
  function addressOf(element) {
    const source = element.getAttribute("src");
    if (source === null) throw new Misspelled('<compass-clip> needs src="…/clips/NAME/".');
    const address = new URL(source, document.baseURI);
    address.pathname = address.pathname.replace(/\/(clip\.json|embed\.html)?$/, "") + "/";
    return address;
  }

  /** The description that stands inside the element as JSON, for pages that are opened from disk. */
  function inlined(element) {
    const script = element.querySelector('script[type="application/json"]');
    return script && JSON.parse(script.textContent);
  }

  /** What films that speak need; where it cannot be had they play without a button for their sound. */
  function speaking() {
    spoken ??= new Promise((done) => {
      if (window.compassSound) return done();
      const script = make("script", { src: SOUND });
      script.addEventListener("load", done);
      script.addEventListener("error", done);
      document.head.append(script);
    });
    return spoken;
  }

  function described(address) {
    const place = new URL("clip.json", address).href.split("#")[0];
    if (!known.has(place)) {
      const asked = fetch(place).then(
        async (answer) => {
          if (answer.status === 404) throw new Misspelled(`There is no clip at ${place}.`);
          if (!answer.ok) throw new Error(`${place} answered ${answer.status}.`);
          const clip = await answer.json();
          if (clip.format !== FORMAT) throw new Error(`${place} has format ${clip.format}; this script reads ${FORMAT}.`);
          return clip;
        },
        () => {
          throw new Error(`${place} did not answer, or its host sends no Access-Control-Allow-Origin.`);
        },
      );
      asked.catch(() => known.delete(place)); // the next clip may have more luck
      known.set(place, asked);
    }
    return known.get(place);
  }

  /** What is to be played: {start, end, part, beat, title, still}; times in seconds. */
  function stretchOf(element, clip, address) {
    const wanted = element.getAttribute("beat") || decodeURIComponent(address.hash.slice(1));
    const whole = { start: 0, end: clip.seconds };
    let stretch = { ...whole, part: false };
    if (wanted) {
      const beat = clip.beats.find(({ name, was = [] }) => [name, ...was].includes(wanted.replaceAll("-", "_")));
      if (!beat) {
        const near = nearest(wanted, clip.beats.map(({ name }) => name));
        throw new Misspelled(`There is no beat called ${wanted} in ${clip.slug}. Did you mean ${near}?`);
      }
      stretch = { start: beat.start, end: beat.end, part: true, beat: beat.name, title: beat.title, still: beat.still };
    }
    const start = seconds(element, "start"), end = seconds(element, "end");
    if (start !== null || end !== null) {
      stretch = { ...stretch, start: start ?? stretch.start, end: Math.min(end ?? stretch.end, clip.seconds), part: true };
      stretch.still ??= clip.beats.findLast((beat) => beat.start < stretch.end)?.still;
    }
    if (!(stretch.start < stretch.end)) throw new Misspelled(`In ${clip.slug}, nothing lies between ${stretch.start} s and ${stretch.end} s.`);
    return stretch;
  }

  /** Seconds from an attribute such as "75", "12.5s" or "1:15"; null where there is none. */
  function seconds(element, name) {
    const text = element.getAttribute(name);
    if (text === null || text === "") return null;
    const match = /^(?:(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(text.trim());
    if (!match) throw new Misspelled(`${name}="${text}" is no time; write seconds, or 1:15.`);
    return 60 * Number(match[1] ?? 0) + Number(match[2]);
  }

  /** Keep a video between two times, to the frame: it rests on the last one, or begins again. */
  function bounded(video, { start, end }, frame, again) {
    const last = end - frame; // when the last frame comes up
    const inside = () => video.currentTime >= start - frame / 2 && video.currentTime < end;
    const turn = (now) => {
      if (video.seeking || now < last - frame / 4) return;
      if (again()) {
        video.currentTime = start;
      } else {
        video.pause();
        video.currentTime = end - frame / 2; // in the last frame's midst, however late this was heard
      }
    };
    const follow = (_now, { mediaTime }) => {
      turn(mediaTime);
      if (!video.paused) video.requestVideoFrameCallback(follow);
    };
    video.currentTime = start;
    video.addEventListener("loadedmetadata", () => {
      if (!inside()) video.currentTime = start;
    });
    video.addEventListener("play", () => {
      if (!inside() || video.currentTime >= last) video.currentTime = start;
      video.requestVideoFrameCallback?.(follow);
    });
    video.addEventListener("timeupdate", () => {
      const early = document.hidden ? BREATH : 0; // no frame is shown there: it may be later before this is told again
      if (!video.paused && video.currentTime >= end - early) turn(Math.max(video.currentTime, last));
    });
    video.addEventListener("seeking", () => {
      if (video.currentTime < start - frame) video.currentTime = start;
      if (video.currentTime >= end) video.currentTime = end - frame / 2;
    });
  }

  /** The words as a text track made here: tracks from another origin would need more than clip.json does. */
  function captioned(video, clip) {
    const track = video.addTextTrack("captions", "English", clip.language);
    for (const beat of clip.beats)
      for (const { start, end, text } of beat.cues) track.addCue(new VTTCue(start, end, escaped(text)));
    return track;
  }

  /** The known name that shares most pairs of letters with what was typed. */
  function nearest(typed, names) {
    const pairs = (word) => new Set(Array.from(word.slice(1), (letter, index) => word[index] + letter));
    const wanted = pairs(typed);
    const likeness = (name) => {
      const theirs = pairs(name);
      return [...theirs].filter((pair) => wanted.has(pair)).length / (theirs.size + wanted.size);
    };
    return names.reduce((best, name) => (likeness(name) > likeness(best) ? name : best));
  }

  if (!customElements.get("compass-clip")) customElements.define("compass-clip", CompassClip);
})();
