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
import { isForeseen } from "./foreseen.ts";
import { OpenValue } from "./open_value.ts";
import type { Skim } from "./skim.ts";
import { SkimOutput } from "./skim_output.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";

const OB = vr("OB");
const SQ = vr("SQ");

/** A value up to this length is written together with its header, a longer one in parts. */
const smallValueBytes = 2048;

/** Room for the longest header and a small value. */
export const roomBytes: number = smallValueBytes + 16;

/** Copying a shorter value byte by byte takes less time than making the views for a block copy. */
const blockCopyBytes = 32;

/** A data set or an item whose elements are being written in another order than that of the file. */
interface Level {
  readonly order: LevelOrder;
  next: number;
}

/**
 * Whether ordinary elements stay what they are, in order, and all lengths fit. The target is explicit VR little endian
 * then.
 */
function canBeSkimmed(conversion: Conversion, { orders, totalBytes }: Measured): boolean {
  const { detail, syntax: { endian } } = conversion;
  return detail === undefined && isForeseen(conversion) && endian === "little" && orders.size === 0 &&
    totalBytes < undefinedLength;
}

/** Writes a data set token by token into memory that others lend. */
export class TokenWriter {
  readonly #cursor: TokenCursor;
  readonly #conversion: Conversion;
  readonly #measured: Measured;
  readonly #plan: ElementPlan;
  readonly #explicit: boolean;
  readonly #littleEndian: boolean;
  /** The data set and the items in it that have begun; `undefined` where the file keeps the order. */
  readonly #levels: (Level | undefined)[] = [];
  /** For every sequence and item that has begun: whether its end will be marked. */
  readonly #delimited: boolean[] = [];
  /** The value whose header was written last and that was too large to be written with it. */
  readonly value = new OpenValue();
  /** There where regular parts can be written as they are, but for their headers. */
  readonly #output: SkimOutput | undefined;
  readonly #skim: Skim | undefined;
  #slot = 0;
  #amongElements = true;
  #ended = false;
  #out: Uint8Array = new Uint8Array(0);
  /** The same memory, to write numbers to. */
  #numbers: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;

  /** Prepares to write the data set that `cursor` stands before, the same one that was measured. */
  constructor(cursor: TokenCursor, { conversion, measured }: { conversion: Conversion; measured: Measured }) {
    this.#cursor = cursor;
    this.#conversion = conversion;
    this.#measured = measured;
    this.#plan = new ElementPlan(conversion);
    this.#explicit = !conversion.syntax.implicit;
    this.#littleEndian = conversion.syntax.endian === "little";
    this.#enterLevel(dataSetLevel);
    if (!canBeSkimmed(conversion, measured)) return;
    this.#output = new SkimOutput(measured.lengths);
    this.#skim = cursor.skim?.({ output: this.#output });
  }

  /** Whether every token has been written. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Writes tokens to `out` from `at` on, as long as there is room for any token and no large value is to be written, and
   * gives back where they end.
   */
  write(out: Uint8Array, at: number): number {
    if (this.#out !== out) this.#numbers = new DataView(out.buffer, out.byteOffset, out.length);
    this.#out = out;
    this.#at = at;
    const lastAt = out.length - roomBytes;
    while (this.#at <= lastAt && !this.#ended && !this.value.isOpen) {
      if (this.#skimmed()) continue;
      if (this.#amongElements) this.#seek(this.#levels[this.#levels.length - 1]);
      this.#write(this.#cursor.next());
    }
    return this.#at;
  }

  /** Skims as far as possible; false where nothing can be skimmed. */
  #skimmed(): boolean {
    const skim = this.#skim;
    const output = this.#output;
    if (!skim || !output) return false;
    const { depth } = skim;
    output.lend(this.#numbers, { bytes: this.#out, at: this.#at, slot: this.#slot });
    skim.run();
    if (output.at === this.#at) return false;
    this.#at = output.at;
    this.#slot = output.slot;
    for (let inner = depth + 1; inner <= skim.depth; inner++) {
      this.#delimited.push(false);
      if (inner % 2 === 0) this.#levels.push(undefined);
    }
    this.#amongElements = skim.depth % 2 === 0;
    return true;
  }

  #seek(level: Level | undefined): void {
    if (level === undefined) return;
    const { order } = level;
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
    this.#beginSequence(SQ, length);
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
      this.#beginSequence(OB, undefinedLength);
    } else if (kind === TokenKind.fragment) {
      this.#plan.planFragment(this.#cursor.length);
      this.#tag(tags.Item);
      this.#number32(this.#plan.valueBytes);
      this.value.open(this.#cursor, this.#plan);
      this.#conversion.tellFragment(this.#cursor);
    } else {
      this.#tag(tags.SequenceDelimitationItem);
      this.#number32(0);
      this.#amongElements = true;
    }
  }

  #enterLevel(slot: number): void {
    const { orders } = this.#measured;
    const order = orders.size > 0 ? orders.get(slot) : undefined;
    this.#levels.push(order && { order, next: 0 });
    this.#amongElements = true;
  }

  #beginSequence(vr: Vr, length: number): void {
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
    const word = this.#littleEndian ? tag << 16 | tag >>> 16 : tag;
    this.#number32(word);
  }

  /** The letters of a VR, and two reserved bytes where there are any. */
  #vr(value: Vr, longForm: boolean): void {
    this.#numbers.setUint16(this.#at, value);
    this.#at += 2;
    if (longForm) this.#number16(0);
  }

  #number16(value: number): void {
    this.#numbers.setUint16(this.#at, value, this.#littleEndian);
    this.#at += 2;
  }

  #number32(value: number): void {
    this.#numbers.setUint32(this.#at, value, this.#littleEndian);
    this.#at += 4;
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
