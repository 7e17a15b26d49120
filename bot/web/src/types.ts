/** The contract with the server: the `Answer` of `actions/answer.py` and the message it travels in. */

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

export type Aspect =
  | "documents"
  | "fee"
  | "duration"
  | "place"
  | "steps"
  | "online"
  | "form"
  | "conditions"
  | "legal_basis"
  | "result"
  | "agency";

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
  aspect?: Aspect;
  procedures?: ProcedureChoice[];
  /** Keyed by aspect; read only through `facts.ts`, which tolerates what it does not know. */
  facts?: Record<string, unknown>;
  notices?: string[];
  sources?: CitedSource[];
  suggestions?: Suggestion[];
}

/** One element of the list that the REST channel of Rasa answers with. */
export interface ChannelMessage {
  recipient_id?: string;
  text?: string;
  buttons?: { title: string; payload: string }[];
  custom?: Answer;
}
