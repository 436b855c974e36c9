/**
 * The shortest way through sequences: ordinary elements, sequences and items, one after the other, in one loop over
 * numbers. A report with tens of thousands of items is mostly that.
 *
 * Whatever is not ordinary, or not in memory, ends it, and is left to those who look closely. They find everything as
 * if they had come here on their own.
 *
 * @module
 */
import type { NumberList } from "../base/number_list.ts";
import type { Tag, VrsAtHand } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { flagsByVr, longForm, ordinary, text, vr, widthOf } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import { type Frame, FrameKind } from "./frame.ts";
import { type FrameStack, maxDepth } from "./frame_stack.ts";
import { dataSetTags, isCleanUid } from "./ordinary.ts";
import { isRemarkable } from "./ordinary_reader.ts";
import type { SkimOutput } from "./skim_output.ts";

const SQ = vr("SQ");
const UI = vr("UI");
const itemHeaderBytes = 8;
const shortHeaderBytes = 8;
const longHeaderBytes = 12;
const undefinedLength = -1;

/** Tags as the four bytes of them make a number. */
const itemWord = 0xe000fffe | 0;
const itemEndWord = 0xe00dfffe | 0;
const sequenceEndWord = 0xe0ddfffe | 0;
/** The letters SQ and two reserved bytes, likewise. */
const sequenceVrWord = 0x5153;

/** Room where nothing is written. */
const ample = 0x3fffffff;

/** Above this one there is no element in a sequence that anybody looks for. */
const lastStop: Tag = tags.SOPInstanceUID;

/** Measures what is skimmed, as it is in explicit VR. */
export interface SkimMeasurement {
  /** One number for each sequence and item, in the order in which they begin. */
  readonly lengths: NumberList<Uint32Array<ArrayBuffer>>;
  /** Adds so many bytes to the level it is in, with the last element in it. */
  pass(bytes: number, last: Tag): void;
  /** Enters an item or a sequence that has begun, and adds to it. */
  enter(slot: number, content: { isItem: boolean; bytes: number; last: Tag }): void;
}

/** What it is done for. */
export interface SkimPurpose {
  readonly measurement?: SkimMeasurement | undefined;
  /** Where to write it. */
  readonly output?: SkimOutput | undefined;
}

/** What is skimmed. */
export interface SkimOptions extends SkimPurpose {
  readonly window: ByteWindow;
  readonly stack: FrameStack;
  readonly vrs: VrsAtHand | undefined;
  /** Values of more bytes are not ordinary. */
  readonly largeBytes: number;
  /** Finishes what the reader has read last, as its going on does. */
  readonly settle: () => void;
}

/** What is remembered of each depth, by depth. Items are at even depths, sequences at odd ones. */
class Levels {
  readonly begins = new Float64Array(maxDepth + 1);
  readonly ends = new Float64Array(maxDepth + 1);
  /** Of an item: the highest tag that is over. */
  readonly highest = new Int32Array(maxDepth + 1);
  /** Of an item: the tag of the sequence that has begun in it. */
  readonly open = new Int32Array(maxDepth + 1);
  /** Of a sequence: how many items there were. */
  readonly items = new Int32Array(maxDepth + 1);
  readonly slots = new Int32Array(maxDepth + 1);
  /** Bytes in explicit VR. */
  readonly bytes = new Float64Array(maxDepth + 1);
}

/** Nothing of them is kept from one run to the next, so that one object serves all. */
const levels = new Levels();

/** Whether a text has more padding at its end than it needs, whichever it is. */
function isPaddedTwice(bytes: Uint8Array, end: number): boolean {
  const last = bytes[end - 1];
  return last === bytes[end - 2] && (last === 0x20 || last === 0);
}

/** Skims sequences. The few elements around them are looked at one by one. */
export class Skim {
  /** Flags of the VRs of all elements so far. */
  seen = 0;
  readonly #options: SkimOptions;
  readonly #isWriting: boolean;
  #implicit = false;
  #depth = 0;
  #end = 0;
  #highest: Tag = -1;
  /** Of the level that the way is in. */
  #bytes = 0;

  /** How deep the reader is after skimming. */
  get depth(): number {
    return this.#options.stack.depth;
  }

  /** Prepares to skim what a reader reads. */
  constructor(options: SkimOptions) {
    this.#options = options;
    this.#isWriting = options.output !== undefined;
    if (options.output) options.output.vrs = options.vrs;
  }

  /** Skims as far as possible; the reader goes on from there. */
  run(): void {
    const { window, stack, settle } = this.#options;
    const { top } = stack;
    if (stack.depth === 0 || !top.plain) return;
    settle();
    if (!window.has(longHeaderBytes)) return;
    const begin = window.position;
    this.#begin(top, stack.depth);
    while (this.#step(stack.depth));
    if (window.position !== begin || this.#depth !== stack.depth) this.#finish(top);
  }

  #begin(frame: Frame, depth: number): void {
    this.#implicit = frame.implicit;
    this.#depth = depth;
    this.#end = frame.end;
    this.#highest = frame.highestTag;
    levels.items[depth] = frame.items;
    this.#bytes = 0;
  }

  /** Skims elements, and behind them a step in or out; false where there is none. */
  #step(lowestDepth: number): boolean {
    const { window } = this.#options;
    const isItem = (this.#depth & 1) === 0;
    if (isItem) this.#passElements();
    if (window.position === this.#end) return this.#leave(lowestDepth);
    if (window.position > this.#end) return false;
    if (!window.has(longHeaderBytes)) return false;
    if (this.#isWriting && this.#room < longHeaderBytes) return false;
    const { at, numbers } = window;
    const word = numbers.getInt32(at, true);
    if (!isItem && word === itemWord) return this.#enterItem(numbers.getInt32(at + 4, true));
    if (word === (isItem ? itemEndWord : sequenceEndWord)) {
      if (this.#end !== Infinity || numbers.getInt32(at + 4, true) !== 0) return false;
      if (this.#depth === lowestDepth) return false;
      window.at = at + itemHeaderBytes;
      return this.#leave(lowestDepth);
    }
    return isItem && this.#enterSequence(word << 16 | word >>> 16);
  }

  #passElements(): void {
    const { window, vrs, largeBytes } = this.#options;
    const { numbers, bytes, base, limit } = window;
    const implicit = this.#implicit;
    const rest = this.#end - base;
    const bound = rest < limit ? rest : limit;
    let { at } = window;
    const room = this.#isWriting ? this.#room : ample;
    let highest = this.#highest;
    let written = 0;
    let seen = 0;
    while (at + longHeaderBytes <= limit) {
      const tagWord = numbers.getInt32(at, true);
      const tag = tagWord << 16 | tagWord >>> 16;
      if (tag <= highest || tag <= lastStop || tag > dataSetTags.last || isRemarkable(tag, implicit)) break;
      const word = numbers.getInt32(at + 4, true);
      const value = implicit ? vrs?.get(tag) ?? 0 : (word & 0xff) << 8 | word >>> 8 & 0xff;
      const flags = flagsByVr[value];
      if ((flags & ordinary) === 0 || value === SQ || (tag & 0xffff) === 0) break;
      const isLong = (flags & longForm) !== 0;
      const valueAt = at + (isLong && !implicit ? longHeaderBytes : shortHeaderBytes);
      const length = implicit ? word : isLong ? numbers.getInt32(valueAt - 4, true) : word >>> 16;
      const end = valueAt + length;
      if ((length & 1) !== 0 || length < 0 || length > largeBytes || end > bound) break;
      if (!implicit && (length & widthOf(flags) - 1 || isLong && word >>> 16)) break;
      if ((flags & text) !== 0 && length > 0 && isPaddedTwice(bytes, end)) break;
      if (value === UI && !isCleanUid(bytes, { at: valueAt, length })) break;
      const headerBytes = isLong ? longHeaderBytes : shortHeaderBytes;
      if (written + headerBytes + length > room) break;
      written += headerBytes + length;
      seen |= flags;
      highest = tag;
      at = end;
    }
    this.#highest = highest;
    this.#bytes += written;
    this.seen |= seen;
    if (this.#isWriting) this.#write(at);
    window.at = at;
  }

  /** Writes the elements up to a place in memory. */
  #write(to: number): void {
    const { window, output } = this.#options;
    if (to === window.at) return;
    if (this.#implicit) output?.convert(window, to);
    else output?.copy(window, to);
  }

  get #room(): number {
    return this.#options.output?.room ?? 0;
  }

  #enterSequence(tag: Tag): boolean {
    const { window, vrs, output } = this.#options;
    const { numbers, at } = window;
    const depth = this.#depth;
    if (tag <= this.#highest || tag <= lastStop || tag > dataSetTags.last) return false;
    if (isRemarkable(tag, this.#implicit)) return false;
    const isSequence = this.#implicit
      ? vrs?.get(tag) === SQ
      : numbers.getInt32(at + 4, true) === sequenceVrWord;
    if (!isSequence) return false;
    const contentAt = at + (this.#implicit ? shortHeaderBytes : longHeaderBytes);
    if (!this.#enter(contentAt, numbers.getInt32(contentAt - 4, true))) return false;
    output?.sequence(tag);
    levels.open[depth] = tag;
    levels.items[depth + 1] = 0;
    return true;
  }

  #enterItem(length: number): boolean {
    if (!this.#enter(this.#options.window.at + itemHeaderBytes, length)) return false;
    this.#options.output?.item();
    levels.items[this.#depth - 1]++;
    this.#highest = -1;
    return true;
  }

  /** Enters what has its content at a place in memory; false where it is not ordinary. */
  #enter(contentAt: number, length: number): boolean {
    const { window, measurement } = this.#options;
    const begin = window.base + contentAt;
    const end = length === undefinedLength ? Infinity : begin + length;
    if (length < undefinedLength || (length & 1 && end !== Infinity)) return false;
    if ((end > this.#end && end !== Infinity) || this.#depth === maxDepth) return false;
    levels.ends[this.#depth] = this.#end;
    levels.highest[this.#depth] = this.#highest;
    levels.bytes[this.#depth] = this.#bytes;
    const depth = ++this.#depth;
    levels.begins[depth] = begin;
    if (measurement) levels.slots[depth] = measurement.lengths.push(0);
    this.#end = end;
    this.#bytes = 0;
    window.at = contentAt;
    return true;
  }

  /** Leaves what ends here, and what ends together with it. */
  #leave(lowestDepth: number): boolean {
    const { window, measurement } = this.#options;
    const { position } = window;
    do {
      if (this.#depth === lowestDepth) return false;
      measurement?.lengths.set(levels.slots[this.#depth], this.#bytes);
      const isItem = (this.#depth & 1) === 0;
      const depth = --this.#depth;
      this.#end = levels.ends[depth];
      this.#bytes += levels.bytes[depth] + (isItem ? itemHeaderBytes : longHeaderBytes);
      if (!isItem) this.#highest = levels.open[depth];
    } while (position === this.#end);
    return true;
  }

  /** Tells the stack, and who measures, where the way has led. */
  #finish(top: Frame): void {
    const { stack, measurement } = this.#options;
    const begin = stack.depth;
    let frame = top;
    for (let depth = begin; depth <= this.#depth; depth++) {
      const isInner = depth === this.#depth;
      if (depth > begin) {
        frame = stack.enter(depth & 1 ? FrameKind.sequence : FrameKind.item, top.encoding);
        frame.setRange(levels.begins[depth], isInner ? this.#end : levels.ends[depth]);
      }
      const last = isInner ? this.#highest : levels.open[depth];
      const bytes = isInner ? this.#bytes : levels.bytes[depth];
      if (depth & 1) {
        frame.items = levels.items[depth];
      } else {
        frame.highestTag = isInner ? last : levels.highest[depth];
        if (last >= 0) frame.tag = last;
      }
      if (depth === begin) measurement?.pass(bytes, last);
      else measurement?.enter(levels.slots[depth], { isItem: (depth & 1) === 0, bytes, last });
    }
  }
}
