/** What was said on this page, and the messages still waiting for their answer. */

import { ask, SendError, type Failure } from "./api";
import { newSender, sender } from "./sender";
import { isList, StoredValue } from "./storage";
import type { ChannelMessage } from "./types";

/** What the citizen said: `shown` in the bubble, `message` to the server. */
export interface CitizenTurn {
  from: "citizen";
  id: number;
  shown: string;
  message: string;
  state: "waiting" | "answered" | "refused";
}

export interface AssistantTurn {
  from: "assistant";
  id: number;
  reply: ChannelMessage;
}

export type Turn = CitizenTurn | AssistantTurn;

// Enough to scroll back through a morning at the counter; a browser keeps about 5 MB per site.
const KEPT_TURNS = 100;

/**
 * Messages are sent one at a time and answered in the order they were written. When one fails the
 * rest wait behind it, so that nothing is lost and nothing overtakes; `retry()` goes on.
 */
export class Conversation {
  turns: Turn[];
  failure: Failure | undefined;

  // The session store: on a computer used by many, closing the tab leaves nothing to read.
  private readonly stored = new StoredValue("sessionStorage", "conversation", isList<Turn>);
  private request: AbortController | undefined;

  constructor(private readonly changed: () => void) {
    this.turns = this.stored.get() ?? [];
  }

  get isWaiting(): boolean {
    return this.request !== undefined;
  }

  say(message: string, shown = message): void {
    const turn = { from: "citizen", id: this.nextId(), shown, message, state: "waiting" } as const;
    this.turns = [...this.turns, turn];
    this.save();
    void this.deliver();
  }

  /** Sends what is still waiting; also after a reload that came before the answer. */
  retry(): void {
    void this.deliver();
  }

  /** Takes a refused message out and returns its text, to be written again. */
  takeBack(turn: CitizenTurn): string {
    this.turns = this.turns.filter((other) => other !== turn);
    this.save();
    return turn.shown;
  }

  /** Forgets everything, here and, under a new sender name, for the server. */
  restart(): void {
    this.request?.abort();
    this.request = undefined;
    this.failure = undefined;
    this.turns = [];
    newSender();
    this.save();
  }

  private async deliver(): Promise<void> {
    if (this.request || !this.nextWaiting()) return;
    const request = new AbortController();
    this.request = request;
    this.failure = undefined;
    this.changed();
    for (let turn = this.nextWaiting(); turn; turn = this.nextWaiting()) {
      try {
        const replies = await ask(sender(), turn.message, request.signal);
        if (request.signal.aborted) return;
        this.answered(turn, replies);
      } catch (error) {
        if (request.signal.aborted) return;
        if (!(error instanceof SendError)) throw error;
        if (error.reason !== "refused") {
          this.failure = error.reason;
          break;
        }
        this.replace(turn, [{ ...turn, state: "refused" }]);
      }
    }
    this.request = undefined;
    this.changed();
  }

  private nextWaiting(): CitizenTurn | undefined {
    return this.turns.find(
      (turn): turn is CitizenTurn => turn.from === "citizen" && turn.state === "waiting",
    );
  }

  /** Answers go right behind their question, also when the next one is already written. */
  private answered(turn: CitizenTurn, replies: ChannelMessage[]): void {
    const first = this.nextId();
    const answers = replies.map((reply, index): AssistantTurn => ({
      from: "assistant",
      id: first + index,
      reply,
    }));
    this.replace(turn, [{ ...turn, state: "answered" }, ...answers]);
  }

  private replace(turn: CitizenTurn, successors: Turn[]): void {
    this.turns = this.turns.flatMap((other) => (other === turn ? successors : [other]));
    this.save();
  }

  private nextId(): number {
    return Math.max(0, ...this.turns.map((turn) => turn.id)) + 1;
  }

  private save(): void {
    this.turns = this.turns.slice(-KEPT_TURNS);
    this.stored.set(this.turns);
    this.changed();
  }
}
