/**
 * How one data element is written: VR, lengths and what happens to the value (PS3.5, Sections 6.2 and 7.1),
 * so that the bytes are those DCMTK 3.6.7 sends.
 *
 * @module
 */
import { tags } from "../dictionary/tags.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import {
  flagsByVr,
  longForm,
  newVr,
  type NewVrs,
  spaces,
  standard,
  text,
  type Vr,
  vr,
  vrTraits,
  widthOf,
  writtenVr,
} from "../dictionary/vr.ts";
import type { TokenCursor } from "./tokens.ts";

/** What the encoding of elements depends on. */
export interface ElementTarget {
  /** The transfer syntax to write; deflating comes later. */
  readonly syntax: TransferSyntax;
  /** Whether VRs that are younger than 1993 are written. */
  readonly newVrs: NewVrs;
}

const OB = vr("OB");
const UI = vr("UI");
const UL = vr("UL");
const UN = vr("UN");

/** A UID of more bytes than explicit VR allows is left as it is. */
const maxUidBytes = 0xfffe;

/** The plan of the element a cursor stands on; one object serves all elements, one after the other. */
export class ElementPlan {
  /** The VR to write. Of no meaning in implicit VR. */
  vr: Vr = 0;
  /** Explicit VR: with two reserved bytes and a four byte length. */
  longForm = false;
  /** Tag, VR and length (PS3.5, Tables 7.1-1 to 7.1-3). */
  headerBytes = 0;
  /** Value length to write, padding included: always even. */
  valueBytes = 0;
  /** How many bytes of the value to write are taken from the file; the rest is padding. */
  sourceBytes = 0;
  /** What to fill an odd value up with. */
  padding = 0;
  /** Bytes to swap as one, or 1 for none. */
  swapBytes = 1;
  /** White space within the value is to be left out (UIDs). */
  squeezed = false;

  readonly #explicit: boolean;
  readonly #bigEndian: boolean;
  readonly #bigEndianPixelData: boolean;
  readonly #newVrs: NewVrs;

  /** Prepares plans for one target. */
  constructor(target: ElementTarget) {
    this.#explicit = !target.syntax.implicit;
    this.#bigEndian = target.syntax.endian === "big";
    this.#bigEndianPixelData = target.syntax.bigEndianPixelData;
    this.#newVrs = target.newVrs;
  }

  /** Plans the element the cursor stands on. */
  plan(cursor: TokenCursor): void {
    const flags = flagsByVr[cursor.vr];
    if ((flags & text) !== 0) this.#planText(cursor, (flags & spaces) !== 0 ? 0x20 : 0);
    else this.#planBinary(cursor.length);
    this.#planHeader(cursor.vr);
    this.swapBytes = this.#isSwapped(cursor) ? widthOf(flags) || 1 : 1;
  }

  /** Plans a group length (PS3.5, Section 7.2): UL whatever it was. */
  planGroupLength(): void {
    this.#planBinary(4);
    this.#planHeader(UL);
    this.swapBytes = 1;
  }

  /** Plans the replacement of a string by bytes that are already padded. */
  planReplacement(cursor: TokenCursor, valueBytes: number): void {
    this.#planBinary(valueBytes);
    this.#planHeader(cursor.vr);
    this.swapBytes = 1;
  }

  /** Plans a fragment of encapsulated pixel data; it has a header of its own. */
  planFragment(length: number): void {
    this.#planBinary(length);
    this.swapBytes = 1;
  }

  #planBinary(length: number): void {
    this.sourceBytes = length;
    this.valueBytes = length + (length & 1);
    this.padding = 0;
    this.squeezed = false;
  }

  /**
   * An odd string gets a zero byte, as DCMTK gives it while reading, and no longer ends in padding then.
   * What is left of an even one when padding is stripped is filled up with the VR's own padding.
   */
  #planText(cursor: TokenCursor, padding: number): void {
    const { length } = cursor;
    if (cursor.vr === UI && length <= maxUidBytes) {
      this.#planUid(cursor);
    } else if (length & 1 && padding !== 0) {
      this.#planBinary(length);
    } else {
      this.#planBinary(strippedLength(cursor, padding));
      this.padding = padding;
    }
  }

  #planUid(cursor: TokenCursor): void {
    const { length } = cursor;
    if (cursor.valueAt < 0) cursor.copyValue(uidScratch.subarray(0, length), 0);
    const bytes = cursor.valueAt < 0 ? uidScratch : cursor.window;
    const begin = Math.max(cursor.valueAt, 0);
    let end = 0;
    let kept = 0;
    for (let index = begin; index < begin + length; index++) {
      if (isSpace(bytes[index])) continue;
      kept++;
      if (bytes[index] !== 0) end = kept;
    }
    this.#planBinary(end);
    this.squeezed = kept < length;
  }

  /** A value too long for the short form becomes UN, or OB where new VRs are disabled. */
  #planHeader(value: Vr): void {
    const flags = flagsByVr[value];
    const isWritten = (flags & standard) !== 0 && ((flags & newVr) === 0 || this.#newVrs === "as they are");
    this.vr = isWritten ? value : writtenVr(value, this.#newVrs);
    if (!this.#explicit) {
      this.headerBytes = 8;
      return;
    }
    this.longForm = isWritten ? (flags & longForm) !== 0 : vrTraits(this.vr).longForm;
    if (!this.longForm && this.valueBytes > 0xffff) {
      this.longForm = true;
      this.vr = this.#newVrs === "as OB" ? OB : UN;
    }
    this.headerBytes = this.longForm ? 12 : 8;
  }

  /** OB and UN are little endian everywhere, also where another VR had to become one of them. */
  #isSwapped(cursor: TokenCursor): boolean {
    const target = cursor.tag === tags.PixelData ? this.#bigEndianPixelData : this.#bigEndian;
    const bytesOnly = this.vr === OB || this.vr === UN;
    return cursor.bigEndian !== (target && !bytesOnly);
  }
}

const uidScratch = new Uint8Array(maxUidBytes);
const tailScratch = new Uint8Array(256);

/** White space of C's `isspace` in the default locale. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** The first `count` bytes of a UID without its white space. */
export function squeezedValue(cursor: TokenCursor, count: number): Uint8Array {
  const value = new Uint8Array(cursor.length);
  cursor.copyValue(value, 0);
  return value.filter((byte) => !isSpace(byte)).subarray(0, count);
}

/** How long a value is without the padding at its end; a large one is looked at from behind, piece by piece. */
function strippedLength(cursor: TokenCursor, padding: number): number {
  let { length } = cursor;
  if (cursor.valueAt >= 0) {
    const { window, valueAt } = cursor;
    while (length > 0 && window[valueAt + length - 1] === padding) length--;
    return length;
  }
  while (length > 0) {
    const tail = tailScratch.subarray(0, Math.min(length, tailScratch.length));
    cursor.copyValue(tail, length - tail.length);
    let kept = tail.length;
    while (kept > 0 && tail[kept - 1] === padding) kept--;
    length -= tail.length - kept;
    if (kept > 0) break;
  }
  return length;
}
