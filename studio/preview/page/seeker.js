// Brings wanted frames on screen. The latest request wins, but frames that are being fetched are still shown,
// so that the picture keeps up while the slider is dragged.

const AT_ONCE = 2;

export class Seeker {
  #pictures;
  #show;
  #wish = null;
  #age = 0; // wishes are numbered, so that an older picture never covers a newer one
  #shown = 0;
  #running = 0;

  // `show(picture, address, frame)` puts it on screen; `settled()` once nothing more is to come.
  constructor(pictures, show, { failed, waits }) {
    this.#pictures = pictures;
    this.#show = show;
    this.failed = failed;
    this.waits = waits;
  }

  seek(address, frame) {
    const age = ++this.#age;
    const ready = this.#pictures.ready(address);
    if (ready) {
      this.forget();
      this.#shown = age;
      this.#show(ready, address, frame);
      return;
    }
    this.#wish = { address, frame, age };
    this.#pictures.ahead([]); // the line is needed for this one
    this.waits(true);
    if (this.#running < AT_ONCE) void this.#run();
  }

  // What is still on its way is not to be shown any more.
  forget() {
    this.#shown = this.#age;
    this.#wish = null;
    this.waits(false);
  }

  async #run() {
    this.#running += 1;
    while (this.#wish) {
      const { address, frame, age } = this.#wish;
      this.#wish = null;
      try {
        const picture = await this.#pictures.get(address);
        if (age > this.#shown) {
          this.#shown = age;
          this.#show(picture, address, frame);
        }
        if (age === this.#age) this.waits(false);
      } catch (error) {
        if (age === this.#age) {
          this.waits(false);
          this.failed(error, frame);
        }
      }
    }
    this.#running -= 1;
  }
}
