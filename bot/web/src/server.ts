/** The only file that speaks to the server. What it answers is described in docs/protocol.md. */

import type * as Speech from "./speech/speech";
import type { Availability, ConversationKey, Feedback, FoundProcedure } from "./types";

const TIMEOUT_MS = 30_000;

/**
 * Why a request failed. Worth trying again: `unreachable`, `limited` (too many requests), `broken`.
 * Not so: `refused` (the request is wrong), `absent` (there is no such address or conversation).
 */
export type Failure = "unreachable" | "limited" | "broken" | "refused" | "absent";

export class ServerError extends Error {
  constructor(
    readonly reason: Failure,
    /** How long the server asks to wait. */
    readonly retryAfterMs = 0,
  ) {
    super(reason);
    this.name = "ServerError";
  }
}

/** Every method throws `ServerError`. */
export class Server {
  /** `base`: the address that the server's paths are relative to. */
  constructor(private readonly base: string) {}

  /** What is kept of a conversation, in plain words. */
  get privacyPage(): string {
    return new URL("privacy", this.base).href;
  }

  createConversation(): Promise<ConversationKey> {
    return this.json("api/conversations", { method: "POST" });
  }

  continueConversation(code: string): Promise<ConversationKey> {
    return this.json("api/conversations/continue", { method: "POST", body: { code } });
  }

  async say(key: ConversationKey, clientId: string, text: string): Promise<void> {
    await this.of(key, "/messages", { method: "POST", body: { client_id: clientId, text } });
  }

  /** The open stream of events after `cursor`; it ends when `signal` is aborted. */
  async events(key: ConversationKey, cursor: number, signal: AbortSignal): Promise<Response> {
    return this.of(key, `/events?after=${cursor}`, { accept: "text/event-stream", signal });
  }

  async code(key: ConversationKey): Promise<string> {
    const response = await this.of(key, "/code", { method: "POST" });
    return ((await read(response)) as { code: string }).code;
  }

  async download(key: ConversationKey): Promise<Blob> {
    return (await this.of(key, "/download?format=text", {})).blob();
  }

  async feedback(key: ConversationKey, feedback: Feedback): Promise<void> {
    await this.of(key, "/feedback", { method: "POST", body: feedback });
  }

  async forget(key: ConversationKey): Promise<void> {
    await this.of(key, "", { method: "DELETE" });
  }

  async searchProcedures(
    query: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<FoundProcedure[]> {
    const path = `api/procedures/search?q=${encodeURIComponent(query)}&limit=${limit}`;
    return (await this.json<{ results: FoundProcedure[] }>(path, { signal })).results;
  }

  /** What this server can do with sound. */
  speech(): Promise<Availability> {
    return this.json("api/speech", {});
  }

  /** The sound of a part of an answer; undefined where all was read. */
  async speak(key: ConversationKey, cursor: number, part: number): Promise<ArrayBuffer | undefined> {
    const body = { conversation: key.id, cursor, part };
    const request: ServerRequest = { method: "POST", body, secret: key.secret, accept: "audio/mpeg" };
    const response = await this.fetch("api/speech/speak", request);
    return response.status === 204 ? undefined : response.arrayBuffer();
  }

  get listenAddress(): string {
    const address = new URL("api/speech/listen", this.base);
    address.protocol = address.protocol.replace("http", "ws");
    return address.href;
  }

  get microphoneScript(): string {
    return new URL("microphone.js", this.base).href;
  }

  /** What few visitors need is loaded when it is wanted. */
  speechScript(): Promise<typeof Speech> {
    return import(/* @vite-ignore */ new URL("speech.js", this.base).href);
  }

  private of(key: ConversationKey, path: string, request: ServerRequest): Promise<Response> {
    return this.fetch(`api/conversations/${encodeURIComponent(key.id)}${path}`, {
      ...request,
      secret: key.secret,
    });
  }

  private async json<T>(path: string, request: ServerRequest): Promise<T> {
    return (await read(await this.fetch(path, request))) as T;
  }

  private async fetch(path: string, request: ServerRequest): Promise<Response> {
    const { method = "GET", body, secret, accept = "application/json", signal } = request;
    const headers: Record<string, string> = { Accept: accept };
    if (body) headers["Content-Type"] = "application/json";
    if (secret) headers["Authorization"] = `Bearer ${secret}`;
    // Only for the answer to begin: a stream of events stays open.
    const slow = new AbortController();
    const timer = setTimeout(() => slow.abort(), TIMEOUT_MS);
    const stop = () => slow.abort();
    signal?.addEventListener("abort", stop);
    try {
      const response = await fetch(new URL(path, this.base), {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        signal: slow.signal,
        credentials: "omit",
        cache: "no-store",
      });
      if (!response.ok) throw new ServerError(reasonOf(response.status), retryAfter(response));
      return response;
    } catch (error) {
      if (error instanceof ServerError) throw error;
      throw new ServerError("unreachable");
    } finally {
      clearTimeout(timer);
    }
  }
}

interface ServerRequest {
  method?: "GET" | "POST" | "DELETE";
  body?: object;
  secret?: string;
  accept?: string;
  signal?: AbortSignal;
}

function reasonOf(status: number): Failure {
  if (status === 429) return "limited";
  if (status >= 500) return "broken";
  return [404, 405, 410].includes(status) ? "absent" : "refused";
}

function retryAfter(response: Response): number {
  return 1000 * (Number(response.headers.get("Retry-After")) || 0);
}

async function read(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ServerError("broken");
  }
}
