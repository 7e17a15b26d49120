/**
 * A conversation with a server that speaks only Rasa's REST channel and keeps nothing for us: the
 * browser numbers the events and keeps them itself.
 */

import type { Outgoing } from "./outbox";
import { ServerError, type Server } from "./server";
import { isObject, StoredValue } from "./storage";
import type { ConversationEvent } from "./types";
import { randomUuid } from "./uuid";

// A browser keeps about 5 MB for a site.
const KEPT_EVENTS = 200;

interface Kept {
  sender: string;
  events: ConversationEvent[];
}

const stored = new StoredValue<Kept>("conversation.webhook", isObject);

export class WebhookHistory {
  private constructor(private kept: Kept) {}

  static stored(): WebhookHistory | undefined {
    const kept = stored.get();
    return kept && new WebhookHistory(kept);
  }

  static begin(): WebhookHistory {
    return new WebhookHistory({ sender: `web-${randomUuid()}`, events: [] });
  }

  static forget(): void {
    stored.set(undefined);
  }

  get events(): ConversationEvent[] {
    return this.kept.events;
  }

  /** Adds a message and what was answered. Throws `ServerError`. */
  async ask(server: Server, { clientId, text }: Outgoing): Promise<void> {
    const replies = await server.ask(this.kept.sender, text);
    const last = this.events.at(-1)?.cursor ?? 0;
    const at = new Date().toISOString();
    const answers = replies.flatMap(({ text: said, custom }, index): ConversationEvent[] =>
      said || custom
        ? [
            {
              cursor: last + 2 + index,
              at,
              from: "bot",
              text: custom?.text ?? said ?? "",
              ...(custom && { custom }),
            },
          ]
        : [],
    );
    if (answers.length === 0) throw new ServerError("broken");
    const question = { cursor: last + 1, at, from: "citizen", text, client_id: clientId } as const;
    this.kept.events = [...this.events, question, ...answers].slice(-KEPT_EVENTS);
    stored.set(this.kept);
  }
}
