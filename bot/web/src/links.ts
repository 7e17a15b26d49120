/** Addresses that come from records or from text, made safe to offer as links. */

import { html, type TemplateResult } from "lit";

const WEB_ADDRESS = /https?:\/\/[^\s<>"'«»“”]+/g;
const CLOSING_PUNCTUATION = /[.,;:!?…)\]}]+$/;

/** The address when it is a web address, else undefined: never `javascript:` or `data:`. */
export function webAddress(address: string | undefined): string | undefined {
  if (!address || !/^https?:\/\//i.test(address.trim())) return undefined;
  try {
    return new URL(address).href;
  } catch {
    return undefined; // a broken address of a record is shown as text
  }
}

export function link(address: string | undefined, label: string): TemplateResult | string {
  const href = webAddress(address);
  return href
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${label}</a>`
    : label;
}

/** Plain text with its web addresses as links. Line breaks are the stylesheet's matter. */
export function linked(text: string): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(WEB_ADDRESS)) {
    const address = match[0].replace(CLOSING_PUNCTUATION, "");
    parts.push(text.slice(end, match.index), link(address, address));
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}
