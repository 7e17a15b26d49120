/** Plays an answer part by part: while one is heard, the next one is fetched. */

/** The sound of a part; undefined where there is no such part, for all was read. */
export type FetchPart = (part: number) => Promise<ArrayBuffer | undefined>;

export class Reader {
  // Not an <audio> element: a portal's Content-Security-Policy may forbid media from elsewhere.
  private playing: AudioBufferSourceNode | undefined;
  private stopped = false;

  /** `context` was made while the citizen pressed the button: iOS lets no other one sound. */
  constructor(private readonly context: AudioContext) {}

  /** Resolves when all was read, or after `stop`. Throws what `fetchPart` throws. */
  async read(fetchPart: FetchPart): Promise<void> {
    try {
      await this.context.resume();
      let next = fetchPart(0);
      for (let part = 1; ; part++) {
        const sound = await next;
        if (!sound || this.stopped) return;
        next = fetchPart(part);
        // Looked at when this part has been heard; until then nobody waits for it.
        next.catch(() => undefined);
        await this.play(await this.context.decodeAudioData(sound));
      }
    } finally {
      this.stop();
    }
  }

  stop(): void {
    this.stopped = true;
    this.playing?.stop();
    if (this.context.state !== "closed") void this.context.close();
  }

  private play(sound: AudioBuffer): Promise<void> {
    if (this.stopped) return Promise.resolve();
    const source = this.context.createBufferSource();
    source.buffer = sound;
    source.connect(this.context.destination);
    return new Promise((resolve) => {
      source.onended = () => resolve();
      source.start();
      this.playing = source;
    });
  }
}
