// Talks to the preview's server: requests, the frame that is looked at, and the stream of events.

const FIRST_WAIT = 400; // milliseconds until a lost connection is tried again; it grows
const LONGEST_WAIT = 4000;
// This window among all that are open, so that each may look at its own beat (no randomUUID: it wants https).
const WINDOW = Array.from(crypto.getRandomValues(new Uint32Array(2)), (each) => each.toString(36)).join("");
const EVENTS = ["lectures", "timeline", "drawn", "busy", "picture", "error", "clear", "findings"];

// An answer that is no success; its message is the server's own sentence.
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function answer(response) {
  if (response.ok) return response.json();
  const facts = await response.json().catch(() => ({}));
  throw new Refused(response.status, facts.error ?? `The server answers ${response.status}.`);
}

// A picture's bytes. Throws Refused, or TypeError where no server answers.
export async function picture(address, signal) {
  const response = await fetch(address, { signal, headers: { "X-Compass-Window": WINDOW } });
  if (response.ok) return response.blob();
  const facts = await response.json().catch(() => ({}));
  throw new Refused(response.status, facts.error ?? "");
}

// The WAV file of a beat's recording. Throws Refused, or TypeError where no server answers.
export async function recording(address) {
  const response = await fetch(address);
  if (response.ok) return response.arrayBuffer();
  const facts = await response.json().catch(() => ({}));
  throw new Refused(response.status, facts.error ?? "");
}

// Keep a take of a beat: `words` is the mark of what it says. Throws Refused, or TypeError where no server answers.
export async function keep(slug, beat, { words, speaker, licence, file }) {
  const asked = new URLSearchParams({ words, speaker, licence });
  const address = `/api/takes/${encodeURIComponent(slug)}/${encodeURIComponent(beat)}?${asked}`;
  return answer(await fetch(address, { method: "POST", headers: { "Content-Type": "audio/wav" }, body: file }));
}

export async function lectures() {
  return answer(await fetch("/api/lectures"));
}

export async function timeline(slug) {
  return answer(await fetch(`/api/lectures/${encodeURIComponent(slug)}`));
}

// Say what is being looked at; nothing is lost when it cannot be said.
export async function look(slug, { beat = null, frame = null, playing = false } = {}) {
  const body = JSON.stringify({ window: WINDOW, slug, beat, frame, playing });
  const headers = { "Content-Type": "application/json" };
  try {
    return await answer(await fetch("/api/look", { method: "POST", headers, body, keepalive: true }));
  } catch (error) {
    if (error instanceof Refused) throw error;
    return null;
  }
}

// The server's events, and whether it can be heard at all; it keeps trying until it is.
// Tells "found" ({again, anew}: anew when another server answers than before), "lost", and each of EVENTS.
export class Events extends EventTarget {
  #source = null;
  #server = null;
  #wait = FIRST_WAIT;
  #timer = 0;
  lost = false;

  listen() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = (this.#source = new EventSource(`/api/events?window=${WINDOW}`));
    source.addEventListener("hello", (event) => this.#found(JSON.parse(event.data).server));
    for (const kind of EVENTS) {
      source.addEventListener(kind, (event) => {
        if (event instanceof MessageEvent) this.#tell(kind, JSON.parse(event.data));
      });
    }
    source.onerror = (event) => {
      if (!(event instanceof MessageEvent)) this.#missed(source); // the server's own errors come by this name, too
    };
  }

  // Something else failed to reach the server: find out now.
  doubt() {
    if (!this.lost) this.listen();
  }

  #found(server) {
    const again = this.lost;
    const anew = this.#server !== null && this.#server !== server;
    this.#server = server;
    this.#wait = FIRST_WAIT;
    this.lost = false;
    this.#tell("found", { again, anew });
  }

  // The browser's own patience differs from one to the next, so a lost source is thrown away.
  #missed(source) {
    if (source !== this.#source) return;
    source.close();
    if (!this.lost) {
      this.lost = true;
      this.#tell("lost", {});
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.listen(), this.#wait);
    this.#wait = Math.min(this.#wait * 1.6, LONGEST_WAIT);
  }

  #tell(kind, facts) {
    this.dispatchEvent(new CustomEvent(kind, { detail: facts }));
  }
}
