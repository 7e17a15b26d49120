/** One answer of the assistant: a card from its Answer, or a bubble where it has only text. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { choiceButtons } from "./choice-buttons";
import { dossierStatus } from "./dossier-status";
import { AssistantElement } from "./elements";
import { factSections } from "./fact-sections";
import { factsOf, tellAll, type Facts } from "./facts";
import { callLink, emergencyNumbers, link, linked } from "./links";
import { dayMonthYear, t } from "./strings";
import { controls } from "./styles/controls";
import type { Answer, BotEvent, CitedSource } from "./types";

type Part = TemplateResult | typeof nothing;

@customElement("answer-card")
export class AnswerCard extends AssistantElement {
  @property({ attribute: false }) event!: BotEvent;
  /**
   * Suggestions are offered under the newest answer only: "lệ phí" pressed under an older one
   * would be understood about the procedure spoken of now.
   */
  @property({ type: Boolean }) latest = false;

  protected override render(): TemplateResult {
    const { custom: answer, text } = this.event;
    return html`
      <div class="card" data-kind=${answer?.kind ?? "text"}>
        ${answer ? answerParts(answer) : paragraph(text)}
      </div>
      ${answer && this.latest ? choiceButtons(t().suggestionsLabel, followUps(answer)) : nothing}
    `;
  }

  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: 10px;
        min-width: 0;
      }

      .card {
        display: grid;
        gap: 12px;
        justify-self: start;
        min-width: 0;
        max-width: 100%;
        border: 1px solid var(--line);
        border-radius: var(--radius) var(--radius) var(--radius) 4px;
        padding: 12px 14px;
        background: var(--surface);
        overflow-wrap: anywhere;
      }

      .card:has(> header) {
        width: 100%;
        padding: 14px 16px;
      }

      .card[data-kind="emergency"] {
        width: 100%;
        border: 2px solid var(--alarm-line);
        background: var(--alarm);
        color: var(--on-alarm);
        font-weight: 600;
      }

      .calls a {
        flex: 1;
        display: grid;
        place-items: center;
        min-width: 96px;
        min-height: 56px;
        border-radius: var(--radius);
        background: var(--call);
        color: var(--on-call);
        font-size: var(--large);
        text-decoration: none;
      }

      header {
        border-bottom: 1px solid var(--line);
        padding-bottom: 10px;
      }

      h2 {
        color: var(--accent);
        font-size: var(--large);
        line-height: 1.35;
      }

      .record {
        margin-top: 3px;
        color: var(--muted);
        font-size: var(--small);
      }

      .tiles {
        display: grid;
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, calc(9 * var(--assistant-unit))), 1fr)
        );
        gap: 8px;
        margin: 0;
      }

      .tiles > div {
        border-radius: 10px;
        padding: 8px 12px;
        background: var(--accent-soft);
      }

      dt {
        color: var(--muted);
        font-size: var(--small);
      }

      dd {
        margin: 0;
        font-weight: 600;
      }

      dd.long {
        font-weight: 400;
      }

      dd + dd {
        margin-top: 6px;
      }

      dd small {
        display: block;
        color: var(--muted);
        font-size: var(--small);
        font-weight: 400;
      }

      .rows {
        display: grid;
        gap: 6px;
        margin: 0;
      }

      .rows > div {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }

      .rows dt {
        flex: 0 0 calc(7.5 * var(--assistant-unit));
      }

      em {
        border-radius: 8px;
        padding: 1px 8px;
        background: var(--alarm);
        color: var(--on-alarm);
        font-style: normal;
      }

      section h3,
      summary {
        font-size: var(--middle);
        font-weight: 600;
      }

      section h3 {
        margin-bottom: 4px;
      }

      .ward {
        border-inline-start: 4px solid var(--accent-line);
        padding-inline-start: 12px;
      }

      .ward a {
        display: inline-block;
        padding-block: 4px;
      }

      .aside {
        color: var(--muted);
        font-size: var(--small);
      }

      summary {
        display: flex;
        align-items: center;
        gap: 8px;
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
        width: 8px;
        height: 8px;
        border: solid currentColor;
        border-width: 0 2px 2px 0;
        content: "";
        transform: rotate(-45deg);
      }

      details[open] > summary::before {
        transform: translateY(-2px) rotate(45deg);
      }

      details {
        border-top: 1px solid var(--line);
        margin-bottom: -8px;
      }

      details > :last-child {
        padding-bottom: 10px;
      }

      ol,
      ul:not(.choices) {
        margin: 0;
        padding-inline-start: 22px;
      }

      li + li {
        margin-top: 6px;
      }

      .choices li + li {
        margin-top: 0;
      }

      .notices {
        display: grid;
        gap: 4px;
        border-inline-start: 4px solid var(--notice-line);
        border-radius: 6px 10px 10px 6px;
        padding: 10px 12px;
        background: var(--notice);
        color: var(--on-notice);
        font-size: var(--middle);
      }

      .notices a {
        color: inherit;
        font-weight: 600;
      }

      .source,
      .sources {
        color: var(--muted);
        font-size: var(--small);
      }

      .sources {
        margin-top: -8px;
      }

      button small {
        display: block;
        color: var(--muted);
        font-size: var(--small);
      }
    `,
  ];
}

function followUps(answer: Answer): { title: string; message: string }[] {
  const offered = (answer.procedures ?? []).map(({ name }) => name);
  return (answer.suggestions ?? []).filter(({ title }) => !offered.includes(title));
}

function answerParts(answer: Answer): TemplateResult {
  const facts = factsOf(answer);
  return html`
    ${heading(answer, facts)} ${facts.dossier ? dossierStatus(facts.dossier) : nothing}
    ${notices(answer.notices ?? [])} ${body(answer, facts)}
    ${answer.kind === "emergency" ? calls(answer.text) : nothing}
    ${isBesideAnAnswer(answer) ? html`<p class="aside">${t().othersMeant}</p>` : nothing}
    ${choiceButtons(
      isBesideAnAnswer(answer) ? t().othersMeant : t().choicesLabel,
      (answer.procedures ?? []).map(({ code, name, hint }) => ({
        title: name,
        message: code,
        hint,
      })),
    )}
    ${sources(answer.sources ?? [])}
  `;
}

/** Whether the procedures named are what else may be meant, rather than a choice to make. */
function isBesideAnAnswer({ kind, procedures }: Answer): boolean {
  return kind === "procedure" && !!procedures?.length;
}

/** The opening sentence and the facts; all the words where there are facts this page cannot draw. */
function body(answer: Answer, facts: Facts): TemplateResult {
  if (!answer.lead || !tellAll(facts, answer)) return paragraph(answer.text);
  return html`${paragraph(answer.lead)} ${factSections(facts, answer.procedure)}`;
}

function heading({ procedure }: Answer, { faq }: Facts): Part {
  const name = procedure?.name ?? faq?.question;
  const version = procedure?.version ?? faq?.version;
  if (!name || !version) return nothing;
  return html`<header>
    <h2 lang="vi">${name}</h2>
    <p class="record">
      ${procedure ? `${t().procedureCode} ${procedure.code} · ` : nothing}
      ${t().recordVersion(version)}
    </p>
  </header>`;
}

function paragraph(text: string): TemplateResult {
  return html`<p class="text" lang="vi">${linked(text)}</p>`;
}

function calls(text: string): TemplateResult {
  return html`<div class="actions calls">
    ${emergencyNumbers(text).map((phone) => callLink(phone, t().call(phone)))}
  </div>`;
}

function notices(sentences: string[]): Part {
  if (sentences.length === 0) return nothing;
  return html`<div class="notices" role="note" aria-label=${t().notices}>
    ${sentences.map((sentence) => paragraph(sentence))}
  </div>`;
}

function sources([first, ...more]: CitedSource[]): Part {
  if (!first) return nothing;
  return html`<p class="source">${t().source} ${source(first)}</p>
    ${
      more.length
        ? html`<details class="sources">
            <summary>${t().moreSources(more.length)}</summary>
            <ul>
              ${more.map((cited) => html`<li>${source(cited)}</li>`)}
            </ul>
          </details>`
        : nothing
    }`;
}

function source({ title, url, effective_from: from, checked_on: checked }: CitedSource): TemplateResult {
  const dates = [
    from ? t().effectiveFrom(dayMonthYear(from)) : "",
    checked ? t().checkedOn(dayMonthYear(checked)) : "",
  ].filter(Boolean);
  return html`<span lang="vi">${link(url, title)}</span>${dates.map((date) => ` · ${date}`)}`;
}
