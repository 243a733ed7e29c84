// Counts the listeners at work, so that stopping can wait for them: Bolt acknowledges events before they are done.

const PATIENCE_MS = 6_000;

export class InFlight {
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  async track<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** Resolves when nothing is at work. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Takes nothing new from now on; resolves when all is done, or after six seconds. */
  async drain(): Promise<void> {
    this.#closed = true;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    await Promise.race([this.idle(), late]);
    clearTimeout(timer);
  }
}
