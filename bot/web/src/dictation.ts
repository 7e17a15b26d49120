/** The microphone beside the field: words are written while they are spoken. */

import type { Conversation } from "./conversation";
import type { Server } from "./server";
import type { ListenFailure } from "./speech/listening";

export type DictationState = "off" | "starting" | "listening";

export class Dictation {
  state: DictationState = "off";
  failure: ListenFailure | undefined;

  private enough = new AbortController();

  constructor(
    private readonly server: Server,
    private readonly conversation: Conversation,
    private readonly changed: () => void,
  ) {}

  /** Listens until the citizen pauses, or `stop`; `heard` gets all words so far. */
  async listen(heard: (words: string) => void): Promise<void> {
    this.enough = new AbortController();
    const enough = this.enough.signal;
    const isCurrent = () => this.enough.signal === enough;
    let failure: ListenFailure | undefined;
    this.failure = undefined;
    this.enter("starting");
    try {
      const [speech, key] = await Promise.all([
        this.server.speechScript(),
        this.conversation.opened(),
      ]);
      if (enough.aborted) return;
      failure = await speech.listen({
        socket: this.server.listenAddress,
        worklet: this.server.microphoneScript,
        key,
        heard: (words) => isCurrent() && heard(words),
        started: () => enough.aborted || this.enter("listening"),
        enough,
      });
    } catch {
      failure = "failed";
    }
    if (!isCurrent()) return;
    this.failure = failure;
    this.enter("off");
  }

  /** What is said by now is still understood. */
  stop(): void {
    this.enough.abort();
    this.enter("off");
  }

  /** What was said does not count any more. */
  cancel(): void {
    this.stop();
    this.enough = new AbortController();
  }

  private enter(state: DictationState): void {
    this.state = state;
    this.changed();
  }
}

/** Whether this browser has a microphone that a page may ask for. */
export async function hasMicrophone(): Promise<boolean> {
  // Absent where the page did not come over HTTPS.
  if (!navigator.mediaDevices || !("AudioWorkletNode" in window)) return false;
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.some(({ kind }) => kind === "audioinput");
  } catch {
    return false;
  }
}
