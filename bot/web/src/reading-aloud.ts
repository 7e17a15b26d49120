/** Which answer is being read aloud: one at a time. */

import type { Conversation } from "./conversation";
import type { Server } from "./server";
import type { Reader } from "./speech/speech";

export class ReadingAloud {
  /** The answer that is read now. */
  cursor: number | undefined;
  /** The answer that could not be read. */
  failed: number | undefined;

  private reader: Reader | undefined;

  constructor(
    private readonly server: Server,
    private readonly conversation: Conversation,
    private readonly changed: () => void,
  ) {}

  /** Reads an answer from its beginning, or stops where it is being read. */
  toggle(cursor: number): void {
    const was = this.cursor;
    this.stop();
    if (was !== cursor) void this.read(cursor);
  }

  stop(): void {
    this.reader?.stop();
    this.reader = this.cursor = this.failed = undefined;
    this.changed();
  }

  private async read(cursor: number): Promise<void> {
    this.cursor = cursor;
    this.changed();
    const context = new AudioContext();
    // Stopped, and perhaps begun anew, is told by the reader being another one.
    let reader: Reader | undefined;
    const isCurrent = () => this.cursor === cursor && this.reader === reader;
    try {
      const [speech, key] = await Promise.all([
        this.server.speechScript(),
        this.conversation.opened(),
      ]);
      if (!isCurrent()) return void context.close();
      const begun = new speech.Reader(context);
      this.reader = reader = begun;
      await begun.read((part) => this.server.speak(key, cursor, part));
      if (isCurrent()) this.stop();
    } catch {
      // The script, the server or the sound: to the citizen it is the same.
      if (context.state !== "closed") void context.close();
      if (!isCurrent()) return;
      this.stop();
      this.failed = cursor;
      this.changed();
    }
  }
}
