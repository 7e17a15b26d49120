/** The dialog behind the menu button: letters, colours, language, codes, download and deletion. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Conversation } from "./conversation";
import { AssistantElement } from "./elements";
import { save } from "./paper";
import { choose, preferences, type Language, type TextSize, type Theme } from "./preferences";
import { ServerError } from "./server";
import { t } from "./strings";
import { controls } from "./styles/controls";
import { icon } from "./icons";

@customElement("chat-options")
export class ChatOptions extends AssistantElement {
  @property({ attribute: false }) conversation!: Conversation;

  @state() private code = "";
  @state() private problem = "";
  @state() private isDeleting = false;
  @query("dialog") private dialog!: HTMLDialogElement;

  open(): void {
    this.code = this.problem = "";
    this.isDeleting = false;
    // The conversation has gone on since this was drawn.
    this.requestUpdate();
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title" tabindex="-1" autofocus>
          ${this.isDeleting ? t().forgetQuestion : t().menu}
        </h2>
        <button
          type="button"
          class="icon"
          aria-label=${t().close}
          @click=${() => this.dialog.close()}
        >
          ${icon("close")}
        </button>
      </div>
      ${this.isDeleting ? this.deletion() : this.options()}
      <p class="problem" role="alert">${this.problem}</p>
    </dialog>`;
  }

  private options(): TemplateResult {
    return html`
      ${radios(
        t().textSize,
        t().textSizes.map((label, size): [string, string] => [String(size), label]),
        String(preferences.textSize),
        (size) => choose({ textSize: Number(size) as TextSize }),
      )}
      ${radios(t().theme, Object.entries(t().themes), preferences.theme, (theme) =>
        choose({ theme: theme as Theme }),
      )}
      ${radios(t().language, Object.entries(t().languages), preferences.language, (language) =>
        choose({ language: language as Language }),
      )}
      ${this.elsewhere()}
      ${this.conversation.isEmpty ? nothing : this.yours()}
    `;
  }

  private elsewhere(): TemplateResult {
    return html`<section>
      <h3>${t().elsewhere}</h3>
      <p class="hint">${t().elsewhereHow}</p>
      <div class="actions">
        ${
          this.conversation.isEmpty
            ? nothing
            : html`<button type="button" @click=${this.getCode}>${t().getCode}</button>`
        }
        <p role="status">
          ${this.code ? html`${t().yourCode} <strong>${this.code}</strong>` : nothing}
        </p>
      </div>
      <form @submit=${this.onCode}>
        <label for="code">${t().enterCode}</label>
        <div class="actions">
          <input
            id="code"
            name="code"
            type="text"
            required
            maxlength="12"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
          />
          <button>${t().continueHere}</button>
        </div>
      </form>
    </section>`;
  }

  private yours(): TemplateResult {
    return html`<section>
      <h3>${t().yours}</h3>
      <div class="actions">
        <button type="button" @click=${this.download}>${t().download}</button>
        <button type="button" class="danger" @click=${this.askToDelete}>${t().forget}</button>
      </div>
    </section>`;
  }

  private deletion(): TemplateResult {
    return html`<p>${t().forgetConsequence}</p>
      <div class="actions end">
        <button type="button" @click=${() => this.dialog.close()}>${t().cancel}</button>
        <button type="button" class="main" @click=${this.forget}>${t().forgetConfirm}</button>
      </div>`;
  }

  private askToDelete(): void {
    this.isDeleting = true;
    // The pressed button is gone; the question is read in its place.
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("#title")?.focus(),
    );
  }

  private getCode(): Promise<void> {
    return this.tryTo(async () => {
      this.code = await this.conversation.code();
    });
  }

  private async onCode(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const code = String(new FormData(event.target as HTMLFormElement).get("code") ?? "").trim();
    await this.tryTo(async () => {
      await this.conversation.continueWith(code);
      this.dialog.close();
    }, t().codeRefused);
  }

  private download(): Promise<void> {
    return this.tryTo(async () => save(await this.conversation.download(), t().downloadFile));
  }

  private forget(): Promise<void> {
    return this.tryTo(async () => {
      await this.conversation.forget();
      this.dialog.close();
    });
  }

  /** `refusal` is said when the server has understood and does not want to. */
  private async tryTo(act: () => Promise<void>, refusal: string = t().failed): Promise<void> {
    this.problem = "";
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      if (error.reason === "limited") this.problem = t().tooManyTries;
      else this.problem = ["refused", "absent"].includes(error.reason) ? refusal : t().failed;
    }
  }

  static override styles = [
    controls,
    css`
      dialog {
        width: min(440px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        padding: 8px 20px 20px;
        background: var(--surface);
        color: var(--text);
        overflow-y: auto;
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 55%);
      }

      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-inline-end: -10px;
      }

      h2 {
        flex: 1;
        font-size: var(--large);
        line-height: 1.35;
        outline-offset: 4px;
      }

      h2:focus {
        outline: none;
      }

      fieldset,
      section {
        margin-top: 14px;
      }

      section {
        border-top: 1px solid var(--line);
        padding-top: 14px;
      }

      legend,
      h3,
      label[for] {
        font-size: var(--middle);
        font-weight: 600;
      }

      form {
        margin-top: 10px;
      }

      form .actions {
        margin-top: 4px;
      }

      .actions {
        align-items: center;
        margin-top: 8px;
      }

      .end {
        justify-content: flex-end;
      }

      .hint {
        color: var(--muted);
        font-size: var(--small);
      }

      strong {
        font-size: var(--large);
        letter-spacing: 0.15em;
      }

      #code {
        width: 9em;
        letter-spacing: 0.1em;
        text-transform: uppercase;
      }

      .danger {
        border-color: var(--alarm-line);
        color: var(--alarm-line);
      }

      .problem:not(:empty) {
        margin-top: 12px;
        border-radius: 10px;
        padding: 8px 12px;
        background: var(--alarm);
        color: var(--on-alarm);
      }
    `,
  ];
}

function radios(
  title: string,
  options: [value: string, label: string][],
  chosen: string,
  onChoose: (value: string) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${title}</legend>
    <div class="chips">
      ${options.map(
        ([value, label]) =>
          html`<label>
            <input
              type="radio"
              name=${title}
              .checked=${value === chosen}
              @change=${() => onChoose(value)}
            />
            ${label}
          </label>`,
      )}
    </div>
  </fieldset>`;
}
