/**
 * The header of a data element: tag, VR and length (PS3.5, Section 7.1), right or wrong.
 *
 * @module
 */
import { conditions } from "../dictionary/conditions.ts";
import type { DataDictionary, Tag } from "../dictionary/data_dictionary.ts";
import { decidesVrs } from "../dictionary/implicit_vr.ts";
import { tags } from "../dictionary/tags.ts";
import { type Vr, vr } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import { Complaints, DictionaryNeededError } from "./complaints.ts";
import type { Frame } from "./frame.ts";
import { FrameStack, type StackOptions } from "./frame_stack.ts";
import { flagsByVr, longForm, ordinary, standard, vrFlags, widthOf } from "./vr_flags.ts";
import { tellChoice } from "./vr_lookup.ts";

const OW = vr("OW");
const OX = vr("OX");
const SQ = vr("SQ");
const na = vr("na");
const undefinedLength = 0xffffffff;
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

/** Reads one header after the other, and the values of ordinary elements. */
export class HeaderReader {
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
  /** It is an item or a delimiter, which have no VR. */
  protected isMark = false;
  /** Something was odd of which DCMTK says nothing. */
  protected isOdd = false;
  /** The VR of the next element in implicit VR, if it is known already. */
  protected givenVr: Vr = 0;
  protected readonly input: ByteWindow;
  protected readonly origin: number;
  protected readonly stack: FrameStack;
  protected readonly largeBytes: number;
  readonly #dictionary: DataDictionary | undefined;
  readonly #vrs: DataDictionary["atHand"] | undefined;

  /** Reads what begins at the place of a window. */
  constructor(window: ByteWindow, options: HeaderOptions) {
    this.input = window;
    this.origin = window.position;
    this.largeBytes = options.largeBytes ?? defaultLargeBytes;
    this.complaints = new Complaints(options);
    this.stack = new FrameStack(window.position, { ...options, complaints: this.complaints });
    this.#dictionary = options.dictionary;
    this.#vrs = options.dictionary?.atHand;
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
    const vr = implicit ? this.#vrs?.get(tag)?.vr ?? 0 : (word & 0xff) << 8 | word >>> 8 & 0xff;
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
    if (isSequence) {
      this.valueAt = -1;
      this.input.at = valueAt;
      return Ordinary.sequence;
    }
    frame.highestTag = tag;
    this.valueAt = valueAt;
    this.valuePosition = base + valueAt;
    this.input.at = end;
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

  /** Reads the header of an element or a delimiter; false at the end of all bytes. */
  protected readElement(frame: Frame): boolean {
    const window = this.input;
    this.stack.tag = undefined;
    if (!window.has(frame.implicit ? 4 : 6)) {
      if (window.has(1)) this.stack.fail(conditions.EC_StreamNotifyClient, "header");
      return false;
    }
    this.tag = this.stack.tag = frame.tag = window.tag(window.at, frame.bigEndian);
    this.isMark = isItemOrDelimiter(this.tag);
    if (this.isMark || frame.implicit) this.#readImplicit(frame);
    else this.#readExplicit(frame);
    if (this.length & 1 && this.length !== undefinedLength) this.complaints.oddElement(this.tag);
    if (frame.checksLengths && this.length !== undefinedLength) this.#checkLength(frame);
    if (frame.implicit && !this.isMark && this.stack.isTold) this.#tellChoice();
    return true;
  }

  #tellChoice(): void {
    const { complaints } = this.stack;
    if (this.#dictionary) tellChoice(this.tag, { found: this.vr, dictionary: this.#dictionary, complaints });
  }

  /** Reads the header of an item, a fragment or a delimiter (PS3.5, Table 7.5-1); it has to be there. */
  protected readItem(frame: Frame): void {
    const window = this.input;
    if (!window.has(8)) this.#failWithinSequence(frame);
    this.tag = this.stack.tag = window.tag(window.at, frame.bigEndian);
    this.length = window.number32(window.at + 4, frame.bigEndian);
    window.at += 8;
    if (this.length & 1 && this.length !== undefinedLength) this.complaints.oddItem(frame);
  }

  #failWithinSequence(frame: Frame): never {
    const stack: FrameStack = this.stack;
    stack.tag = frame.tag;
    if (this.input.has(1)) stack.fail(conditions.EC_StreamNotifyClient, "header");
    stack.complaints.endWithinSequence(frame);
    stack.fail(conditions.EC_SequDelimitationItemMissing, "header");
  }

  /** Tag and length, with the VR from elsewhere (PS3.5, Table 7.1-3). */
  #readImplicit(frame: Frame): void {
    const window = this.input;
    if (!window.has(8)) this.stack.fail(conditions.EC_StreamNotifyClient, "header");
    this.length = window.number32(window.at + 4, frame.bigEndian);
    window.at += 8;
    this.vr = this.isMark ? 0 : this.givenVr || this.#resolve(frame);
    this.givenVr = 0;
  }

  #resolve({ context }: Frame): Vr {
    const dictionary = this.#dictionary;
    if (!dictionary) throw new DictionaryNeededError();
    return context.resolve(this.tag, dictionary);
  }

  /** Tag, VR and length (PS3.5, Tables 7.1-1 and 7.1-2). */
  #readExplicit(frame: Frame): void {
    const window = this.input;
    this.givenVr = 0;
    this.vr = window.number16(window.at + 4, true);
    let flags = vrFlags(this.vr);
    if (!(flags & standard)) flags = this.#nonStandardVr(flags);
    const headerBytes = flags & longForm ? 12 : this.vr === na ? 10 : 8;
    if (!window.has(headerBytes)) this.stack.fail(conditions.EC_StreamNotifyClient, "header");
    const { bytes, at } = window;
    if (flags & longForm) {
      if ((bytes[at + 6] | bytes[at + 7]) !== 0) this.isOdd = true;
      this.length = window.number32(at + 8, frame.bigEndian);
    } else if (this.vr === na) {
      this.length = window.number32(at + 6, frame.bigEndian);
    } else {
      this.length = window.number16(at + 6, frame.bigEndian);
    }
    window.at += headerBytes;
    const width = widthOf(flags);
    if (width > 1 && this.length % width !== 0) {
      this.complaints.notMultiple(this.tag, { width, vr: this.vr });
    }
  }

  #nonStandardVr(flags: number): number {
    const { complaints } = this.stack;
    const { tag } = this;
    complaints.nonStandardVr(tag, { vr: this.vr, lengthBytes: flags & longForm ? 4 : 2 });
    if (tag !== tags.PixelData || this.vr !== OX) return flags;
    complaints.pixelDataIsOx(tag);
    this.vr = OW;
    return vrFlags(OW);
  }

  /** An element must not be longer than what is left of its item. */
  #checkLength(frame: Frame): void {
    const rest = frame.end - this.input.position;
    const { complaints } = this.stack;
    if (rest < 0) {
      complaints.itemTooLarge(frame.end - frame.begin);
      if (this.tag !== tags.SequenceDelimitationItem) return;
      complaints.prematureDelimiter();
      this.stack.fail(conditions.EC_PrematureSequDelimitationItem, "header");
    } else if (this.length > rest) {
      const { tag, length } = this;
      complaints.largerThanItem(tag, { length, rest, creator: frame.context.creatorFor(tag) });
      this.stack.fail(conditions.EC_ElemLengthLargerThanItem, "header");
    }
  }
}

/** Whether it is private to somebody, or of importance to others; in explicit VR that are the private creators. */
function isRemarkable(tag: Tag, implicit: boolean): boolean {
  if ((tag & 0x10000) !== 0) return implicit || (tag & 0xffff) < 0x1000;
  return implicit && decidesVrs(tag);
}

/** Tags that never have a VR. */
function isItemOrDelimiter(tag: Tag): boolean {
  return tag >= tags.Item &&
    (tag === tags.Item || tag === tags.ItemDelimitationItem || tag === tags.SequenceDelimitationItem);
}
