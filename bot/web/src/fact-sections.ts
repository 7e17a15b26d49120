/** The facts of an answer as parts of its card: what it costs and how long first, then the rest. */

import { html, nothing, type TemplateResult } from "lit";

import "./document-checklist";
import type { Facts, Named, StatedFact } from "./facts";
import { link, linked } from "./links";
import { strings } from "./strings";

type Part = TemplateResult | typeof nothing;

/** `procedure` is the code of the record that the facts are from. */
export function factSections(facts: Facts, procedure: string): TemplateResult {
  const { place, online, agency } = facts;
  return html`
    ${tiles(facts)}
    ${
      facts.documents.length
        ? section(
            strings.facts.documents,
            html`<document-checklist
              .documents=${facts.documents}
              procedure=${procedure}
            ></document-checklist>`,
          )
        : nothing
    }
    ${place ? section(strings.facts.place, words(place.text ?? place.agencies.join(", "))) : nothing}
    ${list(strings.facts.steps, facts.steps, "numbered")}
    ${online ? section(strings.facts.online, onlineFiling(online)) : nothing}
    ${names(strings.facts.form, facts.form)} ${list(strings.facts.conditions, facts.conditions)}
    ${list(strings.facts.result, facts.result)}
    ${names(strings.facts.legal_basis, facts.legal_basis)}
    ${
      agency?.agencies.length
        ? section(strings.facts.agency, words(agency.agencies.join(", ")))
        : nothing
    }
    ${list(strings.facts.notes, facts.notes)}
    ${agency?.deciding ? section(strings.facts.deciding, words(agency.deciding)) : nothing}
  `;
}

function tiles({ fee, duration }: Facts): Part {
  if (fee.length + duration.length === 0) return nothing;
  return html`<dl class="tiles">
    ${tile(strings.facts.fee, fee)} ${tile(strings.facts.duration, duration)}
  </dl>`;
}

function tile(label: string, facts: StatedFact[]): Part {
  if (facts.length === 0) return nothing;
  // The way of filing is worth a line only where it makes a difference.
  const differs = new Set(facts.map(({ channels }) => channels.join())).size > 1;
  return html`<div>
    <dt>${label}</dt>
    ${facts.map(({ text, channels }) => {
      const by = channels
        .flatMap((channel) => strings.channels[channel] ?? [])
        .join(", ")
        .toLocaleLowerCase("vi");
      return html`<dd>
        ${sentence(text)}${differs && by ? html`<small>${sentence(by)}</small>` : nothing}
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
      ? html`<ol>
          ${entries}
        </ol>`
      : html`<ul>
          ${entries}
        </ul>`,
  );
}

function names(title: string, items: Named[]): Part {
  if (items.length === 0) return nothing;
  return section(
    title,
    html`<ul>
      ${items.map(({ name, url }) => html`<li>${link(url, name)}</li>`)}
    </ul>`,
  );
}

function onlineFiling({ possible, url }: { possible: boolean; url?: string }): TemplateResult {
  if (!possible) return words(strings.onlineNotStated);
  return html`<p>${strings.onlinePossible} ${link(url ?? strings.portal, strings.portalName)}.</p>`;
}

function words(text: string): TemplateResult {
  return html`<p class="text">${linked(text)}</p>`;
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}
