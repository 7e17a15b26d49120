/** The chat: header, conversation, composer. It fills the page, or the panel of the widget. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import "./answer-card";
import "./answer-feedback";
import "./chat-options";
import type { ChatOptions } from "./chat-options";
import { choiceButtons } from "./choice-buttons";
import { Conversation } from "./conversation";
import { Dictation, hasMicrophone } from "./dictation";
import { ThemedElement } from "./elements";
import type { AskEvent, FeedbackEvent } from "./events";
import { icon, mark } from "./icons";
import { callLink } from "./links";
import "./message-composer";
import type { MessageComposer } from "./message-composer";
import type { Outgoing } from "./outbox";
import { setPortalLanguage } from "./preferences";
import "./rating-form";
import { ReadingAloud } from "./reading-aloud";
import { Server, ServerError } from "./server";
import { t } from "./strings";
import { chat } from "./styles/chat";
import { controls } from "./styles/controls";
import { theme } from "./styles/theme";
import type { Availability, BotEvent, ConversationEvent, SystemEvent } from "./types";

// A second press of the same button within this time is a double tap, not a second question.
const DOUBLE_TAP_MS = 700;
// More than this is not read aloud in one go.
const ANNOUNCED_CHARACTERS = 700;
const PARTING = /\b(cam on|tam biet|thank|thanks|bye|goodbye)\b/;
/** Kinds that state nothing which could be right or wrong. */
const WITHOUT_OPINION = [
  "greeting",
  "smalltalk",
  "menu",
  "feedback",
  "handoff",
  "emergency",
  "error",
];

@customElement("assistant-chat")
export class AssistantChat extends ThemedElement {
  static override styles = [controls, theme, chat];

  /** The address of the assistant's server; where the page is from, unless told otherwise. */
  @property() server: string | undefined;
  @property() language: string | undefined;
  /** In a panel that can be closed; the button fires `close`. */
  @property({ type: Boolean }) closable = false;

  @state() private announced = "";
  @state() private reading: ReadingAloud | undefined;
  @state() private dictation: Dictation | undefined;
  private conversation!: Conversation;
  private connection!: Server;
  private lastPress = { message: "", at: -Infinity };

  @query(".log") private log!: HTMLElement;
  @query("chat-options") private options!: ChatOptions;
  @query("message-composer") private composer!: MessageComposer;

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection = new Server(new URL(this.server ?? "", document.baseURI).href);
    this.conversation = new Conversation(this.connection, () => this.requestUpdate());
    this.conversation.start();
    this.addEventListener("keydown", this.onKey);
    void this.offerSpeech();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.conversation.stop();
    this.removeEventListener("keydown", this.onKey);
    this.beQuiet();
  }

  /** Stops reading aloud and listening. */
  beQuiet(): void {
    if (this.reading?.cursor !== undefined) this.reading.stop();
    if (this.dictation && this.dictation.state !== "off") this.dictation.cancel();
  }

  /** Into the field where there is a keyboard; a touch screen's would cover the conversation. */
  override focus(): void {
    void this.updateComplete.then(() => {
      if (matchMedia("(pointer: fine)").matches) this.composer.focus();
      else this.log.focus({ preventScroll: true });
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("language")) setPortalLanguage(this.language);
    this.announce();
  }

  protected override render(): TemplateResult {
    const { isEmpty, isAwaited, isConnected, isExpired, heldMs, outgoing } = this.conversation;
    // In a panel the landmarks and the first heading are the portal's.
    const landmark = (role: string) => (this.closable ? nothing : role);
    return html`
      <div class="header" role=${landmark("banner")}>
        <div class="column">
          ${mark()}
          <div class="title" role="heading" aria-level=${this.closable ? 2 : 1}>
            ${t().title}<small>${t().city}</small>
          </div>
          <button
            type="button"
            class="icon"
            aria-label=${t().menu}
            title=${t().menu}
            aria-haspopup="dialog"
            @click=${() => this.options.open()}
          >
            ${icon("menu", 26)}
          </button>
          ${this.closable ? this.closeButton() : nothing}
        </div>
      </div>
      <div class="body" role=${landmark("main")}>
        <div class="log" role="log" aria-live="off" aria-label=${t().log} tabindex="0">
          <div class="column" @ask=${this.onPress} @feedback=${this.onFeedback}>
            ${isExpired ? html`<p class="system">${t().expired}</p>` : nothing}
            ${welcome(isEmpty)} ${this.turns()} ${outgoing.map((message) => this.pending(message))}
            ${isAwaited && isConnected && !heldMs ? typing() : nothing} ${this.rating()}
          </div>
        </div>
        <p class="connection" role="status">${this.obstacle()}</p>
      </div>
      <div class="footer" role=${landmark("contentinfo")}>
        <div class="column">
          <message-composer
            .server=${this.connection}
            .dictation=${this.dictation}
            @ask=${this.onTyped}
            @dictate=${() => this.reading?.stop()}
          ></message-composer>
          <p>
            ${t().caution} ${callLink("1022")}.
            <a href=${this.connection.privacyPage} target="_blank" rel="noopener">${t().privacy}</a>
          </p>
        </div>
      </div>
      <chat-options .conversation=${this.conversation}></chat-options>
      <p class="hidden-label" role="status" lang="vi">${this.announced}</p>
    `;
  }

  protected override firstUpdated(): void {
    requestAnimationFrame(() => this.showNewest("instant"));
  }

  protected override updated(): void {
    // The cards render right after this element.
    requestAnimationFrame(() => this.showNewest("auto"));
  }

  /** To the end, but never so far that the newest question leaves the view. */
  private showNewest(behavior: ScrollBehavior): void {
    const { events, outgoing } = this.conversation;
    const told = `${events.length}+${outgoing.length}`;
    if (told === this.shown) return;
    this.shown = told;
    const questions = this.log.querySelectorAll<HTMLElement>(".citizen");
    const newest = questions[questions.length - 1];
    if (!newest) return;
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTo({ top: Math.min(end, newest.offsetTop - 8), behavior });
  }

  /** What was shown last: a press of a thumb or a tick does not scroll. */
  private shown = "";

  private turns(): unknown {
    const { events } = this.conversation;
    const titles = new Map<string, string>();
    const turns: { event: ConversationEvent; said: string }[] = [];
    events.forEach((event, index) => {
      // Of a queue that moves on, only the newest place is worth a line.
      if (event.from === "system" && events[index + 1]?.from === "system") return;
      turns.push({ event, said: titles.get(event.text) ?? event.text });
      if (event.from === "bot") this.learnTitles(event, titles);
    });
    this.titles = titles;
    return repeat(
      turns,
      ({ event }) => event.cursor,
      ({ event, said }) => this.turn(event, said),
    );
  }

  /** The names of buttons by what they send: a choice is shown by its name, not by its code. */
  private titles = new Map<string, string>();

  private learnTitles({ custom }: BotEvent, titles: Map<string, string>): void {
    for (const { message, title } of custom?.suggestions ?? []) titles.set(message, title);
    for (const { code, name } of custom?.procedures ?? []) titles.set(code, name);
  }

  private turn(event: ConversationEvent, said: string): TemplateResult {
    if (event.from === "bot") return this.answer(event);
    if (event.from === "system") return this.systemLine(event);
    if (event.from === "citizen") return html`<article class="citizen">${bubble(said)}</article>`;
    return html`<article class="officer">
      <span class="name">${t().officer(event.custom?.officer ?? "")}</span>
      <p class="bubble" lang="vi">${event.text}</p>
    </article>`;
  }

  /** Why messages wait here. */
  private obstacle(): string | typeof nothing {
    const { isConnected, heldMs } = this.conversation;
    if (!isConnected) return t().offline;
    return heldMs ? t().held(Math.ceil(heldMs / 60_000)) : nothing;
  }

  private answer(event: BotEvent): TemplateResult {
    const hasOpinion = !WITHOUT_OPINION.includes(event.custom?.kind ?? "smalltalk");
    return html`<article class="assistant">
      <span class="hidden-label">${t().assistant}</span>
      <answer-card .event=${event} ?latest=${this.isLatest(event)}></answer-card>
      <div class="after">
        ${this.reading ? this.readAloud(this.reading, event.cursor) : nothing}
        ${
          hasOpinion
            ? html`<answer-feedback
                cursor=${event.cursor}
                .given=${this.conversation.opinions.thumbs[event.cursor]}
              ></answer-feedback>`
            : nothing
        }
      </div>
    </article>`;
  }

  private readAloud(reading: ReadingAloud, cursor: number): TemplateResult {
    const isRead = reading.cursor === cursor;
    return html`<button
        type="button"
        aria-pressed=${isRead}
        @click=${() => reading.toggle(cursor)}
      >
        ${icon(isRead ? "stop" : "speaker", 20)} ${t().readAloud}
      </button>
      <span role="status">${reading.failed === cursor ? t().readAloudFailed : nothing}</span>`;
  }

  private systemLine(event: SystemEvent): TemplateResult {
    return html`<div class="system">
      <p lang="vi">${event.text}</p>
      ${
        this.isLatest(event)
          ? choiceButtons(t().suggestionsLabel, event.custom?.suggestions ?? [])
          : nothing
      }
    </div>`;
  }

  private isLatest(event: ConversationEvent): boolean {
    const { events, outgoing } = this.conversation;
    return outgoing.length === 0 && events.at(-1) === event;
  }

  /** A message that the server has not confirmed. */
  private pending(message: Outgoing): TemplateResult {
    const { isConnected, heldMs } = this.conversation;
    return html`<article class="citizen">
      ${bubble(this.titles.get(message.text) ?? message.text)}
      ${
        message.refused
          ? html`<div class="failed">
              <p>${t().refused}</p>
              <button
                type="button"
                @click=${() => this.composer.put(this.conversation.takeBack(message))}
              >
                ${t().rewrite}
              </button>
            </div>`
          : nothing
      }
      ${
        message.refused || (isConnected && !heldMs)
          ? nothing
          : html`<p class="unsent">
              ${icon("clock", 16)} ${isConnected ? t().notSentHeld : t().notSentYet}
            </p>`
      }
    </article>`;
  }

  /** Asked for when the citizen takes leave. */
  private rating(): TemplateResult | typeof nothing {
    const { events, isAwaited, opinions } = this.conversation;
    const lastSaid = events.filter(({ from }) => from === "citizen").at(-1);
    if (isAwaited || !lastSaid || !takesLeave(lastSaid.text)) return nothing;
    return html`<rating-form .given=${opinions.rating}></rating-form>`;
  }

  private closeButton(): TemplateResult {
    return html`<button
      type="button"
      class="icon"
      aria-label=${t().closePanel}
      @click=${() => this.dispatchEvent(new Event("close"))}
    >
      ${icon("close")}
    </button>`;
  }

  /** Each answer is read once, also when the page is drawn anew. */
  private announce(): void {
    const said = this.conversation.takeUnheard().filter(({ from }) => from !== "citizen");
    const newest = said.at(-1);
    if (newest) this.announced = inWords(newest);
  }

  /** Buttons for sound where the server has an engine for it, and the browser a microphone. */
  private async offerSpeech(): Promise<void> {
    const changed = () => {
      this.requestUpdate();
      this.composer?.requestUpdate();
    };
    const { connection, conversation } = this;
    let available: Availability;
    try {
      available = await connection.speech();
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return; // without sound, then
    }
    if (available.speak) this.reading = new ReadingAloud(connection, conversation, changed);
    if (available.listen && (await hasMicrophone())) {
      this.dictation = new Dictation(connection, conversation, changed);
    }
  }

  /** One press makes it quiet, the next closes the panel. */
  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || this.reading?.cursor === undefined) return;
    this.reading.stop();
    event.stopPropagation();
    event.preventDefault();
  };

  private onTyped(event: AskEvent): void {
    this.conversation.say(event.message);
  }

  private onPress(event: AskEvent): void {
    const { message, timeStamp: at } = event;
    if (message === this.lastPress.message && at - this.lastPress.at < DOUBLE_TAP_MS) return;
    this.lastPress = { message, at };
    this.conversation.say(message);
    // The pressed button goes away with its answer; the keyboard goes on from the conversation.
    this.log.focus({ preventScroll: true });
  }

  private async onFeedback({ feedback, sent }: FeedbackEvent): Promise<void> {
    try {
      await this.conversation.giveFeedback(feedback);
      sent(true);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      sent(false);
    }
  }
}

function bubble(text: string): TemplateResult {
  return html`<span class="hidden-label">${t().citizen}</span>
    <p class="bubble" lang="vi">${text}</p>`;
}

function welcome(withExamples: boolean): TemplateResult {
  return html`<article class="assistant">
    <div class="bubble">
      <p>${t().welcome}</p>
      <p>${t().welcomeHow}</p>
      <p class="aside">${t().welcomePrivacy}</p>
    </div>
    ${
      withExamples
        ? choiceButtons(
            t().examplesLabel,
            t().examples.map((example) => ({ title: example, message: example })),
          )
        : nothing
    }
  </article>`;
}

function typing(): TemplateResult {
  return html`<p class="typing">
    <span class="hidden-label">${t().typing}</span>
    <i></i><i></i><i></i>
  </p>`;
}

function takesLeave(text: string): boolean {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return PARTING.test(plain);
}

function inWords(event: ConversationEvent): string {
  const who = event.from === "officer" ? `${t().officer(event.custom?.officer ?? "")}:` : t().assistant;
  if (event.text.length <= ANNOUNCED_CHARACTERS) return t().said(who, event.text);
  const cut = event.text.slice(0, ANNOUNCED_CHARACTERS).replace(/\s\S*$/, "…");
  return t().said(who, `${cut} ${t().andMore}`);
}
