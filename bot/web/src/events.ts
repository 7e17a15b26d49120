/** What the parts of the chat tell the whole. */

import type { Feedback } from "./types";

/** A message is to be sent. */
export class AskEvent extends Event {
  constructor(readonly message: string) {
    super("ask", { bubbles: true, composed: true });
  }
}

/** The citizen's opinion is to be sent; `sent` is told whether that worked. */
export class FeedbackEvent extends Event {
  constructor(
    readonly feedback: Feedback,
    readonly sent: (worked: boolean) => void,
  ) {
    super("feedback", { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    ask: AskEvent;
    feedback: FeedbackEvent;
  }
}
