/** The words of the chat in the language that the citizen prefers. */

import { preferences } from "../preferences";
import { en } from "./en";
import { vi, type Strings } from "./vi";

export function t(): Strings {
  return preferences.language === "en" ? en : vi;
}

/** "2025-07-01" as "01/07/2025"; anything else as it is. */
export function dayMonthYear(date: string): string {
  return date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1");
}
