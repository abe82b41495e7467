// An audio worklet: passes the samples of the microphone to the page, a piece at a time.

const PIECE = 1024; // samples

class Tape extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;

  process([[heard]]) {
    if (!heard) return true;
    for (const sample of heard) {
      this.#piece[this.#filled++] = sample;
      if (this.#filled < PIECE) continue;
      this.port.postMessage(this.#piece, [this.#piece.buffer]);
      this.#piece = new Float32Array(PIECE);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor("tape", Tape);
