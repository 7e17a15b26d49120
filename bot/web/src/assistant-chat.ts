/** The chat page: header, conversation, composer. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import "./answer-card";
import { choiceButtons } from "./choice-buttons";
import { Conversation, type CitizenTurn, type Turn } from "./conversation";
import type { AskEvent } from "./events";
import "./message-composer";
import type { MessageComposer } from "./message-composer";
import { strings } from "./strings";
import { chat } from "./styles/chat";
import { controls } from "./styles/controls";
import { theme } from "./styles/theme";

// A second press within this time is a double tap, not a second question.
const DOUBLE_TAP_MS = 700;

@customElement("da-nang-assistant")
export class AssistantChat extends LitElement {
  static override styles = [theme, controls, chat];

  private readonly conversation = new Conversation(() => this.requestUpdate());
  private lastPress = -Infinity;

  @query(".log") private log!: HTMLElement;
  @query("dialog") private restartDialog!: HTMLDialogElement;
  @query("message-composer") private composer!: MessageComposer;

  private readonly onOnline = () => this.conversation.retry();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("online", this.onOnline);
    this.conversation.retry();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("online", this.onOnline);
  }

  protected override render(): TemplateResult {
    const { turns, isWaiting, failure } = this.conversation;
    return html`
      <header>
        <div class="column">
          ${mark()}
          <h1>${strings.title}<small>${strings.city}</small></h1>
          ${turns.length ? this.restartButton() : nothing}
        </div>
      </header>
      <main>
        <div class="log" role="log" aria-live="polite" aria-label=${strings.log} tabindex="0">
          <div class="column" @ask=${this.onPress}>
            ${welcome(turns.length === 0)}
            ${repeat(
              turns,
              (turn) => turn.id,
              (turn) => this.turn(turn, turn === turns.at(-1)),
            )}
            ${isWaiting ? typing() : nothing}
            ${failure ? this.failed(strings.failure[failure]) : nothing}
          </div>
        </div>
      </main>
      <footer>
        <div class="column">
          <message-composer @ask=${this.onTyped}></message-composer>
          <p>${strings.caution} <a href=${strings.hotlineNumber}>${strings.hotline}</a>.</p>
        </div>
      </footer>
      ${this.dialog()}
    `;
  }

  protected override firstUpdated(): void {
    requestAnimationFrame(() => this.showNewest("instant"));
    // With a mouse there is no on-screen keyboard that would cover the welcome.
    if (matchMedia("(pointer: fine)").matches) {
      void this.composer.updateComplete.then(() => this.composer.focus());
    }
  }

  protected override updated(): void {
    // The cards render right after this element.
    requestAnimationFrame(() => this.showNewest("auto"));
  }

  /** To the end, but never so far that the newest question leaves the view. */
  private showNewest(behavior: ScrollBehavior): void {
    const questions = this.log.querySelectorAll<HTMLElement>(".citizen");
    const newest = questions[questions.length - 1];
    if (!newest) return;
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTo({ top: Math.min(end, newest.offsetTop - 8), behavior });
  }

  private turn(turn: Turn, latest: boolean): TemplateResult {
    if (turn.from === "assistant") {
      return html`<article class="assistant">
        <span class="hidden-label">${strings.assistant}</span>
        <answer-card .reply=${turn.reply} ?latest=${latest}></answer-card>
      </article>`;
    }
    return html`<article class="citizen">
      <span class="hidden-label">${strings.citizen}</span>
      <p class="bubble">${turn.shown}</p>
      ${turn.state === "refused" ? this.refused(turn) : nothing}
    </article>`;
  }

  private refused(turn: CitizenTurn): TemplateResult {
    return html`<div class="failed">
      <p>${strings.refused}</p>
      <button type="button" @click=${() => this.composer.put(this.conversation.takeBack(turn))}>
        ${strings.rewrite}
      </button>
    </div>`;
  }

  private failed(reason: string): TemplateResult {
    return html`<div class="failed">
      <p>${reason} ${strings.nothingLost}</p>
      <button type="button" class="main" @click=${() => this.conversation.retry()}>
        ${strings.resend}
      </button>
    </div>`;
  }

  private restartButton(): TemplateResult {
    return html`<button
      type="button"
      class="restart"
      @click=${() => this.restartDialog.showModal()}
    >
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path
          d="M12 5v14M5 12h14"
          fill="none"
          stroke="currentColor"
          stroke-width="2.2"
          stroke-linecap="round"
        />
      </svg>
      <span>${strings.restart}</span>
    </button>`;
  }

  private dialog(): TemplateResult {
    return html`<dialog aria-labelledby="restart-question" @close=${this.onDialogClosed}>
      <form method="dialog">
        <h2 id="restart-question">${strings.restartQuestion}</h2>
        <p>${strings.restartConsequence}</p>
        <div>
          <button value="cancel">${strings.cancel}</button>
          <button value="restart" class="main">${strings.restartConfirm}</button>
        </div>
      </form>
    </dialog>`;
  }

  private onDialogClosed(): void {
    if (this.restartDialog.returnValue !== "restart") return;
    this.restartDialog.returnValue = "";
    this.conversation.restart();
    this.log.scrollTop = 0;
  }

  private onTyped(event: AskEvent): void {
    this.conversation.say(event.message);
  }

  private onPress(event: AskEvent): void {
    if (event.timeStamp - this.lastPress < DOUBLE_TAP_MS) return;
    this.lastPress = event.timeStamp;
    this.conversation.say(event.message, event.shown);
    // The pressed button goes away with its answer; the keyboard goes on from the conversation.
    this.log.focus({ preventScroll: true });
  }
}

function welcome(withExamples: boolean): TemplateResult {
  return html`<article class="assistant">
    <div class="bubble">
      <p>${strings.welcome}</p>
      <p>${strings.welcomeHow}</p>
      <p class="aside">${strings.welcomePrivacy}</p>
    </div>
    ${
      withExamples
        ? choiceButtons(
            strings.examplesLabel,
            strings.examples.map((example) => ({ title: example, message: example })),
          )
        : nothing
    }
  </article>`;
}

function typing(): TemplateResult {
  return html`<p class="typing">
    <span class="hidden-label">${strings.typing}</span>
    <i></i><i></i><i></i>
  </p>`;
}

function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
    <g fill="none" stroke-width="2.6" stroke-linecap="round">
      <path d="M7 24c4-11 9-11 13 0 4-11 9-11 13 0M6 24h28" stroke="#fff" />
      <path d="M9 31c2.5-2.2 4.8-2.2 7.3 0s4.9 2.2 7.4 0 4.8-2.2 7.3 0" stroke="#ffc845" />
    </g>
  </svg>`;
}
