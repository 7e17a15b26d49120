/** Where the citizen writes. What is written survives a reload. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { AskEvent } from "./events";
import { isString, StoredValue } from "./storage";
import { strings } from "./strings";
import { controls } from "./styles/controls";

/** The longest message the server takes, in characters. */
const LIMIT = 1_000;
const COUNT_FROM = 800;

@customElement("message-composer")
export class MessageComposer extends LitElement {
  @state() private text = "";
  @query("textarea") private field!: HTMLTextAreaElement;
  private readonly draft = new StoredValue("sessionStorage", "draft", isString);

  constructor() {
    super();
    this.text = this.draft.get() ?? "";
  }

  override focus(): void {
    this.field.focus();
  }

  /** Puts a text before what is already written. */
  put(text: string): void {
    this.write([text, this.text].filter(Boolean).join("\n"));
    this.focus();
  }

  protected override render(): TemplateResult {
    const length = lengthOf(this.text);
    const tooLong = length > LIMIT;
    return html`
      <form @submit=${this.onSubmit}>
        <label class="hidden-label" for="message">${strings.message}</label>
        <textarea
          id="message"
          rows="1"
          enterkeyhint="send"
          autocomplete="off"
          placeholder=${strings.messagePlaceholder}
          aria-describedby="length"
          aria-invalid=${tooLong}
          .value=${this.text}
          @input=${() => this.write(this.field.value)}
          @keydown=${this.onKey}
        ></textarea>
        <button class="main" ?disabled=${tooLong || this.text.trim() === ""}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M3.4 20.4 21.5 12 3.4 3.6l-.01 6.53L15 12 3.39 13.87z" fill="currentColor" />
          </svg>
          <span class="hidden-label">${strings.send}</span>
        </button>
      </form>
      <p id="length" class=${tooLong ? "too-long" : ""}>
        <span>${length >= COUNT_FROM ? strings.counter(length, LIMIT) : nothing}</span>
        <span role="status">${tooLong ? strings.tooLong(LIMIT) : nothing}</span>
      </p>
    `;
  }

  protected override updated(): void {
    // Grows with its text up to the maximum height of the style sheet.
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
  }

  private write(text: string): void {
    this.text = text;
    this.draft.set(text);
  }

  private onKey(event: KeyboardEvent): void {
    // While a Vietnamese input method composes, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.send();
    this.focus();
  }

  private send(): void {
    // Read from the field: two quick taps come before the next rendering.
    const message = this.field.value.normalize("NFC").trim();
    if (message === "" || lengthOf(message) > LIMIT) return;
    this.field.value = "";
    this.write("");
    this.dispatchEvent(new AskEvent(message));
  }

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }

      form {
        display: flex;
        align-items: flex-end;
        gap: 0.5rem;
      }

      textarea {
        flex: 1;
        min-width: 0;
        min-height: 48px;
        max-height: min(9.5rem, 30vh);
        border: 1px solid var(--line-strong);
        border-radius: 24px;
        padding: 0.65rem 1rem;
        background: var(--surface);
        color: var(--text);
        font: inherit;
        font-size: 16px; /* below this iOS zooms in */
        line-height: 1.5;
        resize: none;
      }

      textarea::placeholder {
        color: var(--muted);
        opacity: 1;
      }

      textarea:focus-visible {
        border-color: transparent;
        outline-color: var(--accent);
        outline-offset: -2px;
      }

      button {
        display: grid;
        flex: none;
        place-items: center;
        width: 48px;
        height: 48px;
        border-radius: 50%;
        padding: 0;
      }

      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.75rem;
        margin: 0;
        color: var(--muted);
        font-size: 0.8125rem;
      }

      p.too-long {
        margin-top: 0.35rem;
        color: var(--on-alarm);
      }
    `,
  ];
}

/** As the server counts: letters in composed form, an emoji is one. */
function lengthOf(text: string): number {
  return Array.from(text.normalize("NFC").trim()).length;
}
