/**
 * From who makes things to who takes them, a few at a time.
 *
 * @module
 */

/** Hands things over in order. The maker waits for room before it makes more. */
export class Handover<T> {
  readonly #limit: number;
  readonly #items: T[] = [];
  #end: { readonly error: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  /** Takes how many things may lie here before there is no more room. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Done as soon as there is room, or nobody takes anything any more. */
  async room(): Promise<void> {
    while (!this.#end && this.#items.length >= this.#limit) await this.#changed.promise;
  }

  /** Hands one over, room or not. */
  put(item: T): void {
    this.#items.push(item);
    this.#change();
  }

  /** Nothing more comes; with an error the taker gets that after the last thing. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#change();
  }

  /** Takes everything in turn. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      while (this.#items.length > 0) {
        const item = this.#items.shift() as T;
        this.#change();
        yield item;
      }
      if (this.#end) break;
      await this.#changed.promise;
    }
    if (this.#end.error !== undefined) throw this.#end.error;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
