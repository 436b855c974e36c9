/**
 * A window on bytes that are too many to be held: one buffer, moved along as they are read.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";

/** Bytes that can be read at any place, such as those of a file. */
export interface RandomAccess {
  /** How many there are; `undefined` as long as that is not known, because they are being inflated. */
  readonly sizeBytes: number | undefined;
  /** Reads some bytes, as few as one, to the front of `target`, and gives back how many; none at the end. */
  readAt(target: Uint8Array, position: number): number;
}

/** After a jump little is read, because the next jump may be near; then more and more. */
const firstReadBytes = 4096;

/** What bytes are looked at through. */
export interface WindowOptions {
  readonly memory: Uint8Array;
  /** All bytes there are, where somebody has them: they stay as they are. */
  readonly held?: Uint8Array | undefined;
  /** How many bytes the memory holds already, from `position` on. */
  readonly loadedBytes?: number;
  readonly position?: number;
}

/** Holds the bytes around a place. What is in memory and how far it reaches is for whoever parses to see. */
export class ByteWindow {
  /** The memory. */
  readonly bytes: Uint8Array;
  /** The same, to read numbers from. */
  readonly numbers: DataView;
  /** Where in the memory the next byte is. */
  at = 0;
  /** Where in the memory the bytes end that were read. */
  limit = 0;
  /** The position of the first byte in the memory among all bytes. */
  base: number;
  readonly #source: RandomAccess;
  /** The memory holds all bytes there are. */
  readonly #isWhole: boolean;
  #readBytes = firstReadBytes;

  /**
   * Looks at `source` from `position` on through `memory`, which nobody else may use meanwhile, or through `held`, all
   * of its bytes.
   */
  constructor(source: RandomAccess, { memory, held, loadedBytes = 0, position = 0 }: WindowOptions) {
    const bytes = held ?? memory;
    this.bytes = bytes;
    this.numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#source = source;
    this.#isWhole = held !== undefined;
    this.base = held ? 0 : position;
    this.at = position - this.base;
    this.limit = held ? held.length : loadedBytes;
  }

  /** The position of the next byte among all of them. */
  get position(): number {
    return this.base + this.at;
  }

  /** How many bytes there are from here on, or `undefined` where that is not known. */
  get restBytes(): number | undefined {
    const { sizeBytes } = this.#source;
    return sizeBytes === undefined ? undefined : sizeBytes - this.position;
  }

  /** Brings the next `count` bytes into memory, not more than it holds; false where there are fewer. */
  has(count: number): boolean {
    return this.limit - this.at >= count || this.#fill(count);
  }

  /** The two bytes at a place in memory as a number. */
  number16(at: number, bigEndian: boolean): number {
    const { bytes } = this;
    return bigEndian ? bytes[at] << 8 | bytes[at + 1] : bytes[at] | bytes[at + 1] << 8;
  }

  /** The four bytes at a place in memory as a number. */
  number32(at: number, bigEndian: boolean): number {
    const { bytes } = this;
    return (bigEndian
      ? bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]
      : bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24) >>> 0;
  }

  /** The tag at a place in memory. */
  tag(at: number, bigEndian: boolean): Tag {
    const { bytes } = this;
    return (bigEndian
      ? bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]
      : bytes[at + 1] << 24 | bytes[at] << 16 | bytes[at + 3] << 8 | bytes[at + 2]) >>> 0;
  }

  #fill(count: number): boolean {
    if (this.#isWhole) return false;
    const { bytes } = this;
    bytes.copyWithin(0, this.at, this.limit);
    this.base += this.at;
    this.limit -= this.at;
    this.at = 0;
    while (this.limit < count) {
      const end = Math.min(bytes.length, Math.max(count, this.limit + this.#readBytes));
      const read = this.#source.readAt(bytes.subarray(this.limit, end), this.base + this.limit);
      if (read === 0) return false;
      this.limit += read;
      this.#readBytes = Math.min(2 * this.#readBytes, bytes.length);
    }
    return true;
  }

  /** How many of the next bytes are in memory after {@linkcode has} was false: all that are left. */
  get loadedBytes(): number {
    return this.limit - this.at;
  }

  /** Goes to another position. Nothing is read, and it may lie behind the end. */
  moveTo(position: number): void {
    const at = position - this.base;
    if (this.#isWhole || (at >= 0 && at <= this.limit)) {
      this.at = at;
    } else {
      this.base = position;
      this.limit = 0;
      this.at = 0;
      this.#readBytes = firstReadBytes;
    }
  }

  /** Copies bytes from any position without going there; false where there are not enough. */
  copy(target: Uint8Array, position: number): boolean {
    const at = position - this.base;
    let copied = 0;
    if (at >= 0 && at < this.limit) {
      const part = this.bytes.subarray(at, Math.min(this.limit, at + target.length));
      target.set(part);
      copied = part.length;
    }
    while (copied < target.length) {
      const read = this.#source.readAt(target.subarray(copied), position + copied);
      if (read === 0) return false;
      copied += read;
    }
    return true;
  }
}
