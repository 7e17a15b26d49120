/** Colours and measures, as custom properties that every element below the chat inherits. */

import { css } from "lit";

export const theme = css`
  :host {
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
    --focus: #c2410c;
    --radius: 14px;
    --target: 44px;
    color: var(--text);
    font-family:
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      sans-serif;
    font-size: 1rem;
    line-height: 1.55;
  }

  @media (prefers-color-scheme: dark) {
    :host {
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
      --focus: #ffb27a;
    }
  }
`;
