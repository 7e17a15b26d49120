/** Finds procedures for what is being typed. It never stands in the way: a failure finds nothing. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Server } from "./server";
import type { FoundProcedure } from "./types";

const PAUSE_MS = 250;
const SHORTEST = 3;
// A whole sentence is a question to be sent, not a name to be completed.
const LONGEST = 80;
const LIMIT = 5;

export class ProcedureFinder implements ReactiveController {
  found: FoundProcedure[] = [];
  /** The index of the one that the arrow keys have reached, -1 for none. */
  active = -1;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private request = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly server: () => Server | undefined,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  typed(text: string): void {
    const query = text.trim();
    this.cancel();
    if (query.length < SHORTEST || query.length > LONGEST || query.includes("\n")) {
      return this.show([]);
    }
    this.timer = setTimeout(() => void this.search(query, this.request.signal), PAUSE_MS);
  }

  close(): void {
    this.cancel();
    this.show([]);
  }

  /** Moves to the next (1) or the one before (-1); beyond the ends lies the text field. */
  move(step: 1 | -1): void {
    const places = this.found.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    this.host.requestUpdate();
  }

  private async search(query: string, signal: AbortSignal): Promise<void> {
    try {
      const found = (await this.server()?.searchProcedures(query, LIMIT, signal)) ?? [];
      if (!signal.aborted) this.show(found);
    } catch {
      // Suggestions are a help, not an answer: without them one types on.
      if (!signal.aborted) this.show([]);
    }
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.request.abort();
    this.request = new AbortController();
  }

  private show(found: FoundProcedure[]): void {
    if (this.found.length + found.length === 0) return;
    this.found = found;
    this.active = -1;
    this.host.requestUpdate();
  }
}
