/**
 * The second pass of a conversion: the bytes of the new data set, written where they are wanted.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { type Vr, vr } from "../dictionary/vr.ts";
import { swapUnits } from "./byte_order.ts";
import type { Conversion } from "./conversion.ts";
import { ElementPlan, squeezedValue } from "./element_plan.ts";
import type { LevelOrder } from "./level_order.ts";
import { dataSetLevel, type Measured, undefinedLength } from "./measure.ts";
import { OpenValue } from "./open_value.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";

const OB = vr("OB");
const SQ = vr("SQ");

/** A value up to this length is written together with its header, a longer one in parts. */
const smallValueBytes = 2048;

/** Room for the longest header and a small value. */
export const roomBytes: number = smallValueBytes + 16;

/** Copying a shorter value byte by byte takes less time than making the views for a block copy. */
const blockCopyBytes = 32;

/** A data set or an item whose elements are being written. */
interface Level {
  /** Only there where the file does not keep the order. */
  readonly order: LevelOrder | undefined;
  next: number;
}

/** Writes a data set token by token into memory that others lend. */
export class TokenWriter {
  readonly #cursor: TokenCursor;
  readonly #conversion: Conversion;
  readonly #measured: Measured;
  readonly #plan: ElementPlan;
  readonly #explicit: boolean;
  readonly #bigEndian: boolean;
  readonly #levels: Level[] = [];
  /** For every sequence and item that has begun: whether its end will be marked. */
  readonly #delimited: boolean[] = [];
  /** The value whose header was written last and that was too large to be written with it. */
  readonly value = new OpenValue();
  #slot = 0;
  #amongElements = true;
  #ended = false;
  #out: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** Prepares to write the data set that `cursor` stands before, the same one that was measured. */
  constructor(cursor: TokenCursor, { conversion, measured }: { conversion: Conversion; measured: Measured }) {
    this.#cursor = cursor;
    this.#conversion = conversion;
    this.#measured = measured;
    this.#plan = new ElementPlan(conversion);
    this.#explicit = !conversion.syntax.implicit;
    this.#bigEndian = conversion.syntax.endian === "big";
    this.#enterLevel(dataSetLevel);
  }

  /** Whether every token has been written. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Writes the next token to `out` from `at` on, where there has to be room, and gives back where it ends. */
  writeToken(out: Uint8Array, at: number): number {
    this.#out = out;
    this.#at = at;
    const level = this.#levels[this.#levels.length - 1];
    if (level.order && this.#amongElements) this.#seek(level, level.order);
    this.#write(this.#cursor.next());
    return this.#at;
  }

  #seek(level: Level, order: LevelOrder): void {
    const { offset, slot, vr } = level.next < order.length ? order.at(level.next++) : { ...order.end, vr: 0 };
    this.#slot = slot;
    this.#cursor.seek(offset, vr);
  }

  #write(kind: TokenKind): void {
    switch (kind) {
      case TokenKind.element:
        return this.#element();
      case TokenKind.sequence:
        return this.#sequence();
      case TokenKind.item:
        return this.#item();
      case TokenKind.itemEnd:
        this.#levels.pop();
        this.#amongElements = false;
        return this.#delimit(tags.ItemDelimitationItem);
      case TokenKind.sequenceEnd:
        this.#amongElements = true;
        return this.#delimit(tags.SequenceDelimitationItem);
      case TokenKind.end:
        this.#ended = true;
        return;
      default:
        return this.#pixelFragments(kind);
    }
  }

  #element(): void {
    const cursor = this.#cursor;
    const plan = this.#plan;
    if (cursor.tag === tags.DataSetTrailingPadding) return;
    if ((cursor.tag & 0xffff) === 0) return this.#groupLength();
    plan.plan(cursor);
    const edits = this.#levels.length === 1 ? this.#conversion.edits : undefined;
    const replacement = edits?.use(cursor, plan.valueBytes);
    if (replacement) plan.planReplacement(cursor, replacement.length);
    this.#header(cursor.tag);
    const changed = replacement ?? (plan.squeezed ? squeezedValue(cursor, plan.sourceBytes) : undefined);
    if (plan.valueBytes <= smallValueBytes) return this.#smallValue(changed);
    this.value.open(changed ?? cursor, plan);
    this.#conversion.tellLargeValue(cursor, plan);
  }

  /** A group length that does not fit is left out, as DCMTK leaves it out. */
  #groupLength(): void {
    const length = this.#measured.lengths.at(this.#slot++);
    if (length === undefinedLength) return;
    this.#plan.planGroupLength();
    this.#header(this.#cursor.tag);
    this.#number32(length);
  }

  #sequence(): void {
    const length = this.#measured.lengths.at(this.#slot++);
    this.#beginSequence({ vr: SQ, length });
    this.#delimited.push(length === undefinedLength);
  }

  #item(): void {
    const slot = this.#slot++;
    const length = this.#measured.lengths.at(slot);
    this.#tag(tags.Item);
    this.#number32(length);
    this.#delimited.push(length === undefinedLength);
    this.#enterLevel(slot);
  }

  /** Fragments stay what they are; an odd one gets a byte more (PS3.5, Section A.4). */
  #pixelFragments(kind: TokenKind): void {
    if (kind === TokenKind.fragments) {
      this.#beginSequence({ vr: OB, length: undefinedLength });
    } else if (kind === TokenKind.fragment) {
      this.#plan.planFragment(this.#cursor.length);
      this.#tag(tags.Item);
      this.#number32(this.#plan.valueBytes);
      this.value.open(this.#cursor, this.#plan);
    } else {
      this.#tag(tags.SequenceDelimitationItem);
      this.#number32(0);
      this.#amongElements = true;
    }
  }

  #enterLevel(slot: number): void {
    this.#levels.push({ order: this.#measured.orders.get(slot), next: 0 });
    this.#amongElements = true;
  }

  #beginSequence({ vr, length }: { vr: Vr; length: number }): void {
    this.#tag(this.#cursor.tag);
    if (this.#explicit) this.#vr(vr, true);
    this.#number32(length);
    this.#amongElements = false;
  }

  #delimit(delimiter: Tag): void {
    if (!this.#delimited.pop()) return;
    this.#tag(delimiter);
    this.#number32(0);
  }

  /** Tag, VR and length as planned (PS3.5, Tables 7.1-1 to 7.1-3). */
  #header(tag: Tag): void {
    const plan = this.#plan;
    this.#tag(tag);
    if (this.#explicit) this.#vr(plan.vr, plan.longForm);
    if (this.#explicit && !plan.longForm) this.#number16(plan.valueBytes);
    else this.#number32(plan.valueBytes);
  }

  #tag(tag: Tag): void {
    this.#number16(tag >>> 16);
    this.#number16(tag & 0xffff);
  }

  #vr(value: Vr, longForm: boolean): void {
    this.#out[this.#at++] = value >> 8;
    this.#out[this.#at++] = value & 0xff;
    if (!longForm) return;
    this.#out[this.#at++] = 0;
    this.#out[this.#at++] = 0;
  }

  #number16(value: number): void {
    this.#out[this.#at++] = this.#bigEndian ? value >> 8 : value & 0xff;
    this.#out[this.#at++] = this.#bigEndian ? value & 0xff : value >> 8;
  }

  #number32(value: number): void {
    this.#number16(this.#bigEndian ? value >>> 16 : value & 0xffff);
    this.#number16(this.#bigEndian ? value & 0xffff : value >>> 16);
  }

  #smallValue(changed: Uint8Array | undefined): void {
    const { sourceBytes, valueBytes, padding, swapBytes } = this.#plan;
    const begin = this.#at;
    if (changed) this.#out.set(changed, begin);
    else this.#copySource(sourceBytes);
    this.#at = begin + valueBytes;
    for (let index = begin + sourceBytes; index < this.#at; index++) this.#out[index] = padding;
    if (swapBytes > 1) swapUnits(this.#out.subarray(begin, this.#at), swapBytes);
  }

  #copySource(count: number): void {
    const { window, valueAt } = this.#cursor;
    if (valueAt < 0) {
      this.#cursor.copyValue(this.#out.subarray(this.#at, this.#at + count), 0);
    } else if (count >= blockCopyBytes) {
      this.#out.set(window.subarray(valueAt, valueAt + count), this.#at);
    } else {
      for (let index = 0; index < count; index++) this.#out[this.#at + index] = window[valueAt + index];
    }
  }
}
