/** What buttons, links, fields and hidden labels have in common in all elements of the chat. */

import { css } from "lit";

export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    font-size: var(--normal);
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  p,
  h1,
  h2,
  h3,
  fieldset {
    margin: 0;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.15em;
    overflow-wrap: anywhere;
  }

  button,
  a.button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: var(--target);
    margin: 0;
    border: 1px solid var(--accent-line);
    border-radius: var(--radius);
    padding: 7px 14px;
    background: var(--surface);
    color: var(--accent);
    font: inherit;
    line-height: 1.35;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
  }

  @media (hover: hover) {
    button:hover:not(:disabled),
    a.button:hover {
      background: var(--accent-soft);
      border-color: var(--accent);
    }
  }

  button.main,
  a.button.main {
    justify-content: center;
    border-color: transparent;
    background: var(--button);
    color: var(--on-button);
    font-weight: 600;
    text-align: center;
  }

  @media (hover: hover) {
    button.main:hover:not(:disabled),
    a.button.main:hover {
      background: var(--button);
      filter: brightness(1.1);
    }
  }

  button:disabled {
    cursor: default;
    opacity: 0.5;
  }

  button.icon {
    flex: none;
    justify-content: center;
    width: var(--target);
    padding: 0;
    border-color: transparent;
    background: transparent;
  }

  button[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .choices,
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .choices li {
    max-width: 100%;
  }

  .choices button {
    display: block;
    overflow-wrap: anywhere;
  }

  .text {
    white-space: pre-line;
  }

  .hidden-label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  input[type="text"],
  textarea {
    min-width: 0;
    min-height: var(--target);
    border: 1px solid var(--line-strong);
    border-radius: 10px;
    padding: 8px 12px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: max(16px, var(--normal)); /* below this iOS zooms in */
  }

  fieldset {
    min-width: 0;
    border: 0;
    padding: 0;
  }

  legend {
    padding: 0;
  }

  /* A row of choices, one of which holds: radio buttons or boxes to tick as chips */

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 6px;
  }

  .chips label {
    display: inline-flex;
    align-items: center;
    min-height: var(--target);
    border: 1px solid var(--accent-line);
    border-radius: var(--radius);
    padding: 6px 14px;
    color: var(--accent);
    cursor: pointer;
  }

  .chips label:has(:checked) {
    border-color: var(--button);
    background: var(--button);
    color: var(--on-button);
    font-weight: 600;
  }

  .chips label:has(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .chips input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }

  @media (forced-colors: active) {
    .chips label:has(:checked),
    button[aria-pressed="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
