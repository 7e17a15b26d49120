/** Sends what is spoken into the microphone to the server, which answers with words. */

import type { ConversationKey } from "../types";

/** What the server takes: samples a second. */
const SAMPLE_RATE = 16_000;
// After the microphone is off, the last words come within this time or not at all.
const LAST_WORDS_MS = 4_000;

/** `denied`: the citizen or the browser does not allow it. `busy`: worth trying again. */
export type ListenFailure = "denied" | "busy" | "failed";

export interface ListenOptions {
  /** The address of the server's microphone socket. */
  socket: string;
  /** The address of `microphone.js`. */
  worklet: string;
  key: ConversationKey;
  /** All words so far; called again whenever there are more or better ones. */
  heard: (words: string) => void;
  /** The microphone is on. */
  started: () => void;
  /** Aborted when the citizen has said all. */
  enough: AbortSignal;
}

/** Resolves when what was said is understood; with a failure if it could not be. */
export async function listen(options: ListenOptions): Promise<ListenFailure | undefined> {
  let microphone: MediaStream;
  try {
    microphone = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
    });
  } catch {
    return "denied";
  }
  const capture = new Capture(microphone);
  try {
    if (options.enough.aborted) return undefined;
    const conversation = new Promise<ListenFailure | undefined>((resolve) =>
      converse(options, capture, resolve),
    );
    await capture.start(options.worklet);
    options.started();
    return await conversation;
  } catch {
    // Stopped before the microphone was on, there is nothing to start any more.
    return options.enough.aborted ? undefined : "failed";
  } finally {
    capture.stop();
  }
}

function converse(
  { socket: address, key, heard, enough }: ListenOptions,
  capture: Capture,
  resolve: (failure?: ListenFailure) => void,
): void {
  const socket = new WebSocket(address);
  const finish = (failure?: ListenFailure) => {
    resolve(failure);
    socket.close();
  };
  const end = () => {
    capture.stop();
    if (socket.readyState === WebSocket.OPEN) socket.send('{"end":true}');
    setTimeout(finish, LAST_WORDS_MS);
  };
  socket.onopen = () =>
    socket.send(JSON.stringify({ conversation: key.id, secret: key.secret }));
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(String(data)) as {
      ready?: true;
      partial?: string;
      final?: string;
      error?: string;
    };
    if (told.ready) {
      capture.sendTo((samples) => socket.readyState === WebSocket.OPEN && socket.send(samples));
      if (enough.aborted) end();
    }
    if (told.partial !== undefined) heard(told.partial);
    if (told.error) finish(told.error === "busy" ? "busy" : "failed");
    if (told.final !== undefined) {
      heard(told.final);
      finish();
    }
  };
  // After `finish` this changes nothing any more.
  socket.onclose = () => resolve("failed");
  enough.addEventListener("abort", end);
}

/** The microphone as pieces of 16-bit samples; what comes before there is a receiver is kept. */
class Capture {
  private context: AudioContext | undefined;
  private receiver: ((samples: ArrayBuffer) => void) | undefined;
  private kept: ArrayBuffer[] = [];

  constructor(private readonly microphone: MediaStream) {}

  async start(worklet: string): Promise<void> {
    const [context, source] = this.opened();
    this.context = context;
    await context.audioWorklet.addModule(worklet);
    const node = new AudioWorkletNode(context, "microphone", {
      processorOptions: { rate: SAMPLE_RATE },
    });
    node.port.onmessage = ({ data }) => this.take(data as ArrayBuffer);
    source.connect(node);
    // It gives silence; but what leads nowhere is not asked for sound.
    node.connect(context.destination);
    await context.resume();
  }

  sendTo(receiver: (samples: ArrayBuffer) => void): void {
    this.receiver = receiver;
    this.kept.forEach(receiver);
    this.kept = [];
  }

  stop(): void {
    this.microphone.getTracks().forEach((track) => track.stop());
    if (this.context && this.context.state !== "closed") void this.context.close();
  }

  private take(samples: ArrayBuffer): void {
    if (this.receiver) this.receiver(samples);
    else this.kept.push(samples);
  }

  /** At the wanted rate where the browser can, for it does that best; else at its own. */
  private opened(): [AudioContext, MediaStreamAudioSourceNode] {
    let context = new AudioContext({ sampleRate: SAMPLE_RATE });
    try {
      return [context, context.createMediaStreamSource(this.microphone)];
    } catch {
      void context.close();
      context = new AudioContext();
      return [context, context.createMediaStreamSource(this.microphone)];
    }
  }
}
