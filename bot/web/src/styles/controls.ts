/** What buttons, links and hidden labels have in common in all elements of the page. */

import { css } from "lit";

export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.15em;
    overflow-wrap: anywhere;
  }

  button {
    min-height: var(--target);
    margin: 0;
    border: 1px solid var(--accent-line);
    border-radius: var(--radius);
    padding: 0.5rem 0.9rem;
    background: var(--surface);
    color: var(--accent);
    font: inherit;
    line-height: 1.35;
    text-align: start;
    cursor: pointer;
    touch-action: manipulation;
  }

  @media (hover: hover) {
    button:hover:not(:disabled) {
      background: var(--accent-soft);
      border-color: var(--accent);
    }
  }

  button.main {
    border-color: transparent;
    background: var(--button);
    color: var(--on-button);
    font-weight: 600;
    text-align: center;
  }

  @media (hover: hover) {
    button.main:hover:not(:disabled) {
      background: var(--button);
      filter: brightness(1.1);
    }
  }

  button:disabled {
    cursor: default;
    opacity: 0.5;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .choices li {
    max-width: 100%;
  }

  .hidden-label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
