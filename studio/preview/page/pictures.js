// Frames as pictures ready to be shown: fetched a few at a time, decoded once, kept within a bound.

import { picture as ask } from "./server.js";

const AT_ONCE = 4; // a browser keeps six connections to a server: one is for events, one stays free for urgent frames
const KEPT = 64; // decoded pictures of 854x480 take 1.6 MB each

export class Pictures {
  #kept = new Map(); // address -> ImageBitmap, the one used longest ago first
  #coming = new Map(); // address -> {promise, abort, wanted}: whether it is awaited, not only fetched ahead
  #ahead = [];

  ready(address) {
    const picture = this.#kept.get(address);
    if (picture) {
      this.#kept.delete(address);
      this.#kept.set(address, picture);
    }
    return picture ?? null;
  }

  // The picture at an address, as soon as can be. Throws Refused, or TypeError where no server answers.
  async get(address) {
    const ready = this.ready(address);
    if (ready) return ready;
    const coming = this.#coming.get(address) ?? this.#fetch(address);
    coming.wanted = true;
    return coming.promise;
  }

  // Fetch these soon, in this order; what was asked for ahead before and is not among them is let go.
  ahead(addresses) {
    const wanted = new Set(addresses);
    for (const [address, each] of this.#coming) {
      if (each.wanted || wanted.has(address)) continue;
      this.#coming.delete(address);
      each.abort.abort();
    }
    this.#ahead = addresses;
    this.#more();
  }

  #more() {
    while (this.#coming.size < AT_ONCE && this.#ahead.length) {
      const address = this.#ahead.shift();
      if (!this.#kept.has(address) && !this.#coming.has(address)) this.#fetch(address);
    }
  }

  #fetch(address) {
    const abort = new AbortController();
    const coming = { abort, wanted: false };
    coming.promise = this.#load(address, abort.signal).finally(() => {
      if (this.#coming.get(address) === coming) this.#coming.delete(address);
      this.#more();
    });
    coming.promise.catch(() => {}); // those fetched ahead may be awaited by nothing
    this.#coming.set(address, coming);
    return coming;
  }

  async #load(address, signal) {
    const picture = await createImageBitmap(await ask(address, signal));
    this.#kept.set(address, picture);
    while (this.#kept.size > KEPT) {
      const [oldest, old] = this.#kept.entries().next().value;
      this.#kept.delete(oldest);
      old.close();
    }
    return picture;
  }
}
