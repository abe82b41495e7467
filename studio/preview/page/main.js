// Starts the page: opens what the address names, listens to the server, and gives hands and keys their deeds.

import { Booth } from "./booth.js";
import { Desk } from "./desk.js";
import { Keys } from "./keys.js";
import { Events, Refused, lectures } from "./server.js";
import { Steps } from "./steps.js";
import { copy_still } from "./still.js";
import { Syllabus } from "./syllabus.js";
import { Transport } from "./transport.js";

const element = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const events = new Events();
const transport = new Transport(); // before those who look for its buttons
const desk = new Desk(events);
const steps = new Steps(desk);
let course = null;
let slug = null;

// -- lectures ---------------------------------------------------------------------------------------

async function open(wanted, beat = null) {
  slug = wanted;
  syllabus.mark(slug);
  try {
    await desk.open(slug, beat);
  } catch (error) {
    if (!(error instanceof Refused)) return events.doubt();
    desk.screen.explain(error.message);
    desk.state.remark(error.message, "error");
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
  if (asked.get("pin") === "1") desk.pin(true);
  const first = asked.get("lecture") ?? course.looking_at ?? all[0]?.slug;
  if (first) await open(slug ?? first, desk.beat?.name ?? asked.get("beat"));
  else desk.screen.explain("There is no lecture yet: compass new writes one.");
}

// The connection was lost for a while: what was said meanwhile is asked for.
async function catch_up() {
  await Promise.all([read_course(), desk.refresh()]).then(() => desk.rest()).catch(() => events.doubt());
}

// The address names what is looked at, so that reading the page anew comes back to it.
desk.onrest = ({ film, beat }) => {
  const address = `?lecture=${film.slug}&beat=${beat.name}${desk.pinned ? "&pin=1" : ""}`;
  if (location.search !== address) history.replaceState(null, "", address);
};

// -- the server's events ----------------------------------------------------------------------------

const on = (kind, deed) => events.addEventListener(kind, (event) => deed(event.detail));
on("lost", () => desk.state.lost(true));
on("found", ({ again, anew }) => {
  desk.state.lost(false);
  if (desk.film && again && !anew) void catch_up();
  else if (!desk.film || anew) begin().catch(() => events.doubt());
});
on("lectures", () => void read_course().catch(() => events.doubt()));
on("timeline", (facts) => facts.slug === slug && void desk.refresh());
on("drawn", (facts) => desk.kept(facts));
on("busy", (facts) => facts.slug === slug && desk.state.busy(facts));
on("picture", (facts) => void desk.arrived(facts));
on("error", (facts) => desk.failed(facts));
on("clear", (facts) => desk.mended(facts));
on("findings", (facts) => desk.judged(facts));

// -- hands and keys ---------------------------------------------------------------------------------

const deeds = {
  toggle: () => desk.toggle(),
  frame_back: () => steps.frames(-1),
  frame_on: () => steps.frames(1),
  second_back: () => steps.seconds(-1),
  second_on: () => steps.seconds(1),
  beat_back: () => steps.beat(-1),
  beat_on: () => steps.beat(1),
  first: () => steps.frames(-Infinity),
  last: () => steps.frames(Infinity),
  beat_end: () => steps.beat_end(),
  again: () => desk.again(),
  mute: () => desk.sound.set(desk.sound.volume, !desk.sound.muted),
  louder: () => desk.sound.set(desk.sound.volume + 0.1, false),
  softer: () => desk.sound.set(desk.sound.volume - 0.1, desk.sound.muted),
  record: () => desk.beat && void booth.open(),
  loop: () => desk.repeat(!desk.motion.loop),
  pin: () => desk.pin(!desk.pinned),
  copy: () => void copy(),
  edit: () => desk.beat?.link && element("beat-link").click(),
  full: () => void full(),
  help: () => keys.open(),
};
const keys = new Keys(deeds);
const booth = new Booth(desk, keys);

async function copy() {
  if (!desk.beat || !desk.screen.shown) return;
  const { n } = desk.film.place(desk.frame);
  try {
    desk.state.remark(await copy_still(desk.screen, `${desk.film.slug}-${desk.beat.name}-${n + 1}`));
  } catch {
    desk.state.remark("The still could not be copied", "error");
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
