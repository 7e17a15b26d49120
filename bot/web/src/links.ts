/** Addresses and telephone numbers from records or from text, made safe to offer as links. */

import { html, type TemplateResult } from "lit";

const WEB_ADDRESS = "https?:\\/\\/[^\\s<>\"'«»“”]+";
// A number alone may be anything; after these words it is one to call.
const HOTLINE = "(?<=(?:gọi|tổng đài) )1022\\b";
const LINKS = new RegExp(`${WEB_ADDRESS}|${HOTLINE}`, "gi");
const CLOSING_PUNCTUATION = /[.,;:!?…)\]}]+$/;
const EMERGENCY_NUMBER = /\b11[1-5]\b/g;

/** Mobile phones reach the city's hotline only with its area code. */
const NUMBER_OF: Record<string, string> = { "1022": "02361022" };

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
  return href ? outward(href, label) : label;
}

export function callLink(phone: string, label: string = phone): TemplateResult {
  const digits = phone.replace(/[^\d+]/g, "");
  return html`<a href="tel:${NUMBER_OF[digits] ?? digits}">${label}</a>`;
}

/** A map of a place, which is asked for only when the link is pressed. */
export function mapLink(place: string, label: string): TemplateResult {
  const query = encodeURIComponent(place);
  // Android offers the citizen's own maps for it; other systems do not know what to do with it.
  if (/Android/.test(navigator.userAgent)) return html`<a href="geo:0,0?q=${query}">${label}</a>`;
  return outward(`https://www.openstreetmap.org/search?query=${query}`, label);
}

/** Plain text with its links. Line breaks are the stylesheet's matter. */
export function linked(text: string): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(LINKS)) {
    const found = match[0].replace(CLOSING_PUNCTUATION, "");
    parts.push(text.slice(end, match.index), /^\d/.test(found) ? callLink(found) : link(found, found));
    end = match.index + found.length;
  }
  parts.push(text.slice(end));
  return parts;
}

/** The emergency numbers that a text names, in its order. */
export function emergencyNumbers(text: string): string[] {
  return [...new Set(text.match(EMERGENCY_NUMBER))];
}

function outward(href: string, label: string): TemplateResult {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${label}</a>`;
}
