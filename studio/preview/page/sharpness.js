// Replaces a frame at rest by one drawn in the size that it has on screen; playing frames all have one size.

import { clamp } from "./film.js";
import { picture } from "./server.js";

const REST = 250; // milliseconds that a picture stays before it is worth drawing large
const [NARROWEST, WIDEST] = [160, 3840]; // pixels, between which the server draws

export class Sharpness {
  #screen;
  #resting = null; // the address of what rests, without a size
  #asked = ""; // what was asked for last
  #timer = 0;
  #abort = null;

  constructor(screen) {
    this.#screen = screen;
    screen.onresize(() => this.#resting && this.rest(this.#resting));
  }

  // The picture at an address has come to rest on screen.
  rest(address) {
    const asked = `${address}?width=${clamp(this.#screen.width, NARROWEST, WIDEST)}`;
    this.#resting = address;
    if (asked === this.#asked) return;
    this.#let_go();
    this.#asked = asked;
    this.#timer = setTimeout(() => void this.#sharpen(address, asked), REST);
  }

  // Nothing rests any more.
  stir() {
    this.#resting = null;
    this.#asked = "";
    this.#let_go();
  }

  #let_go() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #sharpen(address, asked) {
    const abort = (this.#abort = new AbortController());
    try {
      const large = await createImageBitmap(await picture(asked, abort.signal));
      if (asked === this.#asked) this.#screen.sharpen(large, address);
      large.close();
    } catch {
      // the smaller one stays
    }
  }
}
