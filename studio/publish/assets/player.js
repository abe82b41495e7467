/* The lecture page: chapters, words and pictures lead to their moments in the film, and follow it. */
(function () {
  "use strict";
//= make.js
//= controls.js
//= words.js

  const page = document.querySelector("[data-player]");
  const film = document.getElementById("film");
  if (!page || !film) return;
  document.documentElement.classList.add("js");

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const script = page.querySelector(".script");
  const follow = page.querySelector(".follow");
  const spans = (selector) =>
    Array.from(page.querySelectorAll(selector), (node) => ({
      node, start: Number(node.dataset.start), end: Number(node.dataset.end),
    }));
  const beats = spans(".beat"), cues = spans(".cue"), chapters = spans(".chapters a"), stretches = spans(".stretch");
  const at = (list, time) => list.find((each) => time >= each.start && time < each.end);
  const whole = { start: 0, end: beats.at(-1).end };

  /* The player: its bar lies below the picture, in the room that the page keeps for it; the ribbon is its track. */
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(controlsStyle(".controls") + wordsStyle(".said"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const box = film.closest(".film"), line = box.querySelector(".said"), ribbon = box.querySelector(".ribbon");
  const words = new Words(film, captions(), line, () => film.clientHeight, true);
  const { bar, place, turn, tell } = controls(film, { ...whole, words, full: box, play, speeds: true });
  place.prepend(ribbon);
  box.querySelector(".controls").append(...bar.children);
  const sound = window.compassSound?.(film, document, ".controls", box); // the page loads it where the film speaks
  film.controls = false;
  film.tabIndex = 0;
  keepKeys(box, film, whole, turn);
  words.fit();
  if (film.clientWidth * devicePixelRatio > 1100) film.poster = film.dataset.large;

  /* Captions are made from the words on the page: files opened from disk may not load tracks. */
  function captions() {
    for (const each of film.querySelectorAll("track")) each.remove();
    const said = film.addTextTrack("captions", "English", document.documentElement.lang);
    for (const { node, start, end } of cues) said.addCue(new VTTCue(start, end, escaped(node.textContent)));
    const parts = film.addTextTrack("chapters", "Chapters", document.documentElement.lang);
    for (const { node, start, end } of chapters) parts.addCue(new VTTCue(start, end, escaped(node.lastChild.textContent.trim())));
    parts.mode = "hidden";
    return said;
  }

  function play() {
    film.play()?.catch(() => {}); // what is wrong is told where the film tells it
  }

  function seek(time, playing) {
    film.currentTime = time + 0.001; // a hair into the beat, as a moment between two frames may show the former
    show(time);
    tell();
    if (playing) play();
  }

  /* Before the film is played, its picture is that of the moment that the address or the reader chose. */
  function picture({ node }) {
    const sizes = node.querySelector("source")?.srcset.split(",").map((each) => {
      const [file, width] = each.trim().split(" ");
      return { file, width: parseInt(width) };
    });
    film.poster = fitting({ file: sizes?.at(-1).file ?? node.querySelector("img").src, sizes }, film.clientWidth);
  }

  /* Marks */
  const now = {};
  function mark(kind, found, change) {
    if (now[kind] === found) return false;
    if (now[kind]) change(now[kind].node, false);
    if (found) change(found.node, true);
    now[kind] = found;
    return true;
  }
  const light = (node, on) => node.classList.toggle("now", on);
  const current = (node, on) => (on ? node.setAttribute("aria-current", "true") : node.removeAttribute("aria-current"));

  function show(time) {
    mark("cue", at(cues, time), light);
    words.say(now.cue?.node.textContent ?? "");
    mark("chapter", at(chapters, time), current);
    if (mark("beat", at(beats, time), light) && now.beat && follow.firstElementChild.checked) bring(now.beat.node);
    for (const { node, start, end } of stretches) {
      const share = Math.min(Math.max((time - start) / (end - start), 0), 1);
      node.firstElementChild.style.transform = `scaleX(${share})`;
    }
  }

  const rect = (node) => node.getBoundingClientRect();

  /* Words scroll beside the film; on a phone the page does, below it, once the reader is among them. */
  function bring(node) {
    const behavior = calm.matches ? "auto" : "smooth";
    const words = rect(node);
    if (script.scrollHeight > script.clientHeight + 1) {
      const gap = words.top - rect(script).top;
      script.scrollTo({ top: script.scrollTop + gap - script.clientHeight / 4, behavior });
    } else if (isSticking()) {
      const floor = beside() ? 0 : rect(box).bottom;
      scrollBy({ top: words.top - floor - 12, behavior });
    }
  }
  const beside = () => rect(box).right <= rect(script).left;
  const isSticking = () => {
    const shown = rect(script);
    return getComputedStyle(box).position === "sticky" && shown.top < rect(box).bottom && shown.bottom > 0;
  };

  film.addEventListener("timeupdate", () => show(film.currentTime));
  film.addEventListener("seeking", () => show(film.currentTime));
  if (!film.canPlayType(sound?.codec ?? CODEC)) dead();
  film.addEventListener("error", dead);
  film.querySelector("source").addEventListener("error", dead);
  function dead() {
    box.querySelector(".dead").hidden = false;
  }
  for (const { node, start, end } of stretches) node.style.flexGrow = end - start;

  /* Where one may click */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    seek(Number(link.dataset.seek), true);
    if (!page.contains(link)) film.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  });
  script.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const cue = event.target.closest(".cue"), beat = event.target.closest(".beat");
    if (cue || beat) seek(Number((cue || beat).dataset.start), true);
  });
  follow.style.visibility = "visible";

  /* An address with a beat goes to that beat; the page stays where the film is in sight. */
  function named() {
    const name = decodeURIComponent(location.hash.slice(1)).replace(/-/g, "_");
    const place = document.getElementById(name); // the beat's own, or what it was called before, inside it
    return place && beats.find(({ node }) => node.contains(place));
  }
  function toTheAddress() {
    const beat = named();
    if (!beat) return;
    seek(beat.start, false);
    picture(beat);
  }
  function intoSight() {
    if (!named()) return;
    const end = rect(box).bottom + scrollY;
    scrollTo({ top: end < innerHeight ? 0 : rect(page).top + scrollY - 16, behavior: "instant" });
    bring(named().node);
  }
  addEventListener("hashchange", () => { toTheAddress(); intoSight(); });
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(intoSight))); // the browser jumps first
  toTheAddress();
})();
