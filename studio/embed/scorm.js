// Tells a learning platform (SCORM 1.2) how far a viewer is: where to go on, what was seen, how long it took.
// The lecture is completed when every beat was played to its end; the credits may be missed. Opened without a
// platform the page plays all the same.
(() => {
  "use strict";

  const FAR = 10; // how many frames up a platform may hide its API, as the standard's own example looks
  const EVERY = 10; // seconds between two commits while the film plays
  const video = document.querySelector("video");
  const buttons = [...document.querySelectorAll("[data-start]")];
  const beats = buttons.map(({ dataset }) => ({
    start: Number(dataset.start), end: Number(dataset.end), counts: !("extra" in dataset), seen: false,
  }));
  const began = Date.now();
  const platform = search(window) ?? (window.opener && search(window.opener));
  let committed = 0;
  let finished = false;
  let since = Infinity; // the time in the film from which it has been played without a leap; nothing before it counts

  function search(from) {
    for (let up = 0; from && up < FAR; up += 1) {
      try {
        if (from.API) return from.API;
      } catch {
        return null; // a frame of another origin
      }
      if (from.parent === from) return null;
      from = from.parent;
    }
    return null;
  }

  const ask = (name) => String(platform?.LMSGetValue(name) ?? "");
  const tell = (name, value) => platform?.LMSSetValue(name, String(value));
  const near = ({ start, end }) => Math.min(1, (end - start) / 2); // a beat's last second tells that it was heard
  const isDone = (status) => status === "completed" || status === "passed";

  function begin() {
    platform?.LMSInitialize("");
    const status = ask("cmi.core.lesson_status");
    if (!isDone(status)) tell("cmi.core.lesson_status", "incomplete");
    [...ask("cmi.suspend_data")].forEach((mark, index) => {
      if (beats[index]) beats[index].seen = mark === "1";
    });
    const left = Number(ask("cmi.core.lesson_location"));
    const begun = beats.find(({ start, end, seen }) => !seen && start <= left && left < end);
    const place = begun ? Math.min(left, begun.end - near(begun)) : left; // who left in its last second hears it again
    if (place > 0 && place < beats.at(-1).start) leap(place);
    show();
  }

  /** Go to a place without passing what lies before it: browsers take a film that is sent on before it has its
      metadata for one that was played up to there (its `played` says so). */
  function leap(place) {
    const go = () => {
      since = place;
      video.currentTime = place;
    };
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else video.addEventListener("loadedmetadata", go, { once: true });
  }

  function note() {
    const now = video.currentTime;
    buttons.forEach((button, index) => {
      const { start, end } = beats[index];
      button.setAttribute("aria-current", start <= now && now < end);
    });
    if (video.seeking) return;
    for (const beat of beats) {
      if (since <= beat.end - near(beat) && beat.end - 0.1 <= now) beat.seen = true;
    }
    show();
    if (Math.abs(now - committed) >= EVERY) commit();
  }

  function show() {
    const counted = beats.filter(({ counts }) => counts);
    const seen = counted.filter((beat) => beat.seen).length;
    const text = seen === counted.length ? "Seen to the end." : `${seen} of ${counted.length} thoughts seen.`;
    const line = document.querySelector("#seen");
    if (line.textContent !== text) line.textContent = text;
    return seen === counted.length;
  }

  function commit() {
    if (!platform || finished) return;
    committed = video.currentTime;
    tell("cmi.core.lesson_location", video.currentTime.toFixed(1));
    tell("cmi.suspend_data", beats.map(({ seen }) => Number(seen)).join(""));
    if (show() && !isDone(ask("cmi.core.lesson_status"))) tell("cmi.core.lesson_status", "completed");
    tell("cmi.core.session_time", timespan(Date.now() - began));
    platform.LMSCommit("");
  }

  function finish() {
    if (!platform || finished) return;
    tell("cmi.core.exit", show() ? "" : "suspend");
    commit();
    finished = true;
    platform.LMSFinish("");
  }

  /** CMITimespan: HHHH:MM:SS.SS */
  function timespan(milliseconds) {
    const pad = (number, digits) => String(number).padStart(digits, "0");
    const hundredths = Math.round(milliseconds / 10);
    const seconds = Math.floor(hundredths / 100);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return `${pad(hours, 4)}:${pad(minutes, 2)}:${pad(seconds % 60, 2)}.${pad(hundredths % 100, 2)}`;
  }

  /** The browser's own controls have the sound; where it is off a button says so. */
  function listen() {
    const { button, keep } = window.compassSound(video, document, ".below", document.querySelector("main"));
    const tell = () => (button.hidden = !video.muted);
    video.addEventListener("volumechange", () => {
      tell();
      keep();
    });
    tell();
  }

  if (window.compassSound) listen();
  buttons.forEach((button, index) =>
    button.addEventListener("click", () => {
      leap(beats[index].start);
      video.play();
    }));
  video.addEventListener("seeking", () => { since = video.currentTime; });
  video.addEventListener("play", () => { since = Math.min(since, video.currentTime); });
  video.addEventListener("timeupdate", note);
  for (const event of ["pause", "ended"]) video.addEventListener(event, () => { note(); commit(); });
  addEventListener("pagehide", finish);
  begin();
})();
