/** Follows the events of a conversation over one connection that is opened again when it ends. */

import { ServerError } from "./server";
import type { ConversationEvent } from "./types";

// The server sends a comment every 15 s; twice missed, the connection is dead.
const SILENCE_MS = 35_000;
// After a sleep nobody has counted the silence; one comment missed is enough to look.
const SILENCE_AFTER_SLEEP_MS = 16_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 20_000;
// A connection that lasted so long was a good one.
const STEADY_MS = 5_000;

export interface Follower {
  /** The last event that came; 0 before the first. */
  readonly cursor: number;
  open(cursor: number, signal: AbortSignal): Promise<Response>;
  came(event: ConversationEvent): void;
  connected(is: boolean): void;
  /** The conversation does not exist any more. */
  gone(): void;
}

export class EventStream {
  private readonly stopped = new AbortController();
  private attempt = new AbortController();
  private failures = 0;
  private lastHeard = 0;

  constructor(private readonly follower: Follower) {
    void this.run();
  }

  stop(): void {
    this.stopped.abort();
    this.attempt.abort();
  }

  /** The network is back, or the page is looked at again: try at once if in doubt. */
  wake(afterSleep: boolean): void {
    if (afterSleep && Date.now() - this.lastHeard < SILENCE_AFTER_SLEEP_MS) return;
    this.failures = 0;
    this.attempt.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      this.attempt = new AbortController();
      try {
        await this.follow(this.attempt.signal);
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        if (error instanceof ServerError && error.reason === "absent") {
          this.follower.gone();
          return;
        }
        // Anything else is a connection that broke. The first break is mended unseen.
        if (this.failures > 0) this.follower.connected(false);
      }
      if (this.stopped.signal.aborted) return;
      await pause(delay(this.failures++), this.attempt.signal);
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const response = await this.follower.open(this.follower.cursor, signal);
    const opened = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - this.lastHeard > SILENCE_MS) this.attempt.abort();
    }, 5_000);
    try {
      this.follower.connected(true);
      this.lastHeard = Date.now();
      for await (const data of dataOf(response, () => (this.lastHeard = Date.now()))) {
        this.take(JSON.parse(data) as ConversationEvent);
      }
    } finally {
      clearInterval(watch);
      if (Date.now() - opened > STEADY_MS) this.failures = 0;
    }
  }

  private take(event: ConversationEvent): void {
    const expected = this.follower.cursor + 1;
    if (event.cursor < expected) return;
    // Cursors have no gaps: a missing one is fetched by connecting again.
    if (event.cursor > expected) throw new ServerError("broken");
    this.failures = 0;
    this.follower.came(event);
  }
}

/** The `data` of each complete server-sent event; `heard` is called for every piece that comes. */
async function* dataOf(response: Response, heard: () => void): AsyncGenerator<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.map((ended) => ended.replace(/\r$/, ""))) {
      if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
      else if (line === "" && data.length > 0) {
        yield data.join("\n");
        data = [];
      }
    }
  }
}

/** Longer with every failure, and never the same for two clients of a server that restarted. */
export function delay(failures: number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

/** Waits, but not longer than until `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
