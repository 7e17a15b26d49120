/** Colours and measures, as custom properties that every element inside inherits. */

import { css } from "lit";

const UNIT = "--assistant-unit";

/**
 * One unit is the size of letters that the browser is set to, times the citizen's choice. It is
 * registered as a length, so that it is worked out here once, whatever the portal has made of `rem`.
 */
export function registerUnit(): void {
  try {
    CSS.registerProperty({ name: UNIT, syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // Registered already: the script is on the page twice.
  }
}

export const theme = css`
  :host {
    all: initial;
    --page: #f3f6f9;
    --surface: #ffffff;
    --text: #17222d;
    --muted: #51606f;
    --line: #d3dce5;
    --line-strong: #7d8b99;
    --header: #0b4f8a;
    --accent: #0b4f8a;
    --accent-soft: #e8f1f9;
    --accent-line: #a9c8e4;
    --button: #0b4f8a;
    --on-button: #ffffff;
    --citizen: #0b4f8a;
    --on-citizen: #ffffff;
    --notice: #fff6dd;
    --notice-line: #c99a0a;
    --on-notice: #553f00;
    --alarm: #fdeceb;
    --alarm-line: #b3261e;
    --on-alarm: #7a1610;
    --call: #b3261e;
    --on-call: #ffffff;
    --focus: #c2410c;
    --radius: 14px;
    --target: 44px;
    --assistant-unit: 1em;
    --small: calc(0.8125 * var(--assistant-unit));
    --middle: calc(0.9375 * var(--assistant-unit));
    --normal: var(--assistant-unit);
    --large: calc(1.0625 * var(--assistant-unit));
    color: var(--text);
    color-scheme: light;
    font-family:
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      sans-serif;
    font-size: medium;
    line-height: 1.55;
  }

  :host([hidden]) {
    display: none;
  }

  :host([data-size="1"]) {
    --assistant-unit: 1.2em;
  }

  :host([data-size="2"]) {
    --assistant-unit: 1.45em;
  }

  :host([data-theme="dark"]) {
    --page: #0e151c;
    --surface: #17212b;
    --text: #e8eef4;
    --muted: #a7b4c1;
    --line: #2f3d4a;
    --line-strong: #7b8a99;
    --header: #10283f;
    --accent: #93c8f7;
    --accent-soft: #1a2e41;
    --accent-line: #3d617f;
    --button: #93c8f7;
    --on-button: #07213a;
    --citizen: #1c5388;
    --on-citizen: #ffffff;
    --notice: #332a11;
    --notice-line: #d1a32c;
    --on-notice: #ffe6ab;
    --alarm: #3a1b19;
    --alarm-line: #ff9d94;
    --on-alarm: #ffd5d1;
    --call: #ff9d94;
    --on-call: #3a0905;
    --focus: #ffb27a;
    color-scheme: dark;
  }
`;
