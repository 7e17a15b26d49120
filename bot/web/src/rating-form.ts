/** How satisfied the citizen is with the whole conversation, asked for when it ends. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { AssistantElement } from "./elements";
import { FeedbackEvent } from "./events";
import { t } from "./strings";
import { controls } from "./styles/controls";

@customElement("rating-form")
export class RatingForm extends AssistantElement {
  @property({ type: Number }) given: number | undefined;
  @state() private note = "";

  protected override render(): TemplateResult {
    return html`<fieldset>
        <legend>${t().ratingLabel}</legend>
        <div class="chips">
          ${t().ratings.map(
            (label, index) =>
              html`<label title=${label}>
                <input
                  type="radio"
                  name="rating"
                  .checked=${this.given === index + 1}
                  @change=${() => this.rate(index + 1)}
                />
                ${index + 1}<span class="hidden-label"> ${label}</span>
              </label>`,
          )}
        </div>
        <p class="ends" aria-hidden="true">
          <span>1: ${t().ratings[0]}</span><span>5: ${t().ratings[4]}</span>
        </p>
      </fieldset>
      <p role="status">${this.note}</p>`;
  }

  private rate(rating: number): void {
    this.dispatchEvent(
      new FeedbackEvent({ rating }, (worked) => (this.note = worked ? t().thanks : t().failed)),
    );
  }

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        justify-self: start;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        padding: 12px 14px;
        background: var(--surface);
      }

      .chips {
        gap: 6px;
      }

      .chips label {
        justify-content: center;
        min-width: var(--target);
        padding-inline: 0;
      }

      .ends {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 16px;
        margin-top: 4px;
        color: var(--muted);
        font-size: var(--small);
      }
    `,
  ];
}
