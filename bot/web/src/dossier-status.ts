/** Where a dossier stands, at a glance; the sentences of the answer follow. */

import { html, nothing, type TemplateResult } from "lit";

import type { DossierFacts } from "./facts";
import { dayMonthYear, t } from "./strings";

export function dossierStatus(dossier: DossierFacts): TemplateResult {
  const words = t().dossier;
  const at = [dossier.unit, dossier.stage].filter(Boolean).join(", ");
  return html`<header>
      <h2 lang="vi">${dossier.procedureName}</h2>
      <p class="record">${words.code} ${dossier.code}</p>
    </header>
    <dl class="rows">
      ${row(words.state, dossier.state)} ${row(words.at, at)}
      ${row(words.received, dayMonthYear(dossier.receivedOn ?? ""))}
      ${row(words.due, dayMonthYear(dossier.dueOn ?? ""), dossier.isLate ? words.late : "")}
    </dl>`;
}

function row(label: string, value = "", alarm = ""): TemplateResult | typeof nothing {
  if (!value) return nothing;
  return html`<div>
    <dt>${label}</dt>
    <dd><span lang="vi">${value}</span>${alarm ? html` <em>${alarm}</em>` : nothing}</dd>
  </div>`;
}
