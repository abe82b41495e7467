// Starts the page: opens what the address names, listens to the server's events, and connects buttons and keys to actions.

import { Recorder } from "./recorder.js";
import { View } from "./view.js";
import { Keys } from "./keys.js";
import { Events, Refused, lectures } from "./server.js";
import { Steps } from "./steps.js";
import { copy_still } from "./still.js";
import { Syllabus } from "./syllabus.js";
import { Transport } from "./transport.js";

const element = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const events = new Events();
const transport = new Transport(); // before the parts that look for its buttons
const view = new View(events);
const steps = new Steps(view);
let course = null;
let slug = null;

// -- lectures ---------------------------------------------------------------------------------------

async function open(wanted, beat = null) {
  slug = wanted;
  syllabus.mark(slug);
  try {
    await view.open(slug, beat);
  } catch (error) {
    if (!(error instanceof Refused)) return events.doubt();
    view.screen.explain(error.message);
    view.state.remark(error.message, "error");
  }
}
const syllabus = new Syllabus((wanted) => void open(wanted));

async function read_course() {
  course = await lectures();
  const all = course.steps.flatMap((step) => step.lectures);
  syllabus.draw(course, slug);
  return all;
}

async function begin() {
  const all = await read_course();
  if (asked.get("pin") === "1") view.pin(true);
  const first = asked.get("lecture") ?? course.looking_at ?? all[0]?.slug;
  if (first) await open(slug ?? first, view.beat?.name ?? asked.get("beat"));
  else view.screen.explain("There is no lecture yet: compass new writes one.");
}

// The connection was lost for a while: what was said meanwhile is asked for.
async function catch_up() {
  await Promise.all([read_course(), view.refresh()]).then(() => view.rest()).catch(() => events.doubt());
}

// The address names what is looked at, so that reading the page anew comes back to it.
view.onrest = ({ film, beat }) => {
  const address = `?lecture=${film.slug}&beat=${beat.name}${view.pinned ? "&pin=1" : ""}`;
  if (location.search !== address) history.replaceState(null, "", address);
};

// -- the server's events ----------------------------------------------------------------------------

const on = (kind, deed) => events.addEventListener(kind, (event) => deed(event.detail));
on("lost", () => view.state.lost(true));
on("found", ({ again, anew }) => {
  view.state.lost(false);
  if (view.film && again && !anew) void catch_up();
  else if (!view.film || anew) begin().catch(() => events.doubt());
});
on("lectures", () => void read_course().catch(() => events.doubt()));
on("timeline", (facts) => facts.slug === slug && void view.refresh());
on("drawn", (facts) => view.kept(facts));
on("busy", (facts) => facts.slug === slug && view.state.busy(facts));
on("picture", (facts) => void view.arrived(facts));
on("error", (facts) => view.failed(facts));
on("clear", (facts) => view.mended(facts));
on("findings", (facts) => view.judged(facts));

// -- buttons and keys --------------------------------------------------------------------------------

const deeds = {
  toggle: () => view.toggle(),
  frame_back: () => steps.frames(-1),
  frame_on: () => steps.frames(1),
  second_back: () => steps.seconds(-1),
  second_on: () => steps.seconds(1),
  beat_back: () => steps.beat(-1),
  beat_on: () => steps.beat(1),
  first: () => steps.frames(-Infinity),
  last: () => steps.frames(Infinity),
  beat_end: () => steps.beat_end(),
  again: () => view.again(),
  mute: () => view.sound.set(view.sound.volume, !view.sound.muted),
  louder: () => view.sound.set(view.sound.volume + 0.1, false),
  softer: () => view.sound.set(view.sound.volume - 0.1, view.sound.muted),
  record: () => view.beat && void recorder.open(),
  loop: () => view.repeat(!view.motion.loop),
  pin: () => view.pin(!view.pinned),
  copy: () => void copy(),
  edit: () => view.beat?.link && element("beat-link").click(),
  full: () => void full(),
  help: () => keys.open(),
};
const keys = new Keys(deeds);
const recorder = new Recorder(view, keys);

async function copy() {
  if (!view.beat || !view.screen.shown) return;
  const { n } = view.film.place(view.frame);
  try {
    view.state.remark(await copy_still(view.screen, `${view.film.slug}-${view.beat.name}-${n + 1}`));
  } catch {
    view.state.remark("The still could not be copied", "error");
  }
}

async function full() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.querySelector(".viewer").requestFullscreen?.();
}

transport.wire(deeds);
element("help-button").addEventListener("click", deeds.help);
element("picture").addEventListener("click", deeds.toggle);

events.listen();
