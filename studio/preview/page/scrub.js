// What both sliders of the timeline share: dragging, and a ghost that tells what is under the pointer.

import { clamp } from "./film.js";

// `at(share)` is the frame of the film at a share (0 to 1) of the width, or null; `tell(frame)` its name;
// `go(frame)` goes there; `release(frame)` is called when the pointer is released.
export function scrub(track, ghost, { at, tell, go, release }) {
  const label = ghost.firstElementChild;
  let held = false;

  const frame_at = (event) => {
    const { left, width } = track.getBoundingClientRect();
    return at(clamp((event.clientX - left) / width, 0, 1));
  };
  const hover = (event) => {
    const frame = frame_at(event);
    ghost.hidden = frame === null || event.pointerType === "touch";
    if (frame === null) return frame;
    const { left, width } = track.getBoundingClientRect();
    const share = clamp((event.clientX - left) / width, 0, 1);
    ghost.style.left = `${100 * share}%`;
    ghost.style.setProperty("--shift", `${-100 * share}%`); // its label never leaves the track
    label.textContent = tell(frame);
    return frame;
  };

  track.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = true;
    track.setPointerCapture(event.pointerId);
    const frame = hover(event);
    if (frame !== null) go(frame);
  });
  track.addEventListener("pointermove", (event) => {
    const frame = hover(event);
    if (held && frame !== null) go(frame);
  });
  const let_go = (event) => {
    if (!held) return;
    held = false;
    const frame = frame_at(event);
    if (frame !== null) release(frame);
  };
  track.addEventListener("pointerup", let_go);
  track.addEventListener("pointercancel", () => (held = false));
  track.addEventListener("pointerleave", () => (ghost.hidden = true));
}

// A bar of what is kept: dark where frames would have to be drawn, for the element's background.
export function kept_bar(runs, count) {
  if (!runs.length) return "none";
  const stops = runs.flatMap(([from, to]) => {
    const [start, end] = [(100 * from) / count, (100 * (to + 1)) / count].map((each) => `${each.toFixed(3)}%`);
    return [`transparent ${start}`, `var(--kept) ${start}`, `var(--kept) ${end}`, `transparent ${end}`];
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
