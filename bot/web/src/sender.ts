/** The random name under which the server keeps this browser's conversation. */

import { isString, StoredValue } from "./storage";

const stored = new StoredValue("localStorage", "sender", isString);

export function sender(): string {
  return stored.get() ?? newSender();
}

/** A new name: the server then knows nothing of what was said before. */
export function newSender(): string {
  // Not randomUUID(): browsers offer it on HTTPS only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const name = "web-" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  stored.set(name);
  return name;
}
