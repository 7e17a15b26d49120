/**
 * `<procedure-assistant>`: a button in the corner of any portal, and the chat in a panel above it.
 *
 * Attributes: `server`, the address of the assistant, needed where the script comes from elsewhere;
 * `language`, `vi` or `en`; `open`, which the element keeps as it is opened and closed.
 */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import "./assistant-chat";
import type { AssistantChat } from "./assistant-chat";
import { ThemedElement } from "./elements";
import { icon } from "./icons";
import { setPortalLanguage } from "./preferences";
import { t } from "./strings";
import { controls } from "./styles/controls";
import { theme } from "./styles/theme";

/** On a small screen the panel covers the portal, which then must not be reached. */
const SMALL_SCREEN = "(max-width: 520px), (max-height: 520px)";

@customElement("procedure-assistant")
export class ProcedureAssistant extends ThemedElement {
  /** Where the script came from. */
  static defaultServer = document.baseURI;

  @property() server: string | undefined;
  @property() language: string | undefined;
  @property({ type: Boolean, reflect: true }) open = false;

  /** The chat is made when it is first opened: a portal's visitors cost the server nothing. */
  @state() private wasOpened = false;
  @query("dialog") private panel!: HTMLDialogElement;
  @query(".launcher") private launcher!: HTMLButtonElement;
  @query("assistant-chat") private chat!: AssistantChat;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("language")) setPortalLanguage(this.language);
    this.wasOpened ||= this.open;
  }

  protected override render(): TemplateResult {
    return html`
      <button
        type="button"
        class="launcher main"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        ?hidden=${this.open}
        @click=${() => (this.open = true)}
      >
        ${icon("chat")} ${t().launch}
      </button>
      <dialog aria-label=${t().title} @keydown=${this.onKey} @cancel=${this.onCancel}>
        ${
          this.wasOpened
            ? html`<assistant-chat
                closable
                .server=${this.server ?? ProcedureAssistant.defaultServer}
                .language=${this.language}
                @close=${() => (this.open = false)}
              ></assistant-chat>`
            : nothing
        }
      </dialog>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("open") || this.open === this.panel.open) return;
    if (this.open) {
      if (matchMedia(SMALL_SCREEN).matches) this.panel.showModal();
      else this.panel.show();
      this.chat.focus();
    } else {
      this.chat.beQuiet();
      this.panel.close();
      this.launcher.focus();
    }
  }

  private onKey(event: KeyboardEvent): void {
    // Within the panel's own dialogs the key closes those.
    const dialog = event.composedPath().find((part) => part instanceof HTMLDialogElement);
    if (event.key === "Escape" && dialog === this.panel) this.open = false;
  }

  private onCancel(event: Event): void {
    event.preventDefault();
    this.open = false;
  }

  static override styles = [
    controls,
    theme,
    css`
      .launcher,
      dialog {
        font-size: var(--normal);
      }

      .launcher {
        position: fixed;
        z-index: 2147483000;
        inset: auto 20px 20px auto;
        min-height: 56px;
        border: 2px solid var(--surface);
        border-radius: 28px;
        padding: 0 20px 0 16px;
        box-shadow: 0 4px 16px rgb(0 0 0 / 30%);
      }

      .launcher[hidden] {
        display: none;
      }

      dialog {
        position: fixed;
        z-index: 2147483000;
        inset: auto 20px 20px auto;
        width: min(420px, calc(100vw - 40px));
        height: min(720px, calc(100dvh - 40px));
        max-width: none;
        max-height: none;
        margin: 0;
        border: 1px solid var(--line-strong);
        border-radius: 18px;
        padding: 0;
        background: var(--page);
        box-shadow: 0 8px 40px rgb(0 0 0 / 30%);
        overflow: hidden;
      }

      @media (max-width: 520px), (max-height: 520px) {
        dialog {
          inset: 0;
          width: 100%;
          height: 100dvh;
          border: 0;
          border-radius: 0;
        }
      }

      assistant-chat {
        height: 100%;
      }

      @media (prefers-reduced-motion: no-preference) {
        dialog[open] {
          animation: rise 0.18s ease-out;
        }

        @keyframes rise {
          from {
            opacity: 0;
            transform: translateY(12px);
          }
        }
      }
    `,
  ];
}
