/**
 * A source of the bytes of one object, drained by whoever owns the memory.
 *
 * @module
 */

/** What one call of {@linkcode ByteSource.fill} delivered. */
export interface Filled {
  /** How many bytes were written to the front of the view. Fewer than the view holds only together with `done`. */
  readonly bytes: number;
  /** The explicit finish: true only when the last byte of the object has now been delivered. */
  readonly done: boolean;
}

/**
 * A source of bytes. The caller lends the memory, so that data lands where it is sent from.
 *
 * A source that cannot deliver everything it promised throws; it never reports `done` early, because `done`
 * sets the last-fragment bit on the wire (PS3.8, Annex E.2) and a receiver keeps what carries that bit.
 */
export interface ByteSource {
  /** Writes the next bytes to the front of `view`. Synchronous where the bytes are at hand. */
  fill(view: Uint8Array): Filled | Promise<Filled>;
  /** Gives back files and buffers; safe to call more than once. */
  close(): void;
}

/** Bytes at hand. Whatever they came from may change. */
export class HeldBytes implements ByteSource {
  #rest: Uint8Array;

  /** Takes the bytes, which stay what they are until they are delivered. */
  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  /** {@inheritDoc ByteSource.fill} */
  fill(view: Uint8Array): Filled {
    const part = this.#rest.subarray(0, view.length);
    view.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return { bytes: part.length, done: this.#rest.length === 0 };
  }

  /** {@inheritDoc ByteSource.close} */
  close(): void {}
}
