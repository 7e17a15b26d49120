/** How the citizen likes the chat: language, size of letters, light or dark. */

import { isObject, StoredValue } from "./storage";

export type Language = "vi" | "en";
export type Theme = "system" | "light" | "dark";
/** 0 is the size that the browser is set to. */
export type TextSize = 0 | 1 | 2;

interface Chosen {
  language?: Language;
  theme?: Theme;
  textSize?: TextSize;
}

const stored = new StoredValue<Chosen>("preferences", isObject);
const listeners = new Set<() => void>();
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
let chosen = stored.get() ?? {};
let portalLanguage: Language = "vi";

export const preferences = {
  get language(): Language {
    return chosen.language ?? portalLanguage;
  },
  get theme(): Theme {
    return chosen.theme ?? "system";
  },
  get textSize(): TextSize {
    return chosen.textSize ?? 0;
  },
  get isDark(): boolean {
    return this.theme === "system" ? systemIsDark.matches : this.theme === "dark";
  },
};

export function choose(changes: Chosen): void {
  chosen = { ...chosen, ...changes };
  stored.set(chosen);
  notify();
}

/** The language of the portal around the widget: it counts until the citizen chooses one. */
export function setPortalLanguage(language: string | null | undefined): void {
  portalLanguage = language?.toLowerCase().startsWith("en") ? "en" : "vi";
  notify();
}

export function onPreferences(listener: () => void): void {
  listeners.add(listener);
}

export function offPreferences(listener: () => void): void {
  listeners.delete(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}

systemIsDark.addEventListener("change", notify);
