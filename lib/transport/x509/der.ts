/**
 * A reader of the Distinguished Encoding Rules (ITU-T X.690): what is not DER is refused, so that nothing has two
 * meanings.
 *
 * @module
 */
import { joined } from "../../base/bytes.ts";

/** Bytes that are not the DER of what they should be. */
export class DerError extends Error {
  /** Its name in stack traces. */
  override readonly name = "DerError";
}

/** Tags that certificates use (X.680, Section 8.6, with the "constructed" bit where it belongs). */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of a context-specific element with primitive content. */
export const contextTag = (number: number): number => 0x80 | number;

/** The tag of a context-specific element that is made of others. */
export const contextGroup = (number: number): number => 0xa0 | number;

/** One element. */
export interface DerElement {
  readonly tag: number;
  /** The element with its tag and length. */
  readonly encoded: Uint8Array;
  readonly content: Uint8Array;
}

/** Reads elements one after the other. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  /** @param bytes what to read, all of it */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether everything was read. */
  get done(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** The tag of the next element; `undefined` at the end. */
  get nextTag(): number | undefined {
    return this.#bytes[this.#position];
  }

  /** Reads the next element, which has to have one of the tags where some are given. */
  read(...tags: number[]): DerElement {
    const start = this.#position;
    const tag = this.#byte();
    if ((tag & 0x1f) === 0x1f) throw new DerError("Tags of more than one byte are not used by certificates");
    if (tags.length > 0 && !tags.includes(tag)) throw new DerError(`Unexpected tag 0x${tag.toString(16)}`);
    const length = this.#length();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new DerError("Element is longer than what holds it");
    const content = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return { tag, encoded: this.#bytes.subarray(start, end), content };
  }

  /** Reads the next element if it has the tag. */
  readOptional(tag: number): DerElement | undefined {
    return this.nextTag === tag ? this.read(tag) : undefined;
  }

  /** Reads an element that is made of others. */
  open(tag: number): DerReader {
    return new DerReader(this.read(tag).content);
  }

  /** Reads an element that is made of others if it has the tag. */
  openOptional(tag: number): DerReader | undefined {
    return this.nextTag === tag ? this.open(tag) : undefined;
  }

  /** Reads all that is left, one element at a time. */
  *rest(...tags: number[]): Generator<DerElement> {
    while (!this.done) yield this.read(...tags);
  }

  /** Nothing may be left. */
  end(): void {
    if (!this.done) throw new DerError("Unexpected bytes behind the last element");
  }

  #byte(): number {
    if (this.done) throw new DerError("Element is cut off");
    return this.#bytes[this.#position++];
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError("Length of an element is not DER");
    let length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + this.#byte();
    const shortest = length < 0x80 ? 0 : Math.ceil(Math.log2(length + 1) / 8);
    if (count !== shortest) throw new DerError("Length of an element is longer than it has to be");
    return length;
  }
}

/** Reads the only element of `bytes`. */
export function readWhole(bytes: Uint8Array, tag: number): DerElement {
  const reader = new DerReader(bytes);
  const element = reader.read(tag);
  reader.end();
  return element;
}

/** Opens the only element of `bytes`. */
export function openWhole(bytes: Uint8Array, tag: number): DerReader {
  return new DerReader(readWhole(bytes, tag).content);
}

/** The value of a BOOLEAN. */
export function booleanOf({ content }: DerElement): boolean {
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError("Not a BOOLEAN");
  return content[0] === 0xff;
}

/** The content of an INTEGER in hexadecimal digits, two's complement. */
export function integerHexOf({ content }: DerElement): string {
  const [first, second] = content;
  const padded = content.length > 1 &&
    ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (content.length === 0 || padded) throw new DerError("Not an INTEGER");
  return hexOf(content);
}

/** The value of an INTEGER that is small and not negative. */
export function smallIntegerOf(element: DerElement): number {
  const hex = integerHexOf(element);
  if (element.content[0] >= 0x80) throw new DerError("Negative number");
  if (hex.length > 12) throw new DerError("Number is too large");
  return Number.parseInt(hex, 16);
}

/** The bytes of a BIT STRING whose bits are a multiple of eight, such as keys and signatures. */
export function bitStringBytesOf({ content }: DerElement): Uint8Array {
  if (content.length === 0 || content[0] !== 0) throw new DerError("Not a BIT STRING of whole bytes");
  return content.subarray(1);
}

/** The first 16 named bits of a BIT STRING: bit 0 is 0x0001, as in OpenSSL's `KU_` constants after reordering. */
export function namedBitsOf({ content }: DerElement): number {
  const [unused, ...bytes] = content;
  if (unused === undefined || unused > 7 || (unused > 0 && bytes.length === 0)) {
    throw new DerError("Not a BIT STRING");
  }
  let bits = 0;
  for (let bit = 0; bit < Math.min(16, bytes.length * 8 - unused); bit++) {
    if (bytes[bit >> 3] & (0x80 >> (bit & 7))) bits |= 1 << bit;
  }
  return bits;
}

/** The dotted form of an OBJECT IDENTIFIER. */
export function objectIdentifierOf({ content }: DerElement): string {
  if (content.length === 0 || content.at(-1)! >= 0x80) throw new DerError("Not an OBJECT IDENTIFIER");
  const arcs: bigint[] = [];
  let arc = 0n;
  let first = true;
  for (const byte of content) {
    if (first && byte === 0x80) throw new DerError("Not an OBJECT IDENTIFIER");
    arc = arc << 7n | BigInt(byte & 0x7f);
    first = byte < 0x80;
    if (!first) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const root = arcs[0] < 80n ? arcs[0] / 40n : 2n;
  return [root, arcs[0] - root * 40n, ...arcs.slice(1)].join(".");
}

/** Bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Writes an element. */
export function encodeDer(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = [tag];
  if (length < 0x80) header.push(length);
  else {
    const bytes: number[] = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
    header.push(0x80 | bytes.length, ...bytes);
  }
  return joined([Uint8Array.from(header), ...parts]);
}
