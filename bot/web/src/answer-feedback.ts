/** Thumbs for one answer; thumbs down asks what was wrong. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { AssistantElement } from "./elements";
import { FeedbackEvent } from "./events";
import { icon } from "./icons";
import { t } from "./strings";
import { controls } from "./styles/controls";

@customElement("answer-feedback")
export class AnswerFeedback extends AssistantElement {
  /** Which answer it is about. */
  @property({ type: Number }) cursor = 0;
  @property() given: "up" | "down" | undefined;

  @state() private isExplaining = false;
  @state() private note = "";
  @query("form") private form!: HTMLFormElement;
  @query("legend") private question!: HTMLElement;

  protected override render(): TemplateResult {
    return html`
      <div class="row">
        <span id="helpful">${t().helpful}</span>
        ${this.thumb("up", t().thumbUp)} ${this.thumb("down", t().thumbDown)}
        <span role="status">${this.note}</span>
      </div>
      ${this.isExplaining ? this.reasons() : html``}
    `;
  }

  private thumb(thumb: "up" | "down", label: string): TemplateResult {
    return html`<button
      type="button"
      class="icon"
      aria-label=${label}
      title=${label}
      aria-pressed=${this.given === thumb}
      @click=${() => this.press(thumb)}
    >
      ${icon(thumb, 20)}
    </button>`;
  }

  private reasons(): TemplateResult {
    return html`<form @submit=${this.onSubmit}>
      <fieldset>
        <legend tabindex="-1">${t().reasonsLabel}</legend>
        <div class="chips">
          ${Object.entries(t().reasons).map(
            ([reason, label]) =>
              html`<label><input type="checkbox" name="reason" value=${reason} />${label}</label>`,
          )}
        </div>
      </fieldset>
      <label class="comment">
        <span>${t().comment}</span>
        <textarea name="comment" rows="2" maxlength="500"></textarea>
      </label>
      <div class="actions">
        <button class="main">${t().sendFeedback}</button>
        <button type="button" @click=${() => (this.isExplaining = false)}>${t().cancel}</button>
      </div>
    </form>`;
  }

  private press(thumb: "up" | "down"): void {
    this.note = "";
    if (thumb === "up") this.send("up", [], "");
    else {
      this.isExplaining = true;
      void this.updateComplete.then(() => this.question.focus());
    }
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const given = new FormData(this.form);
    this.send("down", given.getAll("reason").map(String), String(given.get("comment") ?? ""));
  }

  private send(thumb: "up" | "down", reasons: string[], comment: string): void {
    const said = comment.normalize("NFC").trim();
    this.dispatchEvent(
      new FeedbackEvent(
        { cursor: this.cursor, thumb, reasons, ...(said && { comment: said }) },
        (worked) => {
          this.note = worked ? t().thanks : t().failed;
          if (worked) this.isExplaining = false;
        },
      ),
    );
  }

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        color: var(--muted);
        font-size: var(--small);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        min-height: var(--target);
      }

      #helpful {
        margin-inline-end: 6px;
      }

      [role="status"]:not(:empty) {
        margin-inline-start: 8px;
      }

      form {
        display: grid;
        gap: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        padding: 12px 14px;
        background: var(--surface);
        color: var(--text);
        font-size: var(--middle);
      }

      legend {
        font-weight: 600;
      }

      .comment {
        display: grid;
        gap: 4px;
      }
    `,
  ];
}
