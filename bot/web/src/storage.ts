/** Values kept in the browser as JSON. No cookie is ever set. */

const PREFIX = "procedure-assistant.";

/**
 * One value in the browser's store. Where the browser forbids storing (private windows, full disk)
 * the page goes on without: the value then lives as long as the page.
 */
export class StoredValue<T> {
  readonly name: string;
  private unsaved: T | undefined;

  constructor(
    key: string,
    private readonly isValid: (value: unknown) => value is T,
  ) {
    this.name = PREFIX + key;
  }

  get(): T | undefined {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(this.name) ?? "null");
      return this.isValid(value) ? value : this.unsaved;
    } catch {
      return this.unsaved;
    }
  }

  /** Without a value, forgets it. */
  set(value: T | undefined): void {
    try {
      if (value === undefined) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify(value));
      this.unsaved = undefined;
    } catch {
      this.unsaved = value;
    }
  }
}

/** Forgets every value whose key starts with `start`. */
export function forgetStored(start: string): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX + start)) localStorage.removeItem(name);
    }
  } catch {
    // A browser that forbids storing has stored nothing.
  }
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

export function isList<T>(value: unknown): value is T[] {
  return Array.isArray(value);
}

export function isObject<T extends object>(value: unknown): value is T {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
