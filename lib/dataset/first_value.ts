/**
 * The value of an element wherever it is: DCMTK takes the first one it meets, going through sequences, too.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { text, type Vr, vr, vrFlags } from "../dictionary/vr.ts";
import type { TokenReader } from "./token_reader.ts";

const UI = vr("UI");

/** Identifiers have 64 characters, and nobody looks at more. */
const longestText = 1024;

/** Looks for one element. Where elements are out of order, the one that is first when they are sorted counts. */
export class FirstValue {
  readonly #tag: Tag;
  #path: readonly number[] | undefined;
  #bytes: Uint8Array | undefined;
  #vr: Vr = 0;
  #value: string | undefined;

  /** @param tag the element to look for */
  constructor(tag: Tag) {
    this.#tag = tag;
  }

  /** Looks at the element the reader stands on. */
  offer(reader: TokenReader): void {
    if (reader.tag !== this.#tag) return;
    const { path } = reader;
    if (this.#path && compare(path, this.#path) >= 0) return;
    this.#path = path;
    this.#bytes = bytesOf(reader);
    this.#vr = reader.vr;
    this.#value = undefined;
  }

  /** Whether there is such an element, and it is a UID. */
  get isUid(): boolean {
    return this.#path !== undefined && this.#vr === UI;
  }

  /**
   * Its text; `undefined` where there is none, or where its VR is not that of a text. A UID loses all white space,
   * another text the padding at its end; both end at a zero byte.
   */
  get value(): string | undefined {
    return this.#value ??= this.#bytes && this.#textOf(this.#bytes);
  }

  #textOf(bytes: Uint8Array): string {
    // Spreading the bytes would make an object of each
    const text: string = Reflect.apply(String.fromCharCode, undefined, bytes);
    const kept = this.#vr === UI ? text.replace(/[ \t-\r]/g, "") : text.replace(/ +$/, "");
    const zero = kept.indexOf("\0");
    return zero < 0 ? kept : kept.slice(0, zero);
  }

  /** Whether it is a UID with white space in it. */
  get hasSpaces(): boolean {
    if (this.#vr !== UI || !this.#bytes) return false;
    for (const byte of this.#bytes) if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return true;
    return false;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, index) => number !== b[index]);
  return index < 0 ? 0 : a[index] - (b[index] ?? -1);
}

/** The beginning of a text; an empty value is one whatever its VR is. */
function bytesOf(reader: TokenReader): Uint8Array | undefined {
  const { vr, length, valueAt, window } = reader;
  if (length > 0 && (vrFlags(vr) & text) === 0) return undefined;
  const count = Math.min(length, longestText);
  if (valueAt >= 0) return window.slice(valueAt, valueAt + count);
  const bytes = new Uint8Array(count);
  reader.copyValue(bytes, 0);
  return bytes;
}
