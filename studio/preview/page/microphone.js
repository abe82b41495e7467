// The browser's microphone: how loud it is, and what was said into it, as samples at 48 kHz.

const RATE = 48_000;
const LONGEST = 60; // seconds of a take
const EDGE = 0.12; // seconds at both ends in which the key or the button itself is heard
const FULL = 0.985; // of what can be recorded: beyond, it clips

// The reason why nothing can be recorded, as a sentence for the user.
export class NoMicrophone extends Error {}

const WHY = {
  NotAllowedError: "The browser may not use the microphone. Allow it for this page (at the left of the address), then try again.",
  SecurityError: "The browser may not use the microphone. Allow it for this page (at the left of the address), then try again.",
  NotFoundError: "There is no microphone. Plug one in, then try again.",
  OverconstrainedError: "There is no microphone that fits. Plug in another one, then try again.",
  NotReadableError: "The microphone cannot be used just now: another program may have it.",
  AbortError: "The microphone cannot be used just now: another program may have it.",
};

export class Microphone {
  #stream = null;
  #context = null;
  #pieces = null; // what is being recorded; null: nothing is
  #count = 0;
  onlevel = () => {}; // told of each piece: {peak, clips, seconds}
  onfull = () => {}; // the longest take is reached
  onlost = () => {}; // it was unplugged, or taken away

  get is_open() {
    return this.#stream !== null;
  }

  get records() {
    return this.#pieces !== null;
  }

  // Ask for it. Throws NoMicrophone.
  async open() {
    if (this.is_open) return;
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
      throw new NoMicrophone("A browser lends its microphone only to pages of this machine: open the preview at 127.0.0.1.");
    }
    // processing for calls would spoil a recording
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
    } catch (error) {
      throw new NoMicrophone(WHY[error.name] ?? `The microphone cannot be used: ${error.message}`);
    }
    try {
      await this.#listen(stream);
    } catch (error) {
      for (const each of stream.getTracks()) each.stop();
      throw new NoMicrophone(`The microphone cannot be used: ${error.message}`);
    }
    this.#stream = stream;
    stream.getAudioTracks()[0].addEventListener("ended", () => {
      this.close();
      this.onlost();
    });
  }

  async #listen(stream) {
    let source;
    this.#context = new AudioContext({ sampleRate: RATE });
    try {
      source = this.#context.createMediaStreamSource(stream);
    } catch {
      void this.#context.close(); // some browsers do not turn one rate into another here
      this.#context = new AudioContext();
      source = this.#context.createMediaStreamSource(stream);
    }
    await this.#context.audioWorklet.addModule("/page/capture.js");
    const tape = new AudioWorkletNode(this.#context, "tape", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    tape.port.onmessage = ({ data }) => this.#hear(data);
    source.connect(tape);
    await this.#context.resume();
  }

  close() {
    for (const each of this.#stream?.getTracks() ?? []) each.stop();
    void this.#context?.close();
    this.#stream = this.#context = null;
  }

  record() {
    this.#pieces = [];
    this.#count = 0;
  }

  // End the take: its samples at 48 kHz, mono.
  async stop() {
    const { sampleRate } = this.#context ?? { sampleRate: RATE };
    const pieces = this.#pieces ?? [];
    this.#pieces = null;
    const all = new Float32Array(this.#count);
    pieces.reduce((at, each) => (all.set(each, at), at + each.length), 0);
    const edge = Math.round(EDGE * sampleRate);
    const said = all.slice(edge, Math.max(edge, all.length - edge));
    return sampleRate === RATE || !said.length ? said : turned(said, sampleRate);
  }

  #hear(piece) {
    const peak = piece.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (this.#pieces) {
      this.#pieces.push(piece);
      this.#count += piece.length;
    }
    const seconds = this.#count / (this.#context?.sampleRate ?? RATE);
    this.onlevel({ peak, clips: peak >= FULL, seconds });
    if (this.#pieces && seconds >= LONGEST) this.onfull(LONGEST);
  }
}

async function turned(samples, rate) {
  const length = Math.ceil((samples.length * RATE) / rate);
  const context = new OfflineAudioContext(1, length, RATE);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate, numberOfChannels: 1 });
  buffer.copyToChannel(samples, 0);
  const node = new AudioBufferSourceNode(context, { buffer });
  node.connect(context.destination);
  node.start();
  return (await context.startRendering()).getChannelData(0);
}

// Samples as a WAV file: 16 bits, mono, 48 kHz.
export function wav_of(samples) {
  const file = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, letters) => [...letters].forEach((each, i) => file.setUint8(at + i, each.charCodeAt(0)));
  text(0, "RIFF");
  file.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true); // samples as they are
  file.setUint16(22, 1, true); // one channel
  file.setUint32(24, RATE, true);
  file.setUint32(28, 2 * RATE, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, "data");
  file.setUint32(40, 2 * samples.length, true);
  samples.forEach((each, i) => file.setInt16(44 + 2 * i, Math.round(Math.min(Math.max(each, -1), 1) * 32767), true));
  return new Blob([file.buffer], { type: "audio/wav" });
}
