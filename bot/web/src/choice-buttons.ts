/** A row of buttons, each of which asks something. What a button sends can be typed as well. */

import { html, nothing, type TemplateResult } from "lit";

import { AskEvent } from "./events";

export interface Choice {
  title: string;
  message: string;
  hint?: string;
}

export function choiceButtons(
  label: string,
  choices: readonly Choice[],
): TemplateResult | typeof nothing {
  if (choices.length === 0) return nothing;
  return html`<ul class="choices" aria-label=${label}>
    ${choices.map(
      ({ title, message, hint }) =>
        html`<li>
          <button
            type="button"
            lang="vi"
            @click=${(event: Event) => event.currentTarget?.dispatchEvent(new AskEvent(message))}
          >
            ${title}${hint ? html`<small>${hint}</small>` : nothing}
          </button>
        </li>`,
    )}
  </ul>`;
}
