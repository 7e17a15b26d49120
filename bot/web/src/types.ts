/** The contract with the server: docs/protocol.md, and the `Answer` of `actions/answer.py`. */

export type Kind =
  | "procedure"
  | "choice"
  | "clarify"
  | "faq"
  | "dossier_status"
  | "dossier_verify"
  | "office"
  | "menu"
  | "greeting"
  | "smalltalk"
  | "handoff"
  | "emergency"
  | "feedback"
  | "out_of_scope"
  | "unknown"
  | "error";

export interface ProcedureReference {
  code: string;
  name: string;
  version: number;
}

export interface ProcedureChoice {
  code: string;
  name: string;
  hint?: string;
}

export interface CitedSource {
  title: string;
  url?: string;
  /** ISO date. */
  effective_from?: string;
  checked_on?: string;
}

/** A button: `title` is shown, `message` is what pressing it sends. */
export interface Suggestion {
  title: string;
  message: string;
}

export interface Answer {
  kind: Kind;
  /** The complete answer, with its notices and source. */
  text: string;
  /** Its first sentence alone, where `facts` hold the rest. */
  lead?: string;
  procedure?: ProcedureReference;
  procedures?: ProcedureChoice[];
  /** Keyed by aspect; read only through `facts.ts`, which tolerates what it does not know. */
  facts?: Record<string, unknown>;
  notices?: string[];
  sources?: CitedSource[];
  suggestions?: Suggestion[];
}

/** Whom the conversation is with, as a system event says it. */
export interface Handover {
  state: "bot" | "waiting" | "with_officer" | "leaving_message" | "left_message";
  position?: number;
  officer?: string;
  opens_at?: string;
}

interface EventOf<From, Custom> {
  /** Its number in the conversation: 1, 2, 3 and so on, without gaps. */
  cursor: number;
  /** ISO date and time. */
  at: string;
  from: From;
  text: string;
  client_id?: string;
  custom?: Custom;
}

export type CitizenEvent = EventOf<"citizen", never>;
export type BotEvent = EventOf<"bot", Answer>;
export type OfficerEvent = EventOf<"officer", { officer?: string }>;
export type SystemEvent = EventOf<
  "system",
  { handover?: Handover; suggestions?: Suggestion[] }
>;
export type ConversationEvent = CitizenEvent | BotEvent | OfficerEvent | SystemEvent;

/** What opens one conversation. */
export interface ConversationKey {
  id: string;
  secret: string;
}

/** What the server can do with sound. */
export interface Availability {
  speak: boolean;
  listen: boolean;
}

export interface FoundProcedure {
  code: string;
  name: string;
}

export type Feedback =
  | { cursor: number; thumb: "up" | "down"; reasons: string[]; comment?: string }
  | { rating: number };
