// Motion. The clock runs with the film while frames are there; a frame that comes too late is dropped for
// a later one that is there, and where none is, the clock stands with the picture until one comes.

const AHEAD = 14;
const LOOKS = 9; // at how late frames come on screen, whose middle one counts
const USUALLY = 8; // milliseconds: half of what passes between two pictures of a display

export class Player {
  #pictures;
  #show;
  #film = null;
  #shown = 0; // the frame on screen
  #anchor = 0; // the moment since which frames are counted
  #from = 0; // how many of them were shown or dropped
  #request = 0;
  #asked = -1;
  #failing = null;
  #late = []; // milliseconds that the last frames came on screen after they were due
  #stands = false; // for want of the next frame
  playing = false;

  // `show(picture, address, frame)` puts it on screen, `next(frame)` says which frame comes after one (null: none
  // now, "end": none ever), `ended()` is told at the film's end, `failed(error, frame)` of a frame that does not come,
  // `waits()` when the picture has to stand for want of the next. `heard` is told which frame is due when:
  // `begin(film, frame)` gives the milliseconds that the first one waits for its sound, `follow(film, frame, moment)`.
  constructor(pictures, show, { next, ended, failed, waits, heard }) {
    this.#pictures = pictures;
    this.#show = show;
    this.next = next;
    this.ended = ended;
    this.failed = failed;
    this.waits = waits;
    this.heard = heard;
  }

  play(film, frame) {
    this.#film = film;
    this.#start(frame);
    if (this.playing) return;
    this.playing = true;
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  // The film changed under way (another beat is known, a stamp is new): go on with it from a frame.
  change(film, frame) {
    if (!this.playing) return;
    this.#film = film;
    this.#start(frame);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.#request);
    this.#pictures.ahead([]);
  }

  #start(frame) {
    this.#shown = frame;
    this.#anchor = 0;
    this.#asked = -1;
    this.#failing = null;
    this.#stands = false;
    this.#look_ahead();
  }

  #tick(now) {
    if (!this.playing) return;
    this.#request = requestAnimationFrame((later) => this.#tick(later));
    if (!this.#anchor) this.#set_clock(now + this.heard.begin(this.#film, this.#shown));
    const steps = Math.floor(((now - this.#anchor) * this.#film.rate) / 1000 + 1e-6) - this.#from;
    if (steps <= 0) return this.#tell_sound();
    const found = this.#latest_of(Math.min(steps, AHEAD));
    if (found === "end") {
      this.pause();
      this.ended();
      return;
    }
    if (!found) {
      this.#set_clock(now - 1000 / this.#film.rate); // the next frame is shown as soon as it is there
      this.#stands = true;
      this.#look_ahead();
      this.waits();
      return;
    }
    this.#stands = false;
    this.#show(found.picture, found.address, found.frame);
    this.#shown = found.frame;
    this.#from += found.steps;
    this.#late.push(performance.now() - this.#due);
    if (this.#late.length > LOOKS) this.#late.shift();
    if (steps > found.steps) this.#set_clock(now); // late: go on from here rather than race
    this.#look_ahead();
    this.#tell_sound();
  }

  // The last frame that is there of the next few; null where none is, "end" where none will ever be.
  #latest_of(steps) {
    let found = null;
    for (let step = 1, frame = this.#shown; step <= steps; step += 1) {
      const before = frame;
      frame = this.next(before);
      if (frame === null) break;
      if (frame === "end") return found ?? "end";
      const address = this.#film.address(frame);
      const picture = this.#pictures.ready(address);
      if (picture) found = { picture, address, frame, steps: step };
      if (frame <= before) break; // round again: nothing is dropped over the seam
    }
    return found;
  }

  // When the frame on screen was due.
  get #due() {
    return this.#anchor + (this.#from * 1000) / this.#film.rate;
  }

  // A busy machine shows every frame a little late: the sound is as late as the picture is.
  #tell_sound() {
    if (this.#stands) return;
    const late = [...this.#late].sort((a, b) => a - b)[this.#late.length >> 1] ?? USUALLY;
    this.heard.follow(this.#film, this.#shown, this.#due + late);
  }

  // The frame after the one on screen is due one frame's time after this moment.
  #set_clock(moment) {
    this.#anchor = moment;
    this.#from = 0;
  }

  #look_ahead() {
    const frames = [];
    for (let frame = this.#shown; frames.length < AHEAD; ) {
      frame = this.next(frame);
      if (frame === null || frame === "end" || frames.includes(frame)) break;
      frames.push(frame);
    }
    if (!frames.length || frames[0] === this.#asked) return;
    this.#asked = frames[0];
    this.#pictures.ahead(frames.map((each) => this.#film.address(each)));
    const first = frames[0];
    this.#pictures.get(this.#film.address(first)).catch((error) => {
      if (error.name === "AbortError" || !this.playing || this.#asked !== first || this.#failing === first) return;
      this.#failing = first;
      this.failed(error, first);
    });
  }
}
