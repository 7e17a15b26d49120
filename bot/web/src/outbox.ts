/** The citizen's messages on their way to the server: one at a time, until each has arrived. */

import { delay, pause } from "./event-stream";
import { ServerError } from "./server";
import { isList, StoredValue } from "./storage";
import { randomUuid } from "./uuid";

export interface Outgoing {
  clientId: string;
  text: string;
  /** The server does not take it, however often it is sent. */
  refused?: boolean;
}

export interface Delivery {
  /** Throws `ServerError`. The same message may be sent twice; the server takes it once. */
  send(message: Outgoing): Promise<void>;
  connected(is: boolean): void;
  /** The server takes no more messages from here for so long; 0: it does again. */
  held(milliseconds: number): void;
  changed(): void;
}

export class Outbox {
  /** What has not come back as an event yet, oldest first. */
  messages: readonly Outgoing[];

  private readonly stored = new StoredValue<Outgoing[]>("conversation.outbox", isList);
  private readonly sent = new Set<string>();
  private readonly delivery: Delivery;
  private isDelivering = false;
  private waiting = new AbortController();

  constructor(delivery: Delivery) {
    this.delivery = delivery;
    this.messages = this.stored.get() ?? [];
  }

  add(text: string): void {
    this.keep([...this.messages, { clientId: randomUuid(), text }]);
    void this.deliver();
  }

  remove(clientId: string): void {
    if (this.has(clientId)) this.keep(this.messages.filter((other) => other.clientId !== clientId));
  }

  has(clientId: string): boolean {
    return this.messages.some((message) => message.clientId === clientId);
  }

  clear(): void {
    this.sent.clear();
    this.keep([]);
    this.waiting.abort();
  }

  /** Sends these anew, to another conversation. */
  restore(messages: readonly Outgoing[]): void {
    this.sent.clear();
    this.keep([...messages]);
    void this.deliver();
  }

  /** Tries at once where a pause was made. */
  wake(): void {
    this.waiting.abort();
    void this.deliver();
  }

  private async deliver(): Promise<void> {
    if (this.isDelivering) return;
    this.isDelivering = true;
    let failures = 0;
    for (let next = this.next(); next; next = this.next()) {
      this.waiting = new AbortController();
      try {
        await this.delivery.send(next);
        this.sent.add(next.clientId);
        this.delivery.connected(true);
        this.delivery.held(0);
        failures = 0;
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        if (error.reason === "refused") this.refuse(next);
        else {
          const isLimited = error.reason === "limited";
          this.delivery.connected(isLimited);
          this.delivery.held(isLimited ? error.retryAfterMs : 0);
          const wait = Math.max(error.retryAfterMs, delay(failures++));
          await pause(wait, this.waiting.signal);
        }
      }
    }
    this.isDelivering = false;
    this.delivery.held(0);
  }

  private next(): Outgoing | undefined {
    return this.messages.find(({ clientId, refused }) => !refused && !this.sent.has(clientId));
  }

  private refuse(message: Outgoing): void {
    this.keep(
      this.messages.map((other) => (other === message ? { ...message, refused: true } : other)),
    );
  }

  private keep(messages: Outgoing[]): void {
    this.messages = messages;
    this.stored.set(messages.length ? messages : undefined);
    this.delivery.changed();
  }
}
