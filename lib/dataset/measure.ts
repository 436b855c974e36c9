/**
 * The first pass of a conversion: how long everything will be whose length stands in front of it.
 *
 * Sequences, items and group lengths are numbered in the order in which they begin; of each one number is kept.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { NumberList } from "../base/number_list.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { type Vr, vr } from "../dictionary/vr.ts";
import type { Conversion } from "./conversion.ts";
import { ElementPlan } from "./element_plan.ts";
import { LevelOrder } from "./level_order.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";

const UL = vr("UL");

/** Stands for a length that does not fit 32 bits: a sequence or item is then ended by a delimiter. */
export const undefinedLength: number = 0xffffffff;

/** The number of the data set among the levels; items have the number of their length. */
export const dataSetLevel: number = -1;

/** Tag and length of an item or a delimiter (PS3.5, Table 7.5-1). */
const itemHeaderBytes: number = 8;

/** What the first pass found out. */
export interface Measured {
  /** The length of the data set, before it is deflated. */
  readonly totalBytes: number;
  /** One number for each sequence, item and group length, in the order in which they begin. */
  readonly lengths: NumberList<Uint32Array<ArrayBuffer>>;
  /** The levels whose elements are out of order. */
  readonly orders: ReadonlyMap<number, LevelOrder>;
}

/** A data set, an item or a sequence that has begun. */
class Level {
  slot = 0;
  bytes = 0;
  headerBytes = 0;
  lastTag = -1;
  groupSlot = -1;
  groupBytes = 0;
  groupHeaderBytes = 0;
  irregular = false;
  order: LevelOrder | undefined;
  /** What began last at this level and is not over yet. */
  tag: Tag = 0;
  vr: Vr = 0;
  offset = 0;
  firstSlot = 0;

  begin(slot: number, headerBytes: number): void {
    this.slot = slot;
    this.bytes = 0;
    this.headerBytes = headerBytes;
    this.lastTag = -1;
    this.groupSlot = -1;
    this.groupBytes = 0;
    this.irregular = false;
    this.order = undefined;
  }
}

/** Measures the data set that `open` opens, as often as it takes. */
export function measure(open: () => TokenCursor, conversion: Conversion): Measured {
  const first = new Measurement(open(), { conversion }).run();
  if (first.irregular.size === 0) return first;
  return new Measurement(open(), { conversion: conversion.quietly(), known: first.irregular }).run();
}

/** How to measure. */
export interface MeasureOptions {
  /** What becomes of the data set. */
  readonly conversion: Conversion;
  /** Levels that are out of order. */
  readonly known?: ReadonlySet<number>;
}

/** Measures token by token, wherever the cursor is led. */
export class Measurement implements Measured {
  /** {@inheritDoc Measured.lengths} */
  readonly lengths = new NumberList(Uint32Array);
  /** {@inheritDoc Measured.orders} */
  readonly orders = new Map<number, LevelOrder>();
  /** {@inheritDoc Measured.totalBytes} */
  totalBytes = 0;
  /** The levels that are out of order, of which nothing is remembered. */
  readonly irregular = new Set<number>();

  readonly #cursor: TokenCursor;
  readonly #conversion: Conversion;
  readonly #plan: ElementPlan;
  readonly #levels: Level[] = [new Level()];
  readonly #sequenceHeaderBytes: number;
  #depth = 0;
  #level: Level = this.#levels[0];
  readonly #known: ReadonlySet<number>;
  #fragmentBytes = 0;

  /** Prepares to measure what comes; levels that are known to be out of order are remembered and put in order. */
  constructor(cursor: TokenCursor, { conversion, known = new Set() }: MeasureOptions) {
    this.#cursor = cursor;
    this.#conversion = conversion;
    this.#plan = new ElementPlan(conversion);
    this.#sequenceHeaderBytes = conversion.syntax.implicit ? 8 : 12;
    this.#known = known;
    this.#level.begin(dataSetLevel, 0);
    if (known.has(dataSetLevel)) this.#level.order = new LevelOrder();
  }

  /** Measures all that comes. */
  run(): this {
    let kind;
    do {
      kind = this.#cursor.next();
      this.take(kind);
    } while (kind !== TokenKind.end);
    return this;
  }

  /** Measures the token the cursor stands on. */
  take(kind: TokenKind): void {
    switch (kind) {
      case TokenKind.element:
        return this.#element();
      case TokenKind.sequence:
        this.#beginElement();
        this.#push(this.#sequenceHeaderBytes);
        return;
      case TokenKind.item:
        return this.#beginItem();
      case TokenKind.itemEnd:
        this.#endItem();
        return this.#addItem(this.#pop("item too long"));
      case TokenKind.sequenceEnd:
        return this.#endElement(this.#pop("sequence too long"));
      case TokenKind.end:
        this.#endItem();
        this.totalBytes = this.#level.bytes;
        return;
      default:
        return this.#pixelFragments(kind);
    }
  }

  /** Adds elements in ascending order to a level in which no group has a length. */
  pass(bytes: number, last: Tag): void {
    const level = this.#level;
    level.bytes += bytes;
    level.tag = level.lastTag = last;
  }

  /** Enters an item or a sequence that has its number already, and so many bytes in it. */
  enter(slot: number, { isItem, bytes, last }: { isItem: boolean; bytes: number; last: Tag }): void {
    this.#push(isItem ? itemHeaderBytes : this.#sequenceHeaderBytes, slot);
    this.pass(bytes, last);
  }

  #element(): void {
    const cursor = this.#cursor;
    const plan = this.#plan;
    const { tag } = cursor;
    if (tag === tags.DataSetTrailingPadding) return;
    this.#beginElement();
    if ((tag & 0xffff) === 0) return this.#groupLength();
    if (tag === tags.PixelData) this.#conversion.checkPixelData(cursor, this.#depth);
    plan.plan(cursor);
    const edits = this.#depth === 0 ? this.#conversion.edits : undefined;
    const replacement = edits?.use(cursor, plan.valueBytes);
    if (replacement) plan.planReplacement(cursor, replacement.length);
    if (plan.squeezed) this.#conversion.notice({ kind: "space in UID", tag, creator: cursor.creator });
    this.#endElement(plan.headerBytes + plan.valueBytes);
  }

  #groupLength(): void {
    this.#plan.planGroupLength();
    const slot = this.lengths.push(0);
    if (this.#cursor.vr !== UL) {
      this.#conversion.notice({ kind: "group length is not UL", tag: this.#cursor.tag });
    }
    this.#endElement(this.#plan.headerBytes + this.#plan.valueBytes, slot);
  }

  #pixelFragments(kind: TokenKind): void {
    if (kind === TokenKind.fragments) {
      this.#conversion.checkFragments();
      this.#beginElement();
      this.#fragmentBytes = this.#sequenceHeaderBytes;
    } else if (kind === TokenKind.fragment) {
      const { length } = this.#cursor;
      this.#fragmentBytes += itemHeaderBytes + length + (length & 1);
    } else {
      this.#endElement(this.#fragmentBytes + itemHeaderBytes);
    }
  }

  /** Remembers an element whose length is not known yet: there may be items between its beginning and its end. */
  #beginElement(): void {
    const level = this.#level;
    const { tag } = this.#cursor;
    level.tag = tag;
    if (tag <= level.lastTag) level.irregular = true;
    level.lastTag = tag;
    if (level.order) {
      level.firstSlot = this.lengths.length;
      level.vr = this.#cursor.vr;
      level.offset = this.#cursor.offset;
    }
  }

  #endElement(bytes: number, groupSlot = -1): void {
    const level = this.#level;
    const { tag } = level;
    if (level.order) {
      const { vr, offset, firstSlot: slot } = level;
      level.order.push({ tag, vr, offset, slot, bytes });
    } else if (level.groupSlot >= 0 || groupSlot >= 0) {
      this.#addToGroup(bytes, { tag, groupSlot });
    } else {
      level.bytes += bytes;
    }
  }

  /** Adds an element to its level and, where the group has a length, to its group (PS3.5, Section 7.2). */
  #addToGroup(bytes: number, { tag, groupSlot }: { tag: Tag; groupSlot: number }): void {
    const level = this.#level;
    level.bytes += bytes;
    if (groupSlot >= 0) {
      this.#endGroup();
      level.groupSlot = groupSlot;
      level.groupBytes = 0;
      level.groupHeaderBytes = bytes;
      this.lengths.set(groupSlot, tag >>> 16);
    } else if (level.groupSlot >= 0) {
      // Until the group ends, the place of its length holds its number
      if (this.lengths.at(level.groupSlot) === tag >>> 16) level.groupBytes += bytes;
      else this.#endGroup();
    }
  }

  /** A group too long for its length loses the length. */
  #endGroup(): void {
    const level = this.#level;
    if (level.groupSlot < 0) return;
    const fits = level.groupBytes < undefinedLength;
    if (!fits) level.bytes -= level.groupHeaderBytes;
    this.lengths.set(level.groupSlot, fits ? level.groupBytes : undefinedLength);
    level.groupSlot = -1;
  }

  #endItem(): void {
    const level = this.#level;
    if (level.order) this.#addInOrder(level.order);
    else if (level.irregular) this.irregular.add(level.slot);
    this.#endGroup();
  }

  #addItem(bytes: number): void {
    this.#level.bytes += bytes;
  }

  #addInOrder(order: LevelOrder): void {
    order.sort({ offset: this.#cursor.offset, slot: this.lengths.length });
    this.orders.set(this.#level.slot, order);
    for (let index = 0; index < order.length; index++) {
      const { tag, bytes, slot } = order.at(index);
      this.#addToGroup(bytes, { tag, groupSlot: (tag & 0xffff) === 0 ? slot : -1 });
    }
  }

  #push(headerBytes: number, slot = this.lengths.push(0)): void {
    this.#level = this.#levels[++this.#depth] ??= new Level();
    this.#level.begin(slot, headerBytes);
  }

  #beginItem(): void {
    this.#push(itemHeaderBytes);
    const level = this.#level;
    if (this.#known.size > 0 && this.#known.has(level.slot)) level.order = new LevelOrder();
  }

  /** Leaves a sequence or an item, and gives back how many bytes it takes. */
  #pop(tooLong: "item too long" | "sequence too long"): number {
    if (this.#depth === 0) throw new DicomError(conditions.EC_InternalError);
    const { bytes, headerBytes, slot } = this.#level;
    this.#level = this.#levels[--this.#depth];
    const fits = bytes < undefinedLength;
    this.lengths.set(slot, fits ? bytes : undefinedLength);
    if (!fits) this.#conversion.notice({ kind: tooLong, tag: this.#level.tag });
    return headerBytes + bytes + (fits ? 0 : itemHeaderBytes);
  }
}
