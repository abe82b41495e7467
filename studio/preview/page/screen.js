// The picture itself: the last good one stays until a newer one is there.

const PATIENCE = 160; // milliseconds before "Drawing" is worth saying

export class Screen {
  #canvas = document.getElementById("picture");
  #frame = document.getElementById("frame");
  #boxes = document.getElementById("boxes");
  #waiting = document.getElementById("waiting");
  #timer = 0;
  usual = 0; // the width of the pictures that playing shows
  shown = null; // the address of what is on it, whatever size it has

  // The size of the pictures to come, so that nothing moves when the first one is there.
  fit(width, height) {
    if (this.usual === width) return;
    this.usual = width;
    Object.assign(this.#canvas, { width, height });
    this.#frame.style.setProperty("--shape", String(width / height));
    this.clear();
  }

  show(picture, address) {
    this.#draw(picture);
    delete this.#canvas.dataset.sharp;
    this.shown = this.#canvas.dataset.shown = address;
    delete this.#frame.dataset.empty;
  }

  // The same picture, drawn in the size that it has on screen.
  sharpen(picture, address) {
    if (address !== this.shown) return;
    this.#draw(picture);
    this.#canvas.dataset.sharp = picture.width;
  }

  // So many of the display's own pixels the picture is wide.
  get width() {
    return Math.round(this.#frame.clientWidth * devicePixelRatio);
  }

  // Tell when the picture gets another size.
  onresize(deed) {
    new ResizeObserver(deed).observe(this.#frame);
  }

  // Why there is no picture.
  explain(text) {
    document.getElementById("empty").textContent = text;
  }

  clear() {
    this.#frame.dataset.empty = "";
    this.explain("Drawing the first picture");
    this.shown = null;
    delete this.#canvas.dataset.shown;
    delete this.#canvas.dataset.sharp;
  }

  dim(on) {
    this.#frame.toggleAttribute("data-dimmed", on);
  }

  // A short glow: this picture is what was just saved.
  glow() {
    delete this.#frame.dataset.fresh;
    void this.#frame.offsetWidth; // begins the animation again
    this.#frame.dataset.fresh = "";
  }

  // Whether a picture is being waited for.
  wait(on) {
    if (on && this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = on ? setTimeout(() => (this.#waiting.hidden = false), PATIENCE) : 0;
    if (!on) this.#waiting.hidden = true;
  }

  // Boxes around findings: [{box: [left, top, right, bottom], severity}], shares of the picture.
  point(findings) {
    this.#boxes.replaceChildren(
      ...findings.map(({ box: [left, top, right, bottom], severity }) => {
        const mark = document.createElement("div");
        mark.className = severity === "error" ? "error-box" : "warning";
        const place = { left, top, width: right - left, height: bottom - top };
        for (const [side, share] of Object.entries(place)) mark.style[side] = `${100 * share}%`;
        return mark;
      }),
    );
  }

  #draw(picture) {
    const { width, height } = picture;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    this.#canvas.getContext("2d").drawImage(picture, 0, 0);
  }

  async png() {
    return new Promise((done, failed) => {
      this.#canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
    });
  }
}
