/** What the parts of the page tell the chat. */

/** A message is to be sent; `shown` is how it reads in the conversation. */
export class AskEvent extends Event {
  constructor(
    readonly message: string,
    readonly shown: string = message,
  ) {
    super("ask", { bubbles: true, composed: true });
  }
}
