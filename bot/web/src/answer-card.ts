/** One reply of the assistant: a card from its Answer, or a bubble where it has only text. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { choiceButtons } from "./choice-buttons";
import { factSections } from "./fact-sections";
import { factsOf, tellAll, type Facts } from "./facts";
import { link, linked } from "./links";
import { strings, vietnameseDate } from "./strings";
import { controls } from "./styles/controls";
import type { Answer, ChannelMessage, CitedSource } from "./types";

type Part = TemplateResult | typeof nothing;

@customElement("answer-card")
export class AnswerCard extends LitElement {
  @property({ attribute: false }) reply: ChannelMessage = {};
  /**
   * Suggestions are offered under the newest answer only: "lệ phí" pressed under an older one
   * would be understood about the procedure spoken of now.
   */
  @property({ type: Boolean }) latest = false;

  protected override render(): TemplateResult {
    const answer = this.reply.custom;
    return html`
      <div class="card" data-kind=${answer?.kind ?? "text"}>
        ${answer ? answerParts(answer) : paragraph(this.reply.text ?? "")}
      </div>
      ${this.latest ? choiceButtons(strings.suggestionsLabel, this.followUps()) : nothing}
    `;
  }

  private followUps(): { title: string; message: string }[] {
    const answer = this.reply.custom;
    if (answer) {
      const offered = (answer.procedures ?? []).map(({ name }) => name);
      return (answer.suggestions ?? []).filter(({ title }) => !offered.includes(title));
    }
    return (this.reply.buttons ?? []).map(({ title, payload }) => ({ title, message: payload }));
  }

  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: 0.625rem;
        min-width: 0;
      }

      .card {
        display: grid;
        gap: 0.75rem;
        justify-self: start;
        min-width: 0;
        max-width: 100%;
        border: 1px solid var(--line);
        border-radius: var(--radius) var(--radius) var(--radius) 4px;
        padding: 0.75rem 0.9rem;
        background: var(--surface);
        overflow-wrap: anywhere;
      }

      .card:has(> header) {
        width: 100%;
        padding: 0.9rem 1rem;
      }

      .card[data-kind="emergency"] {
        border-color: var(--alarm-line);
        border-inline-start-width: 5px;
        background: var(--alarm);
        color: var(--on-alarm);
      }

      p {
        margin: 0;
      }

      .text {
        white-space: pre-line;
      }

      header {
        border-bottom: 1px solid var(--line);
        padding-bottom: 0.6rem;
      }

      h2 {
        margin: 0;
        color: var(--accent);
        font-size: 1.0625rem;
        line-height: 1.35;
      }

      .record {
        margin: 0.2rem 0 0;
        color: var(--muted);
        font-size: 0.8125rem;
      }

      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: 0.5rem;
        margin: 0;
      }

      .tiles > div {
        border-radius: 10px;
        padding: 0.5rem 0.75rem;
        background: var(--accent-soft);
      }

      dt {
        color: var(--muted);
        font-size: 0.8125rem;
      }

      dd {
        margin: 0;
        font-weight: 600;
      }

      dd + dd {
        margin-top: 0.35rem;
      }

      dd small {
        display: block;
        color: var(--muted);
        font-size: 0.8125rem;
        font-weight: 400;
      }

      section h3,
      summary {
        font-size: 0.9375rem;
        font-weight: 600;
      }

      section h3 {
        margin: 0 0 0.25rem;
      }

      summary {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: var(--target);
        color: var(--accent);
        cursor: pointer;
        list-style: none;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      summary::before {
        flex: none;
        width: 0.5rem;
        height: 0.5rem;
        border: solid currentColor;
        border-width: 0 2px 2px 0;
        content: "";
        transform: rotate(-45deg);
      }

      details[open] > summary::before {
        transform: translateY(-0.15rem) rotate(45deg);
      }

      details {
        border-top: 1px solid var(--line);
        margin-bottom: -0.5rem;
      }

      details > :last-child {
        padding-bottom: 0.6rem;
      }

      ol,
      ul:not(.choices) {
        margin: 0;
        padding-inline-start: 1.4rem;
      }

      li + li {
        margin-top: 0.35rem;
      }

      .choices li + li {
        margin-top: 0;
      }

      .notices {
        display: grid;
        gap: 0.25rem;
        border-inline-start: 4px solid var(--notice-line);
        border-radius: 6px 10px 10px 6px;
        padding: 0.6rem 0.75rem;
        background: var(--notice);
        color: var(--on-notice);
        font-size: 0.9375rem;
      }

      .sources {
        font-size: 0.9375rem;
      }

      .sources small {
        display: block;
        color: var(--muted);
        font-size: 0.8125rem;
      }

      .sources a {
        display: inline-block;
        padding-block: 0.2rem;
      }

      button small {
        display: block;
        color: var(--muted);
        font-size: 0.8125rem;
      }
    `,
  ];
}

function answerParts(answer: Answer): TemplateResult {
  const facts = factsOf(answer);
  return html`
    ${heading(answer, facts)} ${notices(answer.notices ?? [])} ${body(answer, facts)}
    ${choiceButtons(
      strings.choicesLabel,
      (answer.procedures ?? []).map(({ code, name, hint }) => ({
        title: name,
        message: code,
        hint,
      })),
    )}
    ${sources(answer.sources ?? [])}
  `;
}

/** The opening sentence and the facts; all the words where there are facts this page cannot draw. */
function body(answer: Answer, facts: Facts): TemplateResult {
  if (!answer.lead || !tellAll(facts, answer)) return paragraph(answer.text);
  return html`${paragraph(answer.lead)} ${factSections(facts, answer.procedure?.code ?? "")}`;
}

function heading({ procedure }: Answer, { faq }: Facts): Part {
  const name = procedure?.name ?? faq?.question;
  const version = procedure?.version ?? faq?.version;
  if (!name || !version) return nothing;
  return html`<header>
    <h2>${name}</h2>
    <p class="record">
      ${procedure ? `${strings.procedureCode} ${procedure.code} · ` : nothing}
      ${strings.recordVersion(version)}
    </p>
  </header>`;
}

function paragraph(text: string): TemplateResult {
  return html`<p class="text">${linked(text)}</p>`;
}

function notices(sentences: string[]): Part {
  if (sentences.length === 0) return nothing;
  return html`<div class="notices" role="note" aria-label=${strings.notices}>
    ${sentences.map((sentence) => paragraph(sentence))}
  </div>`;
}

function sources(cited: CitedSource[]): Part {
  if (cited.length === 0) return nothing;
  return html`<details>
    <summary>${strings.sources(cited.length)}</summary>
    <ul class="sources">
      ${cited.map(
        ({ title, url, effective_from: from, checked_on: checked }) =>
          html`<li>
            ${link(url, title)}
            ${from ? html`<small>${strings.effectiveFrom(vietnameseDate(from))}</small>` : nothing}
            ${checked ? html`<small>${strings.checkedOn(vietnameseDate(checked))}</small>` : nothing}
          </li>`,
      )}
    </ul>
  </details>`;
}
