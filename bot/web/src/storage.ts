/** Values kept in the browser as JSON. No cookie is ever set. */

const PREFIX = "danang-assistant.";

/**
 * One value in a browser store. Where the browser forbids storing (private windows, full disk)
 * the page goes on without: the value then lives as long as the page.
 */
export class StoredValue<T> {
  private unsaved: T | undefined;

  constructor(
    private readonly area: "localStorage" | "sessionStorage",
    private readonly key: string,
    private readonly isValid: (value: unknown) => value is T,
  ) {}

  get(): T | undefined {
    try {
      const value: unknown = JSON.parse(window[this.area].getItem(PREFIX + this.key) ?? "null");
      return this.isValid(value) ? value : this.unsaved;
    } catch {
      return this.unsaved;
    }
  }

  set(value: T): void {
    try {
      window[this.area].setItem(PREFIX + this.key, JSON.stringify(value));
      this.unsaved = undefined;
    } catch {
      this.unsaved = value;
    }
  }
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

export function isList<T>(value: unknown): value is T[] {
  return Array.isArray(value);
}
