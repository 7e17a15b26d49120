/** The frame of the page and the bubbles of the conversation. */

import { css } from "lit";

export const chat = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    height: 100vh;
    height: 100dvh;
    background: var(--page);
  }

  /* In a panel it is as high as the panel. */
  :host([closable]) {
    height: 100%;
  }

  .header,
  .body,
  .footer {
    font-size: var(--normal);
  }

  .column {
    width: 100%;
    max-width: 768px;
    margin-inline: auto;
    padding-inline: max(16px, env(safe-area-inset-left)) max(16px, env(safe-area-inset-right));
  }

  /* Header */

  .header {
    border-bottom: 3px solid #ffc845;
    background: var(--header);
    color: #fff;
  }

  .header .column {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 60px;
    padding-top: env(safe-area-inset-top);
  }

  .mark {
    flex: none;
  }

  .title {
    flex: 1;
    min-width: 0;
    font-size: var(--large);
    font-weight: 700;
    line-height: 1.25;
  }

  .title small {
    display: block;
    font-size: var(--small);
    font-weight: 400;
    opacity: 0.9;
  }

  .header button.icon {
    color: #fff;
  }

  @media (hover: hover) {
    .header button.icon:hover:not(:disabled) {
      border-color: #fff;
      background: rgb(255 255 255 / 15%);
    }
  }

  .header :focus-visible {
    outline-color: #ffc845;
  }

  /* Conversation */

  .body {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    min-height: 0;
  }

  .connection:not(:empty) {
    padding: 8px 16px;
    background: var(--notice);
    color: var(--on-notice);
    font-size: var(--small);
    text-align: center;
  }

  .log {
    position: relative;
    height: 100%;
    overflow-y: auto;
    overscroll-behavior: contain;
    scroll-behavior: smooth;
  }

  .log:focus-visible {
    outline-offset: -3px;
  }

  .log .column {
    display: flex;
    flex-direction: column;
    gap: 16px;
    padding-block: 16px 20px;
  }

  article {
    display: grid;
    gap: 10px;
    max-width: 100%;
    min-width: 0;
  }

  .after {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    color: var(--muted);
    font-size: var(--small);
  }

  .after > button:not([aria-pressed="true"]) {
    border-color: transparent;
    background: transparent;
  }

  .after [role="status"]:empty {
    display: none;
  }

  .after answer-feedback {
    flex: 1 1 260px;
    min-width: 0;
  }

  .citizen {
    align-self: flex-end;
    justify-items: end;
    max-width: 85%;
  }

  .bubble {
    width: fit-content;
    max-width: 100%;
    padding: 10px 14px;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }

  .citizen .bubble {
    border-radius: var(--radius) var(--radius) 4px var(--radius);
    background: var(--citizen);
    color: var(--on-citizen);
  }

  .assistant .bubble {
    display: grid;
    gap: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius) var(--radius) var(--radius) 4px;
    background: var(--surface);
    white-space: normal;
  }

  .aside {
    color: var(--muted);
    font-size: var(--middle);
  }

  .officer .bubble {
    border: 2px solid var(--accent-line);
    border-radius: var(--radius) var(--radius) var(--radius) 4px;
    background: var(--accent-soft);
  }

  .name {
    color: var(--accent);
    font-size: var(--small);
    font-weight: 600;
  }

  .system {
    display: grid;
    gap: 8px;
    justify-items: center;
    align-self: center;
    max-width: 36em;
    color: var(--muted);
    font-size: var(--small);
    text-align: center;
  }

  .unsent {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--muted);
    font-size: var(--small);
  }

  .failed {
    display: grid;
    gap: 10px;
    justify-items: start;
    border: 1px solid var(--alarm-line);
    border-radius: var(--radius);
    padding: 12px 14px;
    background: var(--alarm);
    color: var(--on-alarm);
  }

  .typing {
    display: flex;
    align-self: flex-start;
    gap: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius) var(--radius) var(--radius) 4px;
    padding: 15px 16px;
    background: var(--surface);
  }

  .typing i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--muted);
    animation: typing 1.2s infinite ease-in-out;
  }

  .typing i:nth-of-type(2) {
    animation-delay: 0.15s;
  }

  .typing i:nth-of-type(3) {
    animation-delay: 0.3s;
  }

  @keyframes typing {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-3px);
    }
  }

  /* Composer */

  .footer {
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  .footer .column {
    padding-block: 10px max(8px, env(safe-area-inset-bottom));
  }

  .footer .column > p {
    margin-top: 2px;
    color: var(--muted);
    font-size: var(--small);
    text-align: center;
    text-wrap: balance;
  }

  .footer a {
    display: inline-block;
    padding-block: 5px;
    font-weight: 600;
  }

  /* The narrowest phones, and large letters on small ones */
  @media (max-width: 340px) {
    .title {
      font-size: var(--middle);
    }

    .footer .column > p {
      font-size: calc(0.75 * var(--assistant-unit));
    }
  }

  /* A phone on its side, or a page magnified four times */
  @media (max-height: 420px) {
    .header .column {
      min-height: 48px;
    }

    .title small,
    .footer .column > p {
      display: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .log {
      scroll-behavior: auto;
    }

    .typing i {
      animation: none;
    }
  }
`;
