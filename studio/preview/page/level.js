// The level of the microphone as a bar, and the peaks of the take.

const FLOOR = -54; // dB of full scale, where the bar begins
const HOT = -6; // dB, from where it is nearly too loud
const HOLDS = 1500; // milliseconds that the bar stays red after something clipped
const ROOM = 2900; // pieces of a take of a minute

export class Level {
  #wave;
  #meter;
  #bar;
  #red = 0;
  #drawn = null;
  peaks = []; // of the take: one for each piece of some 20 ms, negative where it clipped

  constructor(wave, meter) {
    this.#wave = wave;
    this.#meter = meter;
    this.#bar = meter.firstElementChild;
    new ResizeObserver(() => this.#draw()).observe(wave);
  }

  begin() {
    this.lay([]);
  }

  clear() {
    this.lay([]);
  }

  // Show the peaks of a take.
  lay(peaks) {
    if (peaks === this.#drawn && peaks.length === this.peaks.length) return;
    this.peaks = this.#drawn = peaks;
    this.#draw();
  }

  show(peak, clips, records) {
    const now = performance.now();
    if (clips) this.#red = now + HOLDS;
    const level = peak > 0 ? Math.max(20 * Math.log10(peak), FLOOR) : FLOOR;
    this.#bar.style.transform = `scaleX(${1 - level / FLOOR})`;
    this.#meter.dataset.mood = now < this.#red ? "clips" : level > HOT ? "hot" : "";
    this.#meter.setAttribute("aria-valuenow", String(Math.round(level)));
    this.#meter.setAttribute("aria-valuetext", now < this.#red ? "too loud" : `${Math.round(level)} decibels`);
    if (!records || this.peaks.length > ROOM) return;
    this.peaks.push(clips ? -peak : peak);
    this.#draw();
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#wave;
    const dense = devicePixelRatio;
    Object.assign(this.#wave, { width: width * dense, height: height * dense });
    const pen = this.#wave.getContext("2d");
    const ink = getComputedStyle(this.#wave);
    const columns = Math.floor(width / 3);
    const each = Math.max(1, this.peaks.length / columns);
    pen.scale(dense, dense);
    for (let i = 0; i * each < this.peaks.length && i < columns; i += 1) {
      const piece = this.peaks.slice(Math.floor(i * each), Math.max(Math.floor(i * each) + 1, Math.floor((i + 1) * each)));
      const most = Math.max(...piece.map(Math.abs));
      const tall = Math.max(2, Math.min(1, most) ** 0.6 * height);
      pen.fillStyle = piece.some((one) => one < 0) ? ink.getPropertyValue("--bad") : ink.getPropertyValue("--input");
      pen.fillRect(3 * i, (height - tall) / 2, 2, tall);
    }
  }
}
