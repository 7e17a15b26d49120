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

  .column {
    width: 100%;
    max-width: 48rem;
    margin-inline: auto;
    padding-inline: max(1rem, env(safe-area-inset-left)) max(1rem, env(safe-area-inset-right));
  }

  p {
    margin: 0;
  }

  /* Header */

  header {
    border-bottom: 3px solid #ffc845;
    background: var(--header);
    color: #fff;
  }

  header .column {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 60px;
    padding-top: env(safe-area-inset-top);
  }

  .mark {
    flex: none;
  }

  h1 {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: 1.0625rem;
    line-height: 1.25;
  }

  h1 small {
    display: block;
    font-size: 0.8125rem;
    font-weight: 400;
    opacity: 0.9;
  }

  .restart {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0.4rem;
    min-width: var(--target);
    padding: 0.4rem 0.75rem 0.4rem 0.6rem;
    border-color: rgb(255 255 255 / 55%);
    background: transparent;
    color: #fff;
    font-size: 0.9375rem;
  }

  /* A narrow phone has room for the sign only; its words stay for screen readers. */
  @media (max-width: 430px) {
    .restart {
      padding-inline: 0.6rem;
    }

    .restart span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  @media (hover: hover) {
    .restart:hover:not(:disabled) {
      border-color: #fff;
      background: rgb(255 255 255 / 15%);
    }
  }

  header :focus-visible {
    outline-color: #ffc845;
  }

  /* Conversation */

  main {
    min-height: 0;
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
    gap: 1rem;
    padding-block: 1rem 1.25rem;
  }

  article {
    display: grid;
    gap: 0.625rem;
    max-width: 100%;
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
    padding: 0.65rem 0.9rem;
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
    gap: 0.4rem;
    border: 1px solid var(--line);
    border-radius: var(--radius) var(--radius) var(--radius) 4px;
    background: var(--surface);
    white-space: normal;
  }

  .aside {
    color: var(--muted);
    font-size: 0.9375rem;
  }

  .failed {
    display: grid;
    gap: 0.6rem;
    justify-items: start;
    border: 1px solid var(--alarm-line);
    border-radius: var(--radius);
    padding: 0.75rem 0.9rem;
    background: var(--alarm);
    color: var(--on-alarm);
  }

  .typing {
    display: flex;
    align-self: flex-start;
    gap: 0.35rem;
    border: 1px solid var(--line);
    border-radius: var(--radius) var(--radius) var(--radius) 4px;
    padding: 0.95rem 1rem;
    background: var(--surface);
  }

  .typing i {
    width: 0.5rem;
    height: 0.5rem;
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

  footer {
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  footer .column {
    padding-block: 0.6rem max(0.5rem, env(safe-area-inset-bottom));
  }

  footer .column > p {
    margin-top: 0.15rem;
    color: var(--muted);
    font-size: 0.8125rem;
    text-align: center;
    text-wrap: balance;
  }

  footer a {
    display: inline-block;
    padding-block: 0.3rem;
    font-weight: 600;
  }

  /* The narrowest phones, and large letters on small ones */
  @media (max-width: 340px) {
    h1 {
      font-size: 0.9375rem;
    }

    footer .column > p {
      font-size: 0.75rem;
    }
  }

  /* A phone on its side, or a page magnified four times */
  @media (max-height: 420px) {
    header .column {
      min-height: 48px;
    }

    h1 small,
    footer .column > p {
      display: none;
    }
  }

  /* Restart */

  dialog {
    max-width: min(24rem, calc(100vw - 2rem));
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 1.25rem;
    background: var(--surface);
    color: var(--text);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }

  dialog h2 {
    margin: 0 0 0.4rem;
    font-size: 1.125rem;
    line-height: 1.35;
  }

  dialog form > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0.5rem;
    margin-top: 1rem;
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
