/**
 * The short way through a data set: elements, sequences and items of which there is nothing to say.
 *
 * @module
 */
import type { DataDictionary, Tag, VrsAtHand } from "../dictionary/data_dictionary.ts";
import { decidesVrs } from "../dictionary/implicit_vr.ts";
import { flagsByVr, longForm, ordinary, type Vr, vr, widthOf } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import { Complaints } from "./complaints.ts";
import type { Frame } from "./frame.ts";
import { FrameStack, type StackOptions } from "./frame_stack.ts";

const SQ = vr("SQ");
/** Tag, VR or not, and length (PS3.5, Tables 7.1-2 and 7.1-3). */
const shortHeaderBytes = 8;
/** With two reserved bytes and a four byte length (PS3.5, Table 7.1-1). */
const longHeaderBytes = 12;
/** Of an item or a delimiter (PS3.5, Table 7.5-1). */
const itemHeaderBytes = 8;
/** The tag of an item as the four bytes of it make a number. */
const itemWord = 0xe000fffe | 0;
/** Values of more bytes are passed over, unless something else is said; the window has to hold as many. */
const defaultLargeBytes = 16384;

/** What is needed to read headers. */
export interface HeaderOptions extends StackOptions {
  /** Needed in implicit VR, and for the names in what is told. */
  readonly dictionary?: DataDictionary;
  /** Values of more bytes are passed over; the window has to hold as many. */
  readonly largeBytes?: number;
}

/** What was read on the short way. */
export const Ordinary = { nothing: 0, element: 1, sequence: 2 } as const;

/** One of {@linkcode Ordinary}. */
export type Ordinary = typeof Ordinary[keyof typeof Ordinary];

/** Reads tokens that are ordinary. */
export class OrdinaryReader {
  /** Of the element or the sequence. */
  tag: Tag = 0;
  /** Of no meaning for an item or a delimiter. */
  vr: Vr = 0;
  /** As the header says. */
  length = 0;
  /** Whether numbers in the value are big endian. */
  bigEndian = false;
  /** Where the value begins in the window, or -1 if it is not there. */
  valueAt = -1;
  /** Where the header begins, counted from where reading began. */
  offset = 0;
  /** What was told. */
  readonly complaints: Complaints;
  /** Where the value begins in the file. */
  protected valuePosition = 0;
  /** The VR of the next element in implicit VR, if it is known already. */
  protected givenVr: Vr = 0;
  protected readonly input: ByteWindow;
  protected readonly origin: number;
  protected readonly stack: FrameStack;
  protected readonly largeBytes: number;
  protected readonly dictionary: DataDictionary | undefined;
  protected readonly vrs: VrsAtHand | undefined;

  /** Reads what begins at the place of a window. */
  constructor(window: ByteWindow, options: HeaderOptions) {
    this.input = window;
    this.origin = window.position;
    this.largeBytes = options.largeBytes ?? defaultLargeBytes;
    this.complaints = new Complaints(options);
    this.stack = new FrameStack(window.position, { ...options, complaints: this.complaints });
    this.dictionary = options.dictionary;
    this.vrs = options.dictionary?.vrsAtHand;
  }

  /**
   * Reads an element with its value, or the header of a sequence, if there is nothing to say of it, if it says nothing
   * of others, and if it is in memory. Almost all elements are of this kind, and this is the shortest way through them;
   * all else is left to those who look closely.
   */
  protected readOrdinary(frame: Frame): Ordinary {
    const { numbers, at, limit, base } = this.input;
    if (at + longHeaderBytes > limit) return Ordinary.nothing;
    const { implicit } = frame;
    const tagWord = numbers.getInt32(at, true);
    const tag = tagWord << 16 | tagWord >>> 16;
    const { first, last } = frame.ordinary;
    if (tag <= frame.highestTag || tag < first || tag > last || isRemarkable(tag, implicit)) {
      return Ordinary.nothing;
    }
    const word = numbers.getInt32(at + 4, true);
    const vr = implicit ? this.vrs?.get(tag) ?? 0 : (word & 0xff) << 8 | word >>> 8 & 0xff;
    const flags = flagsByVr[vr];
    if ((flags & ordinary) === 0) return Ordinary.nothing;
    const isLong = !implicit && (flags & longForm) !== 0;
    const valueAt = at + (isLong ? longHeaderBytes : shortHeaderBytes);
    const length = implicit ? word : isLong ? numbers.getInt32(valueAt - 4, true) : word >>> 16;
    const end = valueAt + length;
    if ((length & 1) !== 0 || length < 0 || base + end > frame.end) return Ordinary.nothing;
    if (!implicit && (length & widthOf(flags) - 1 || isLong && word >>> 16)) return Ordinary.nothing;
    const isSequence = vr === SQ;
    if (!isSequence && (length > this.largeBytes || end > limit)) return Ordinary.nothing;
    this.tag = frame.tag = tag;
    this.vr = vr;
    this.length = length;
    this.givenVr = 0;
    this.bigEndian = false;
    this.valueAt = isSequence ? -1 : valueAt;
    this.valuePosition = base + valueAt;
    this.input.at = isSequence ? valueAt : end;
    if (isSequence) return Ordinary.sequence;
    frame.highestTag = tag;
    return Ordinary.element;
  }

  /** The same for the header of an item. */
  protected readOrdinaryItem(): boolean {
    const { numbers, at, limit } = this.input;
    if (at + itemHeaderBytes > limit || numbers.getInt32(at, true) !== itemWord) return false;
    const length = numbers.getInt32(at + 4, true);
    if (length < 0 || (length & 1) !== 0) return false;
    this.length = length;
    this.input.at = at + itemHeaderBytes;
    return true;
  }
}

/** Whether it is private to somebody, or of importance to others; in explicit VR that are the private creators. */
export function isRemarkable(tag: Tag, implicit: boolean): boolean {
  if ((tag & 0x10000) !== 0) return implicit || (tag & 0xffff) < 0x1000;
  return implicit && decidesVrs(tag);
}
