/**
 * What is said in one conversation: the events that the server has, and the citizen's messages that
 * it may not have yet. Both survive a reload, a lost network and a sleeping phone.
 */

import { EventStream } from "./event-stream";
import { Outbox, type Outgoing } from "./outbox";
import { ServerError, type Server } from "./server";
import { forgetStored, isNumber, isObject, StoredValue } from "./storage";
import type { ConversationEvent, ConversationKey, Feedback, Handover } from "./types";

/** What the citizen thought of this conversation so far. */
export interface Opinions {
  thumbs: Record<number, "up" | "down">;
  rating?: number;
}

const storedKey = new StoredValue<ConversationKey>("conversation.key", isObject);
const storedHeard = new StoredValue("conversation.heard", isNumber);
const storedOpinions = new StoredValue<Opinions>("conversation.opinions", isObject);

export class Conversation {
  events: ConversationEvent[] = [];
  isConnected = true;
  /** How long the server takes no more messages from here; 0 while it does. */
  heldMs = 0;
  /** The server has deleted what this browser knew as its conversation. */
  isExpired = false;

  private readonly outbox: Outbox;
  private key = storedKey.get();
  private stream: EventStream | undefined;
  private creation: Promise<ConversationKey> | undefined;

  constructor(
    private readonly server: Server,
    private readonly changed: () => void,
  ) {
    this.outbox = new Outbox({
      send: (message) => this.send(message),
      connected: (is) => this.setConnected(is),
      held: (ms) => this.setHeld(ms),
      changed,
    });
  }

  start(): void {
    window.addEventListener("online", this.onOnline);
    window.addEventListener("offline", this.onOffline);
    window.addEventListener("storage", this.onStorage);
    document.addEventListener("visibilitychange", this.onVisible);
    this.follow();
    this.outbox.wake();
  }

  stop(): void {
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("offline", this.onOffline);
    window.removeEventListener("storage", this.onStorage);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.unfollow();
  }

  /** What the citizen has written and the server has not confirmed. */
  get outgoing(): readonly Outgoing[] {
    return this.outbox.messages;
  }

  get isEmpty(): boolean {
    return this.events.length + this.outgoing.length === 0;
  }

  get handover(): Handover {
    for (const event of [...this.events].reverse()) {
      if (event.from === "system" && event.custom?.handover) return event.custom.handover;
    }
    return { state: "bot" };
  }

  /** Whether the bot has still to answer. */
  get isAwaited(): boolean {
    if (["with_officer", "leaving_message"].includes(this.handover.state)) return false;
    return this.outgoing.some(({ refused }) => !refused) || this.events.at(-1)?.from === "citizen";
  }

  get opinions(): Opinions {
    return storedOpinions.get() ?? { thumbs: {} };
  }

  /** What has come since this was called last, in this or an earlier visit to the page. */
  takeUnheard(): ConversationEvent[] {
    const heard = storedHeard.get() ?? 0;
    const unheard = this.events.filter(({ cursor }) => cursor > heard);
    if (unheard.length > 0) storedHeard.set(unheard.at(-1)!.cursor);
    return unheard;
  }

  say(text: string): void {
    this.isExpired = false;
    this.outbox.add(text);
  }

  /** Takes a refused message out and returns its text, to be written again. */
  takeBack({ clientId, text }: Outgoing): string {
    this.outbox.remove(clientId);
    return text;
  }

  /** The conversation as a text file. Throws `ServerError`. */
  async download(): Promise<Blob> {
    return this.server.download(await this.opened());
  }

  /** A short code that continues this conversation on another device. Throws `ServerError`. */
  async code(): Promise<string> {
    return this.server.code(await this.opened());
  }

  /** Goes on with the conversation of another device. Throws `ServerError`. */
  async continueWith(code: string): Promise<void> {
    const key = await this.server.continueConversation(code);
    this.startAnew();
    this.outbox.clear();
    this.open(key);
  }

  /** Deletes everything, on the server and here. Throws `ServerError`; then nothing is deleted. */
  async forget(): Promise<void> {
    try {
      if (this.key) await this.server.forget(this.key);
    } catch (error) {
      // Already deleted is what was asked for.
      if (!(error instanceof ServerError && error.reason === "absent")) throw error;
    }
    this.outbox.clear();
    this.startAnew();
    forgetStored("ticked.");
  }

  /** Throws `ServerError`. */
  async giveFeedback(feedback: Feedback): Promise<void> {
    await this.server.feedback(await this.opened(), feedback);
    const { thumbs, rating } = this.opinions;
    storedOpinions.set(
      "rating" in feedback
        ? { thumbs, rating: feedback.rating }
        : { thumbs: { ...thumbs, [feedback.cursor]: feedback.thumb }, ...(rating && { rating }) },
    );
    this.changed();
  }

  private async send({ clientId, text }: Outgoing): Promise<void> {
    const key = await this.opened();
    // Deleted by the citizen while the conversation was being opened.
    if (!this.outbox.has(clientId)) return;
    try {
      await this.server.say(key, clientId, text);
    } catch (error) {
      if (!(error instanceof ServerError && error.reason === "absent")) throw error;
      this.expire(key);
      throw new ServerError("broken");
    }
  }

  /**
   * Nobody is kept by the server who has not said anything yet: it opens with the first message, or
   * when the microphone is used. Throws `ServerError`.
   */
  async opened(): Promise<ConversationKey> {
    if (this.key) return this.key;
    this.creation ??= this.server.createConversation();
    try {
      const key = await this.creation;
      this.open(key);
      return key;
    } finally {
      this.creation = undefined;
    }
  }

  private open(key: ConversationKey): void {
    this.key = key;
    storedKey.set(key);
    this.follow();
  }

  private follow(): void {
    if (this.stream || !this.key) return;
    const key = this.key;
    const lastCursor = () => this.events.at(-1)?.cursor ?? 0;
    this.stream = new EventStream({
      get cursor() {
        return lastCursor();
      },
      open: (cursor, signal) => this.server.events(key, cursor, signal),
      came: (event) => this.came(event),
      connected: (is) => this.setConnected(is),
      gone: () => this.expire(key),
    });
  }

  private unfollow(): void {
    this.stream?.stop();
    this.stream = undefined;
  }

  private came(event: ConversationEvent): void {
    this.events = [...this.events, event];
    if (event.client_id) this.outbox.remove(event.client_id);
    this.changed();
  }

  private startAnew(): void {
    this.unfollow();
    this.key = undefined;
    this.events = [];
    this.isExpired = false;
    storedKey.set(undefined);
    storedHeard.set(undefined);
    storedOpinions.set(undefined);
    this.changed();
  }

  /** What the citizen has written meanwhile is not lost: it opens the next conversation. */
  private expire(key: ConversationKey): void {
    if (key !== this.key) return;
    const unsent = this.outgoing;
    this.startAnew();
    this.isExpired = true;
    this.outbox.restore(unsent);
  }

  private setConnected(is: boolean): void {
    if (is === this.isConnected) return;
    this.isConnected = is;
    this.changed();
  }

  private setHeld(ms: number): void {
    if (ms === this.heldMs) return;
    this.heldMs = ms;
    this.changed();
  }

  private readonly onOnline = () => {
    if (this.stream) this.stream.wake(false);
    else this.setConnected(true);
    this.outbox.wake();
  };

  private readonly onOffline = () => this.setConnected(false);

  private readonly onVisible = () => {
    if (document.visibilityState !== "visible") return;
    this.stream?.wake(true);
    this.outbox.wake();
  };

  /** Another tab has begun, left or deleted the conversation. */
  private readonly onStorage = ({ key }: StorageEvent) => {
    if (key !== storedKey.name || storedKey.get()?.id === this.key?.id) return;
    this.unfollow();
    this.key = storedKey.get();
    this.events = [];
    this.follow();
    this.changed();
  };
}
