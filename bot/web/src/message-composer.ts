/**
 * Where the citizen writes. What is written survives a reload. While typing, procedures of that name
 * are offered above the field, to be taken with the arrow keys or a tap.
 */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Dictation } from "./dictation";
import { AssistantElement } from "./elements";
import { AskEvent } from "./events";
import { icon } from "./icons";
import { ProcedureFinder } from "./procedure-finder";
import type { Server } from "./server";
import { isString, StoredValue } from "./storage";
import { t } from "./strings";
import { controls } from "./styles/controls";

/** The longest message the server takes, in characters. */
const LIMIT = 1_000;
const COUNT_FROM = 800;

@customElement("message-composer")
export class MessageComposer extends AssistantElement {
  @property({ attribute: false }) server: Server | undefined;
  /** Where the server understands speech and the browser has a microphone. */
  @property({ attribute: false }) dictation: Dictation | undefined;
  @state() private text = "";
  @state() private heardNothing = false;
  @query("textarea") private field!: HTMLTextAreaElement;
  private readonly draft = new StoredValue("draft", isString);
  private readonly finder = new ProcedureFinder(this, () => this.server);

  constructor() {
    super();
    this.text = this.draft.get() ?? "";
  }

  override focus(): void {
    void this.updateComplete.then(() => this.field.focus());
  }

  /** Puts a text before what is already written. */
  put(text: string): void {
    this.write([text, this.text].filter(Boolean).join("\n"));
    this.focus();
  }

  protected override render(): TemplateResult {
    const length = lengthOf(this.text);
    const tooLong = length > LIMIT;
    const { found, active } = this.finder;
    return html`
      ${found.length ? this.suggestions() : nothing}
      <form @submit=${this.onSubmit}>
        <label class="hidden-label" for="message">${t().message}</label>
        <textarea
          id="message"
          rows="1"
          enterkeyhint="send"
          autocomplete="off"
          placeholder=${t().messagePlaceholder}
          aria-describedby="length"
          aria-invalid=${tooLong}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${found.length ? "found" : nothing}
          aria-activedescendant=${active >= 0 ? `found-${active}` : nothing}
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKey}
          @blur=${() => this.finder.close()}
        ></textarea>
        ${this.dictation ? this.microphone(this.dictation) : nothing}
        <button class="main" ?disabled=${tooLong || this.text.trim() === ""}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M3.4 20.4 21.5 12 3.4 3.6l-.01 6.53L15 12 3.39 13.87z" fill="currentColor" />
          </svg>
          <span class="hidden-label">${t().send}</span>
        </button>
      </form>
      <p id="length" class=${tooLong ? "too-long" : ""}>
        <span>${length >= COUNT_FROM ? t().length(length, LIMIT) : nothing}</span>
        <span role="status">${tooLong ? t().tooLong(LIMIT) : this.dictationNote()}</span>
      </p>
      <p class="hidden-label" role="status">${found.length ? t().foundCount(found.length) : nothing}</p>
    `;
  }

  private microphone(dictation: Dictation): TemplateResult {
    const isOn = dictation.state !== "off";
    return html`<button
      type="button"
      class="microphone ${dictation.state}"
      aria-label=${t().speak}
      title=${t().speak}
      aria-pressed=${isOn}
      @click=${() => (isOn ? dictation.stop() : this.dictate(dictation))}
      @keydown=${this.onKey}
    >
      ${icon(isOn ? "stop" : "microphone")}
    </button>`;
  }

  private dictationNote(): string | typeof nothing {
    const { state, failure } = this.dictation ?? {};
    if (state === "listening") return t().listening;
    if (failure) return t().listenFailures[failure];
    return this.heardNothing ? t().nothingHeard : nothing;
  }

  private suggestions(): TemplateResult {
    const { found, active } = this.finder;
    return html`<ul id="found" role="listbox" aria-label=${t().found}>
      ${found.map(
        ({ name }, index) =>
          html`<li
            id="found-${index}"
            role="option"
            lang="vi"
            aria-selected=${index === active}
            @mousedown=${(event: Event) => event.preventDefault()}
            @click=${() => this.take(index)}
          >
            <span>${name}</span>
          </li>`,
      )}
    </ul>`;
  }

  protected override updated(): void {
    // Grows with its text up to the maximum height of the style sheet.
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  private write(text: string): void {
    this.text = text;
    this.draft.set(text || undefined);
  }

  /** What is heard comes behind what is written. */
  private async dictate(dictation: Dictation): Promise<void> {
    const written = this.text.trim();
    let said = "";
    this.heardNothing = false;
    this.dispatchEvent(new Event("dictate"));
    await dictation.listen((words) => {
      said = words;
      this.write([written, words].filter(Boolean).join(" "));
    });
    this.heardNothing = !said && !dictation.failure;
    if (said) this.focus();
  }

  private onInput(): void {
    this.dictation?.cancel();
    this.heardNothing = false;
    this.write(this.field.value);
    this.finder.typed(this.field.value);
  }

  private onKey(event: KeyboardEvent): void {
    // While a Vietnamese input method composes, the keys belong to it.
    if (event.isComposing) return;
    if (event.key === "Escape" && this.dictation && this.dictation.state !== "off") {
      this.dictation.stop();
      event.stopPropagation();
      event.preventDefault();
      return;
    }
    if (event.target !== this.field) return;
    const offers = this.finder.found.length > 0;
    if (event.key === "Enter" && !event.shiftKey) {
      if (this.finder.active >= 0) this.take(this.finder.active);
      else this.send();
    } else if (offers && event.key === "ArrowDown") this.finder.move(1);
    else if (offers && event.key === "ArrowUp") this.finder.move(-1);
    else if (offers && event.key === "Escape") {
      this.finder.close();
      // One press closes the list, the next the panel.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.send();
    this.focus();
  }

  private take(index: number): void {
    const chosen = this.finder.found[index];
    if (!chosen) return;
    this.ask(chosen.name);
  }

  private send(): void {
    // Read from the field: two quick taps come before the next rendering.
    const message = this.field.value.normalize("NFC").trim();
    if (message !== "" && lengthOf(message) <= LIMIT) this.ask(message);
  }

  private ask(message: string): void {
    this.dictation?.cancel();
    this.field.value = "";
    this.write("");
    this.finder.close();
    this.dispatchEvent(new AskEvent(message));
  }

  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
      }

      form {
        display: flex;
        align-items: flex-end;
        gap: 8px;
      }

      textarea {
        flex: 1;
        min-height: 48px;
        max-height: min(9.5em, 30vh);
        border-radius: 24px;
        padding: 10px 16px;
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

      .microphone {
        border-color: var(--line-strong);
      }

      .microphone.listening {
        border-color: var(--alarm-line);
        background: var(--alarm);
        color: var(--on-alarm);
      }

      @media (prefers-reduced-motion: no-preference) {
        .listening {
          animation: listening 1.6s infinite ease-in-out;
        }

        @keyframes listening {
          50% {
            box-shadow: 0 0 0 6px var(--alarm);
          }
        }
      }

      #found {
        position: absolute;
        z-index: 1;
        inset: auto 0 calc(100% + 10px);
        max-height: min(40vh, 320px);
        margin: 0;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        padding: 4px;
        background: var(--surface);
        box-shadow: 0 4px 20px rgb(0 0 0 / 25%);
        overflow-y: auto;
        list-style: none;
      }

      #found li {
        display: flex;
        align-items: center;
        min-height: var(--target);
        border-radius: 10px;
        padding: 6px 12px;
        line-height: 1.35;
        cursor: pointer;
        overflow-wrap: anywhere;
      }

      /* The longest official names would fill the screen of a phone. */
      #found span {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }

      #found li[aria-selected="true"],
      #found li:hover {
        background: var(--accent-soft);
        color: var(--accent);
      }

      #found li[aria-selected="true"] {
        outline: 2px solid var(--accent);
      }

      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        color: var(--muted);
        font-size: var(--small);
      }

      p.too-long {
        margin-top: 6px;
        color: var(--on-alarm);
      }
    `,
  ];
}

/** As the server counts: letters in composed form, an emoji is one. */
function lengthOf(text: string): number {
  return Array.from(text.normalize("NFC").trim()).length;
}
