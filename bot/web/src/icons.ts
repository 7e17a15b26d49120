/** Small drawings inside buttons. They say nothing by themselves: the button has its words. */

import { svg, html, type TemplateResult } from "lit";

const LINES = {
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  up: "M7 11v9H4v-9zm0 0 4-8c1.7 0 3 1.3 3 3v3h5.5a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 18.3 20H7",
  down: "M17 13V4h3v9zm0 0-4 8c-1.7 0-3-1.3-3-3v-3H4.5a2 2 0 0 1-2-2.3l1.2-7A2 2 0 0 1 5.7 4H17",
  chat: "M4 5h16v11H9.5L5 20v-4H4zM8 9h8M8 12.5h5",
  speaker: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  stop: "M7 7h10v10H7z",
  microphone: "M9.5 6a2.5 2.5 0 0 1 5 0v5a2.5 2.5 0 0 1-5 0zM6 11a6 6 0 0 0 12 0M12 17v3.5",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0",
};

export function icon(name: keyof typeof LINES, size = 22): TemplateResult {
  const weight = name === "menu" ? 3.4 : 2;
  return html`<svg viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true">
    ${svg`<path
      d=${LINES[name]}
      fill="none"
      stroke="currentColor"
      stroke-width=${weight}
      stroke-linecap="round"
      stroke-linejoin="round"
    />`}
  </svg>`;
}

export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true">
    <g fill="none" stroke-width="2.6" stroke-linecap="round">
      <path d="M7 24c4-11 9-11 13 0 4-11 9-11 13 0M6 24h28" stroke="#fff" />
      <path d="M9 31c2.5-2.2 4.8-2.2 7.3 0s4.9 2.2 7.4 0 4.8-2.2 7.3 0" stroke="#ffc845" />
    </g>
  </svg>`;
}
