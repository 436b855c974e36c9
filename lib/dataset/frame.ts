/**
 * What the reader remembers of everything that has begun and not ended yet.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { ItemContext } from "../dictionary/implicit_vr.ts";
import { dataSetTags, type TagRange } from "./ordinary.ts";

/** What a frame can be. */
export const FrameKind = { item: 0, sequence: 1, fragments: 2 } as const;

/** One of {@linkcode FrameKind}; the data set and the file meta information are items, too. */
export type FrameKind = typeof FrameKind[keyof typeof FrameKind];

/** How what is inside of a frame is encoded. */
export interface Encoding {
  readonly implicit: boolean;
  readonly bigEndian: boolean;
  readonly bigEndianPixelData: boolean;
}

/** Sequences in UN are in implicit VR little endian, whatever is around them (PS3.5, Section 6.2.2). */
export const insideUnknown: Encoding = { implicit: true, bigEndian: false, bigEndianPixelData: false };

/** An item directory records are in. They may be longer than they say. */
const directoryRecordSequence = 0x00041220;

/** A data set, an item, a sequence or encapsulated pixel data. One per depth, used again and again. */
export class Frame {
  kind: FrameKind = FrameKind.item;
  encoding: Encoding = insideUnknown;
  implicit = true;
  bigEndian = false;
  /** Where its content begins. */
  begin = 0;
  /** Where it has to end, or infinity where the end is marked. */
  end = Infinity;
  /** The element that was read last, or that it is (a sequence). */
  tag: Tag = 0;
  /** Whose private sequence it is. */
  creator: string | undefined;
  /** Whether an ordinary element may be read without looking at it closely. */
  plain = false;
  /** The tags of ordinary elements. */
  ordinary: TagRange = dataSetTags;
  /** Whether elements are not to be longer than what is left of it. */
  checksLengths = false;
  /** The highest tag so far. */
  highestTag = -1;
  /** All tags so far, if they are remembered. */
  seen: Set<Tag> | undefined;
  /** How many items there were so far. */
  items = 0;
  readonly context = new ItemContext();

  /** Begins another one. */
  enter(kind: FrameKind, encoding: Encoding): void {
    this.kind = kind;
    this.encoding = encoding;
    this.implicit = encoding.implicit;
    this.bigEndian = encoding.bigEndian;
    if (kind !== FrameKind.item) {
      this.items = 0;
      return;
    }
    this.highestTag = -1;
    this.seen?.clear();
    this.context.clear();
  }

  /** Says where its content begins and where it has to end, and whether elements have to keep within. */
  setRange(begin: number, end: number): void {
    this.begin = begin;
    this.end = end;
    this.checksLengths = this.kind === FrameKind.item && end !== Infinity &&
      this.tag !== directoryRecordSequence;
  }
}
