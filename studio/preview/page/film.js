// The timeline of a lecture: its beats in order, each with its frames, words and numbers.
// A frame is counted from the film's first; a place is a beat (by its index) and a frame within it.

export class Film {
  constructor(facts) {
    Object.assign(this, facts);
    this.rate = facts.frame_rate;
    this.looked = new Set(facts.findings.map((each) => each.beat));
  }

  get last() {
    return Math.max(0, this.frame_count - 1);
  }

  index(name) {
    return this.beats.findIndex((each) => each.name === name);
  }

  // The place of a frame of the film; null while there are no beats.
  place(frame) {
    if (!this.beats.length) return null;
    let low = 0;
    let high = this.beats.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.beats[middle].first <= frame) low = middle;
      else high = middle - 1;
    }
    const beat = this.beats[low];
    return { beat: low, n: clamp(frame - beat.first, 0, beat.count - 1) };
  }

  frame({ beat, n }) {
    const { first, count } = this.beats[beat];
    return first + clamp(n, 0, count - 1);
  }

  lastOf(beat) {
    const { first, count } = this.beats[beat];
    return first + count - 1;
  }

  address(frame) {
    const { beat, n } = this.place(frame);
    return `${this.beats[beat].frames}${n}.png`;
  }

  // Whether the server holds a frame ready, so that it comes at once.
  drawn(frame) {
    const { beat, n } = this.place(frame);
    return this.beats[beat].drawn.some(([from, to]) => from <= n && n <= to);
  }

  // The frames round about one, as far as they are there.
  near(frame, { before, after }) {
    const all = Array.from({ length: after - before + 1 }, (_, i) => frame + before + i);
    return all.filter((each) => 0 <= each && each <= this.last);
  }

  // The index of the chapter that a frame stands in.
  chapter(frame) {
    return this.chapters.findLastIndex((each) => each.first <= frame);
  }

  // The caption that is read at a frame, of its beat's; the last one stays until the beat ends.
  cue(frame) {
    const place = this.place(frame);
    if (!place) return null;
    const now = frame / this.rate + 1e-6;
    const { cues } = this.beats[place.beat];
    return cues.findLast((each) => each.start <= now) ?? cues[0] ?? null;
  }

  findings_of(name) {
    return this.findings.filter((each) => each.beat === name);
  }

  // The boxes of findings in a frame.
  boxed(frame) {
    const { beat, n } = this.place(frame) ?? {};
    return beat === undefined ? [] : this.findings_of(this.beats[beat].name).filter((each) => each.box && (each.frame ?? n) === n);
  }

  // A beat has another length before the whole timeline is read again: move the beats after it.
  renew(name, { count, stamp, frames }) {
    const index = this.index(name);
    if (index < 0) return;
    const beat = this.beats[index];
    const longer = count - beat.count;
    Object.assign(beat, { count, frames, known: true });
    if (beat.stamp !== stamp) Object.assign(beat, { stamp, drawn: [] });
    if (!longer) return;
    for (const each of this.beats.slice(index + 1)) each.first += longer;
    for (const each of this.chapters) {
      if (each.first > beat.first) each.first += longer;
      else if (beat.first < each.first + each.count) each.count += longer;
    }
    this.frame_count += longer;
    this.seconds = this.frame_count / this.rate;
  }
}

// Where one is in a film; what comes back finds that frame in what the film has become. A beat's last one stays so.
export function staying(film, frame) {
  const beat = film?.beats[film.place(frame)?.beat];
  const n = beat && frame - beat.first;
  const at = beat && n === beat.count - 1 ? Infinity : n;
  return (changed) => {
    const index = changed.index(beat?.name ?? "");
    return index < 0 ? clamp(frame, 0, changed.last) : changed.frame({ beat: index, n: at });
  };
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

// "1:05" for people, "1:05.27" where the frame matters.
export function clock(seconds, digits = 0) {
  const parts = 10 ** digits;
  const whole = Math.floor(seconds * parts + 1e-6);
  const minutes = Math.floor(whole / (60 * parts));
  const rest = (whole - minutes * 60 * parts) / parts;
  return `${minutes}:${rest.toFixed(digits).padStart(digits ? digits + 3 : 2, "0")}`;
}
