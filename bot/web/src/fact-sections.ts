/** The facts of an answer as parts of its card: what it costs and how long first, then the rest. */

import { html, nothing, type TemplateResult } from "lit";

import "./document-checklist";
import type { Facts, Named, StatedFact } from "./facts";
import { link, linked, webAddress } from "./links";
import { t } from "./strings";
import type { ProcedureReference } from "./types";
import { wardCounter } from "./ward-counter";

type Part = TemplateResult | typeof nothing;

// A figure stands out; a whole sentence in bold would be hard to read.
const LONG = 40;
const PORTAL = "https://dichvucong.gov.vn";

/** `procedure` is the record that the facts are from. */
export function factSections(facts: Facts, procedure?: ProcedureReference): TemplateResult {
  const { place, online, agency } = facts;
  const titles = t().facts;
  return html`
    ${tiles(facts)}
    ${
      facts.documents.length
        ? section(
            titles.documents,
            html`<document-checklist
              .documents=${facts.documents}
              .procedure=${procedure}
            ></document-checklist>`,
          )
        : nothing
    }
    ${place ? section(titles.place, words(place.text ?? place.agencies.join(", "))) : nothing}
    ${facts.ward ? wardCounter(facts.ward) : nothing} ${facts.wards.map(wardCounter)}
    ${list(titles.steps, facts.steps, "numbered")}
    ${online ? section(titles.online, onlineFiling(online)) : nothing}
    ${names(titles.form, facts.form)} ${list(titles.conditions, facts.conditions)}
    ${list(titles.result, facts.result)}
    ${agency?.agencies.length ? section(titles.agency, words(agency.agencies.join(", "))) : nothing}
    ${list(titles.notes, facts.notes)}
    ${agency?.deciding ? section(titles.deciding, words(agency.deciding)) : nothing}
    ${legalBasis(facts.legal_basis)}
  `;
}

function tiles({ fee, duration }: Facts): Part {
  if (fee.length + duration.length === 0) return nothing;
  return html`<dl class="tiles">
    ${tile(t().facts.fee, fee)} ${tile(t().facts.duration, duration)}
  </dl>`;
}

function tile(label: string, facts: StatedFact[]): Part {
  if (facts.length === 0) return nothing;
  // The way of filing is worth a line only where it makes a difference.
  const differs = new Set(facts.map(({ channels }) => channels.join())).size > 1;
  return html`<div>
    <dt>${label}</dt>
    ${facts.map(({ text, channels }) => {
      const by = channels.flatMap((channel) => t().channels[channel] ?? []).join(", ");
      return html`<dd class=${text.length > LONG ? "long" : ""}>
        <span lang="vi">${sentence(text)}</span>
        ${differs && by ? html`<small>${sentence(by)}</small>` : nothing}
      </dd>`;
    })}
  </div>`;
}

function section(title: string, content: TemplateResult): TemplateResult {
  return html`<section>
    <h3>${title}</h3>
    ${content}
  </section>`;
}

function list(title: string, items: string[], style: "numbered" | "plain" = "plain"): Part {
  if (items.length === 0) return nothing;
  const [only] = items;
  if (items.length === 1 && only) return section(title, words(only));
  const entries = items.map((item) => html`<li class="text">${linked(item)}</li>`);
  return section(
    title,
    style === "numbered"
      ? html`<ol lang="vi">
          ${entries}
        </ol>`
      : html`<ul lang="vi">
          ${entries}
        </ul>`,
  );
}

/** Forms to download; only a web address makes a link of its name. */
function names(title: string, items: Named[]): Part {
  if (items.length === 0) return nothing;
  return section(
    title,
    html`<ul lang="vi">
      ${items.map(({ name, url }) => html`<li>${link(url, name)}</li>`)}
    </ul>`,
  );
}

function legalBasis(documents: Named[]): Part {
  if (documents.length === 0) return nothing;
  return html`<details>
    <summary>${t().facts.legal_basis} (${documents.length})</summary>
    <ul lang="vi">
      ${documents.map(({ name }) => html`<li>${name}</li>`)}
    </ul>
  </details>`;
}

function onlineFiling({ possible, url }: { possible: boolean; url?: string }): TemplateResult {
  if (!possible) return html`<p>${t().onlineNotStated}</p>`;
  return html`<a
    class="button main"
    href=${webAddress(url) ?? PORTAL}
    target="_blank"
    rel="noopener noreferrer"
    >${t().onlineFile}</a
  >`;
}

function words(text: string): TemplateResult {
  return html`<p class="text" lang="vi">${linked(text)}</p>`;
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}
