/** The only file that speaks to the server. */

import type { ChannelMessage } from "./types";

// Relative to the page, so that it also works below a path of the portal.
const WEBHOOK = "webhooks/rest/webhook";
const TIMEOUT_MS = 30_000;

/** Why a message got no answer and is worth sending again. */
export type Failure = "unreachable" | "slow" | "busy" | "broken";

/** `refused`: sending the same again would be refused again. */
export class SendError extends Error {
  constructor(readonly reason: Failure | "refused") {
    super(reason);
    this.name = "SendError";
  }
}

/**
 * Sends one message and returns the replies, at least one.
 *
 * Throws `SendError`, or the abort reason when `cancelled` was aborted.
 */
export async function ask(
  sender: string,
  message: string,
  cancelled: AbortSignal,
): Promise<ChannelMessage[]> {
  const request = new AbortController();
  const stop = () => request.abort(cancelled.reason);
  cancelled.addEventListener("abort", stop);
  const timer = setTimeout(() => request.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(new URL(WEBHOOK, document.baseURI), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sender, message }),
      signal: request.signal,
      credentials: "omit",
    });
    return await replies(response);
  } catch (error) {
    cancelled.throwIfAborted();
    if (error instanceof SendError) throw error;
    throw new SendError(request.signal.aborted ? "slow" : "unreachable");
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener("abort", stop);
  }
}

async function replies(response: Response): Promise<ChannelMessage[]> {
  if (response.status === 429 || response.status === 503) throw new SendError("busy");
  if (response.status >= 500) throw new SendError("broken");
  if (!response.ok) throw new SendError("refused");
  const body: unknown = await response.json().catch(() => {
    throw new SendError("broken");
  });
  const messages = Array.isArray(body) ? (body as ChannelMessage[]).filter(saysSomething) : [];
  if (messages.length === 0) throw new SendError("broken");
  return messages;
}

function saysSomething(message: ChannelMessage | null): boolean {
  return Boolean(message?.custom?.text ?? message?.text);
}
