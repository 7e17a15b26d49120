/** The papers of a dossier as a list to tick off while gathering them, to print and to save. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { AssistantElement } from "./elements";
import type { RequiredDocument } from "./facts";
import { link } from "./links";
import { asText, print, save, type Paper } from "./paper";
import { isList, StoredValue } from "./storage";
import { t } from "./strings";
import { controls } from "./styles/controls";
import type { ProcedureReference } from "./types";

@customElement("document-checklist")
export class DocumentChecklist extends AssistantElement {
  @property({ attribute: false }) documents: RequiredDocument[] = [];
  /** Whose ticks they are: another answer about the same procedure shows them too. */
  @property({ attribute: false }) procedure: ProcedureReference | undefined;

  @state() private ticked: readonly string[] = [];
  private stored?: StoredValue<string[]>;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("procedure")) return;
    this.stored = new StoredValue(`ticked.${this.procedure?.code ?? ""}`, isList<string>);
    this.ticked = this.stored.get() ?? [];
  }

  protected override render(): TemplateResult {
    const ready = this.documents.filter((document) => this.isTicked(document));
    return html`
      <p class="hint">
        <span>${t().documentsHint}</span>
        <output>${t().documentsReady(ready.length, this.documents.length)}</output>
      </p>
      ${byCase(this.documents).map(
        ([name, documents]) => html`
          ${name ? html`<h4>${t().documentCase} <span lang="vi">${name}</span></h4>` : nothing}
          <ul>
            ${documents.map((document) => this.item(document, name))}
          </ul>
        `,
      )}
      <div class="actions">
        <button type="button" @click=${() => print(this.paper())}>${t().print}</button>
        <button type="button" @click=${this.save}>${t().save}</button>
      </div>
    `;
  }

  /** `heading`: the case that stands above it already. */
  private item(document: RequiredDocument, heading: string): TemplateResult {
    const count = counts(document);
    const only = document.case === heading ? undefined : document.case;
    // A form without an address that is named like the paper says nothing more.
    const form = document.form?.url || document.form?.name !== document.name ? document.form : null;
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${this.isTicked(document)}
          @change=${() => this.toggle(keyOf(document))}
        />
        <span>
          <span class="name" lang="vi">${document.name}</span>
          ${count ? html`<span class="aside">${count}</span>` : nothing}
          ${only ? html`<span class="aside" lang="vi">${only}</span>` : nothing}
        </span>
      </label>
      ${
        form
          ? html`<p class="form">
              ${t().form} <span lang="vi">${link(form.url, form.name)}</span>
            </p>`
          : nothing
      }
    </li>`;
  }

  private isTicked(document: RequiredDocument): boolean {
    return this.ticked.includes(keyOf(document));
  }

  private toggle(key: string): void {
    this.ticked = this.ticked.includes(key)
      ? this.ticked.filter((other) => other !== key)
      : [...this.ticked, key];
    this.stored?.set([...this.ticked]);
  }

  private save(): void {
    const text = new Blob([asText(this.paper())], { type: "text/plain;charset=utf-8" });
    save(text, `${t().checklistFile}-${this.procedure?.code ?? ""}.txt`);
  }

  private paper(): Paper {
    const { name = "", code = "", version = 0 } = this.procedure ?? {};
    return {
      title: name,
      subtitle: `${t().procedureCode} ${code} · ${t().recordVersion(version)}`,
      groups: byCase(this.documents).map(([heading, documents]) => ({
        heading,
        items: documents.map((document) => ({
          text: [document.name, counts(document), heading ? "" : document.case]
            .filter(Boolean)
            .join(" – "),
          ticked: this.isTicked(document),
        })),
      })),
    };
  }

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .hint {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 16px;
        color: var(--muted);
        font-size: var(--small);
      }

      output {
        font-variant-numeric: tabular-nums;
      }

      h4 {
        margin: 12px 0 4px;
        font-size: var(--middle);
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      label {
        display: flex;
        gap: 12px;
        min-height: var(--target);
        padding: 10px 0;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      input {
        flex: none;
        width: 22px;
        height: 22px;
        margin: 1px 0 0;
        accent-color: var(--button);
      }

      input:checked + span .name {
        color: var(--muted);
      }

      .aside {
        display: block;
        color: var(--muted);
        font-size: var(--small);
      }

      .form {
        margin: -6px 0 10px 34px;
        color: var(--muted);
        font-size: var(--small);
      }

      .actions {
        margin-top: 8px;
      }
    `,
  ];
}

function keyOf(document: RequiredDocument): string {
  return `${document.case ?? ""}|${document.name}`;
}

function counts({ originals, copies }: RequiredDocument): string {
  return [originals ? t().originals(originals) : "", copies ? t().copies(copies) : ""]
    .filter(Boolean)
    .join(", ");
}

/**
 * What stands in the list first, then one group a case that several papers share, in the record's
 * order. A case of one paper is said below the paper.
 */
function byCase(documents: RequiredDocument[]): [string, RequiredDocument[]][] {
  const groups = new Map<string, RequiredDocument[]>([["", []]]);
  for (const document of documents) {
    const shared = documents.filter((other) => other.case === document.case).length > 1;
    const name = (shared && document.case) || "";
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  return [...groups].filter(([, group]) => group.length > 0);
}
