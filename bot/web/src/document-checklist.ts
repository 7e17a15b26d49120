/** The papers of a dossier as a list to tick off while gathering them. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import type { RequiredDocument } from "./facts";
import { link } from "./links";
import { isList, StoredValue } from "./storage";
import { strings } from "./strings";
import { controls } from "./styles/controls";

@customElement("document-checklist")
export class DocumentChecklist extends LitElement {
  @property({ attribute: false }) documents: RequiredDocument[] = [];
  /** The procedure the ticks belong to: another answer about it shows the same ticks. */
  @property() procedure = "";

  @state() private ticked: readonly string[] = [];
  private stored?: StoredValue<string[]>;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("procedure")) return;
    this.stored = new StoredValue("sessionStorage", `ticked.${this.procedure}`, isList<string>);
    this.ticked = this.stored.get() ?? [];
  }

  protected override render(): TemplateResult {
    const ready = this.documents.filter((document) => this.ticked.includes(keyOf(document)));
    return html`
      <p class="hint">
        <span>${strings.documentsHint}</span>
        <output>${strings.documentsReady(ready.length, this.documents.length)}</output>
      </p>
      ${byCase(this.documents).map(
        ([name, documents]) => html`
          ${name ? html`<h3>${strings.documentCase} ${name}</h3>` : nothing}
          <ul>
            ${documents.map((document) => this.item(document))}
          </ul>
        `,
      )}
    `;
  }

  private item(document: RequiredDocument): TemplateResult {
    const copies = [
      document.originals ? strings.originals(document.originals) : "",
      document.copies ? strings.copies(document.copies) : "",
    ].filter(Boolean);
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${this.ticked.includes(keyOf(document))}
          @change=${() => this.toggle(keyOf(document))}
        />
        <span>
          <span class="name">${document.name}</span>
          ${copies.length ? html`<span class="copies">${copies.join(", ")}</span>` : nothing}
        </span>
      </label>
      ${
        document.form
          ? html`<p class="form">${strings.form} ${link(document.form.url, document.form.name)}</p>`
          : nothing
      }
    </li>`;
  }

  private toggle(key: string): void {
    this.ticked = this.ticked.includes(key)
      ? this.ticked.filter((other) => other !== key)
      : [...this.ticked, key];
    this.stored?.set([...this.ticked]);
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
        gap: 0 1rem;
        margin: 0 0 0.25rem;
        color: var(--muted);
        font-size: 0.875rem;
      }

      output {
        font-variant-numeric: tabular-nums;
      }

      h3 {
        margin: 0.75rem 0 0.25rem;
        font-size: 0.9375rem;
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
        gap: 0.75rem;
        min-height: var(--target);
        padding: 0.6rem 0;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      input {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        margin: 0.05rem 0 0;
        accent-color: var(--button);
      }

      input:checked + span .name {
        color: var(--muted);
      }

      .copies {
        display: block;
        color: var(--muted);
        font-size: 0.875rem;
      }

      .form {
        margin: -0.35rem 0 0.6rem 2.125rem;
        color: var(--muted);
        font-size: 0.875rem;
      }
    `,
  ];
}

function keyOf(document: RequiredDocument): string {
  return `${document.case ?? ""}|${document.name}`;
}

/** What everybody needs first, then one group a case, in the record's order. */
function byCase(documents: RequiredDocument[]): [string, RequiredDocument[]][] {
  const groups = new Map<string, RequiredDocument[]>([["", []]]);
  for (const document of documents) {
    const name = document.case ?? "";
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  return [...groups].filter(([, group]) => group.length > 0);
}
