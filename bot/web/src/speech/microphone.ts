/**
 * Runs in the browser's audio thread: brings sound to the wanted rate and hands it over as 16-bit
 * samples, a tenth of a second at a time.
 */

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new (options: Options) => object): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

interface Options {
  processorOptions: { rate: number };
}

class Microphone extends AudioWorkletProcessor {
  private readonly step: number;
  private readonly piece: Int16Array<ArrayBuffer>;
  private filled = 0;
  // The mean of the samples that fall into one of the wanted rate.
  private sum = 0;
  private count = 0;
  private position = 0;

  constructor({ processorOptions: { rate } }: Options) {
    super();
    this.step = rate / sampleRate;
    this.piece = new Int16Array(rate / 10);
  }

  /** Called by the browser with 128 samples of each channel of each input. */
  process(inputs: Float32Array[][]): boolean {
    for (const sample of inputs[0]?.[0] ?? []) {
      this.sum += sample;
      this.count++;
      this.position += this.step;
      if (this.position >= 1) this.add();
    }
    return true;
  }

  private add(): void {
    const mean = Math.max(-1, Math.min(1, this.sum / this.count));
    this.piece[this.filled++] = mean * 32767;
    this.sum = this.count = 0;
    this.position -= 1;
    if (this.filled < this.piece.length) return;
    this.filled = 0;
    this.port.postMessage(this.piece.buffer.slice(0));
  }
}

registerProcessor("microphone", Microphone);
