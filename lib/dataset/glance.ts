/**
 * A file at one glance: its meta information (PS3.10, Section 7.1) and its data set in explicit VR little endian, with
 * pixel data compressed or not, in one loop over numbers. Most files are of that kind, and nothing is to be said of
 * them.
 *
 * Where anything is to be said, or anything else is to be known, the glance tells nothing. The file is then left to
 * those who look closely, and they begin at the beginning.
 *
 * @module
 */
import { textOf } from "../base/bytes.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import {
  explicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../dictionary/transfer_syntaxes.ts";
import { flagsByVr, longForm, newVr, standard, vr, widthMask } from "../dictionary/vr.ts";
import { dataSetTags, isCleanUid, metaTags, type TagRange } from "./ordinary.ts";

const OB = vr("OB");
const SQ = vr("SQ");
const UI = vr("UI");
const itemHeaderBytes = 8;
const shortHeaderBytes = 8;
const longHeaderBytes = 12;

/** Where the meta information begins: behind the preamble and the prefix DICM. */
const metaAt = 132;
/** Where what follows the group length begins. */
const groupAt = 144;
/** The prefix; tag, VR and length of the group length; tags of what holds a sequence together. As numbers. */
const prefix = 0x4d434944;
const groupLengthTag = 0x00000002;
const groupLengthVr = 0x00044c55;
const itemTag = 0xe000fffe | 0;
const itemEndTag = 0xe00dfffe | 0;
const sequenceEndTag = 0xe0ddfffe | 0;

/** Identifiers have 64 characters (PS3.5, Section 9.1). */
const longestUid = 64;
/** Where the first ones of an item are identifiers it takes a closer look to say which the data set's are. */
const lastOfNote: Tag = tags.SOPInstanceUID;
/** What is read at once of what is not at hand: of bytes that follow others, and behind a value that was passed over. */
const usualWindowBytes = 128 * 1024;
const fewBytes = 4096;
/** What is nested deeper is worth a closer look. */
const deepest = 16;
/** As a number, of an element, an item or a sequence. */
const undefinedLength = -1;
/** Fragments that are not at hand are read one by one; this many, and no more. */
const maxReads = 8;
const headerBytes = new Uint8Array(itemHeaderBytes);
const header = new DataView(headerBytes.buffer);
/** There is something to say. */
const unusual = -1;
/** Where something ends whose end is marked. */
const marked = -2;

/** A file, of which so much is known. */
export interface GlancedFile {
  readonly sizeBytes: number;
  /** Reads bytes to the front of `target`, and gives back how many. */
  readAt(target: Uint8Array, position: number): number;
}

/** Looks at one file after the other. */
export class Glance {
  /** Where the data set begins in the file. */
  begin = 0;
  /** The transfer syntax of the data set. */
  transferSyntax: TransferSyntax = explicitVrLittleEndian;
  /** SOP Class UID of the data set. */
  sopClassUid = "";
  /** SOP Instance UID of the data set. */
  sopInstanceUid = "";
  readonly #windowBytes: number;
  #window: Uint8Array | undefined;
  #transferSyntaxUid = "";
  /** The bytes at hand, and where in the file they are. */
  #bytes: Uint8Array = new Uint8Array(0);
  #numbers: DataView = new DataView(this.#bytes.buffer);
  #from = 0;
  #to = 0;
  #file: GlancedFile | undefined;
  #sizeBytes = 0;
  #range: TagRange = metaTags;
  #depth = 0;
  /** Flags of all VRs so far. */
  #seen = 0;

  /** @param windowBytes how many bytes it reads at once of those that are not at hand, and keeps */
  constructor(windowBytes: number = usualWindowBytes) {
    this.#windowBytes = windowBytes;
  }

  /** Whether there are VRs younger than 1993. */
  get hasNewVrs(): boolean {
    return (this.#seen & newVr) !== 0;
  }

  /**
   * Looks at the first bytes of a file, which may be all of them. Whether it is a file as it should be, whose data set
   * can go out as it stands; only then the other properties have a meaning.
   */
  take(bytes: Uint8Array, file: GlancedFile): boolean {
    this.#file = file;
    this.#have(bytes, 0);
    this.#sizeBytes = file.sizeBytes;
    this.#depth = 0;
    this.#seen = 0;
    this.#transferSyntaxUid = this.sopClassUid = this.sopInstanceUid = "";
    return this.#takeMeta() && this.#takeDataSet();
  }

  #have(bytes: Uint8Array, from: number): void {
    this.#bytes = bytes;
    this.#numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#from = from;
    this.#to = from + bytes.length;
  }

  /** Has the bytes from there on at hand. */
  #move(at: number): void {
    const window = this.#window ??= new Uint8Array(this.#windowBytes);
    const wanted = at <= this.#to ? window : window.subarray(0, fewBytes);
    this.#have(wanted.subarray(0, this.#file?.readAt(wanted, at)), at);
  }

  /** The meta information has to begin with its length, and to end there. */
  #takeMeta(): boolean {
    const numbers = this.#numbers;
    if (numbers.byteLength < groupAt || numbers.getInt32(metaAt - 4, true) !== prefix) return false;
    if (numbers.getInt32(metaAt, true) !== groupLengthTag) return false;
    if (numbers.getInt32(metaAt + 4, true) !== groupLengthVr) return false;
    this.begin = groupAt + numbers.getUint32(groupAt - 4, true);
    this.#range = metaTags;
    return this.begin < this.#sizeBytes && this.#elements(groupAt, this.begin) === this.begin &&
      this.#takeTransferSyntax();
  }

  #takeTransferSyntax(): boolean {
    const syntax = transferSyntaxOf(this.#transferSyntaxUid);
    if (!syntax || syntax.implicit || syntax.endian === "big") return false;
    this.transferSyntax = syntax;
    return !syntax.deflated && !syntax.bigEndianPixelData && !syntax.referenced;
  }

  #takeDataSet(): boolean {
    this.#range = dataSetTags;
    this.#seen = 0;
    return this.#elements(this.begin, this.#sizeBytes) === this.#sizeBytes &&
      this.sopClassUid !== "" && this.sopInstanceUid !== "";
  }

  /** Passes over the elements of a level up to its end, which may be marked; gives back where it goes on. */
  #elements(begin: number, end: number): number {
    const limit = end === marked ? this.#sizeBytes : end;
    const { last } = this.#range;
    const pixelData = this.#range === dataSetTags ? tags.PixelData : 0;
    let highest = this.#depth === 0 ? this.#range.first - 1 : lastOfNote;
    for (let at = begin; at !== end;) {
      if (at + longHeaderBytes > this.#to && this.#to < this.#sizeBytes) this.#move(at);
      if (at > limit || at + shortHeaderBytes > this.#to) return unusual;
      const numbers = this.#numbers;
      const here = at - this.#from;
      const word = numbers.getInt32(here, true);
      if (word === itemEndTag && end === marked) return this.#endMark(at);
      const tag = word << 16 | word >>> 16;
      if (tag <= highest || (tag > last && tag !== pixelData)) return unusual;
      highest = tag;
      const kind = numbers.getInt32(here + 4, true);
      const vr = (kind & 0xff) << 8 | kind >>> 8 & 0xff;
      const flags = flagsByVr[vr];
      if ((flags & standard) === 0 || (tag & 0xffff) === 0) return unusual;
      this.#seen |= flags;
      const isLong = (flags & longForm) !== 0;
      const valueAt = at + (isLong ? longHeaderBytes : shortHeaderBytes);
      if (isLong && (valueAt > this.#to || kind >>> 16 !== 0)) return unusual;
      const length = isLong ? numbers.getInt32(here + 8, true) : kind >>> 16;
      if (vr === SQ || (tag === pixelData && this.#isCompressed)) {
        const valueEnd = this.#endOf(valueAt, length);
        if (valueEnd === unusual || valueEnd > limit) return unusual;
        if (vr !== SQ && (vr !== OB || valueEnd !== marked)) return unusual;
        at = vr === SQ ? this.#sequence(valueAt, valueEnd) : this.#pixelData(valueAt);
        if (at === unusual) return unusual;
        continue;
      }
      at = valueAt + length;
      // DCMTK refuses one that is bytes
      if (tag === tags.VOILUTSequence) return unusual;
      if (length < 0 || length & 1 || length & (flags & widthMask) - 1 || at > limit) return unusual;
      if (vr === UI && !this.#takeUid(tag, { valueAt, length })) return unusual;
    }
    return end;
  }

  /** Gives back where it goes on behind the end of an item or a sequence; such a mark has no length. */
  #endMark(at: number): number {
    return this.#numbers.getInt32(at - this.#from + 4, true) === 0 ? at + itemHeaderBytes : unusual;
  }

  #takeUid(tag: Tag, { valueAt, length }: { valueAt: number; length: number }): boolean {
    if (valueAt + length > this.#to) this.#move(valueAt);
    if (valueAt + length > this.#to) return false;
    const here = valueAt - this.#from;
    if (!isCleanUid(this.#bytes, { at: here, length })) return false;
    if (tag !== tags.SOPClassUID && tag !== tags.SOPInstanceUID && tag !== tags.TransferSyntaxUID) {
      return true;
    }
    if (length === 0 || length > longestUid) return false;
    const end = here + length;
    const uid = textOf(this.#bytes.subarray(here, this.#bytes[end - 1] === 0 ? end - 1 : end));
    if (tag === tags.SOPClassUID) this.sopClassUid = uid;
    else if (tag === tags.SOPInstanceUID) this.sopInstanceUid = uid;
    else this.#transferSyntaxUid = uid;
    return true;
  }

  /** Passes over a sequence, whose end may be marked; gives back where it goes on. */
  #sequence(begin: number, end: number): number {
    if (this.#range === metaTags || this.#depth === deepest) return unusual;
    const limit = end === marked ? this.#sizeBytes : end;
    this.#depth++;
    for (let at = begin; at !== end;) {
      if (at + itemHeaderBytes > this.#to && this.#to < this.#sizeBytes) this.#move(at);
      if (at > limit || at + itemHeaderBytes > this.#to) return unusual;
      const here = at - this.#from;
      const word = this.#numbers.getInt32(here, true);
      if (word === sequenceEndTag && end === marked) {
        this.#depth--;
        return this.#endMark(at);
      }
      if (word !== itemTag) return unusual;
      const itemBegin = at + itemHeaderBytes;
      const itemEnd = this.#endOf(itemBegin, this.#numbers.getInt32(here + 4, true));
      if (itemEnd === unusual || itemEnd > limit) return unusual;
      at = this.#elements(itemBegin, itemEnd);
      if (at === unusual) return unusual;
    }
    this.#depth--;
    return end;
  }

  /** Where something of such a length ends. */
  #endOf(begin: number, length: number): number {
    if (length === undefinedLength) return marked;
    return length < 0 || length & 1 ? unusual : begin + length;
  }

  /** Whether pixel data at this level has to be compressed; that in a sequence may be, which takes a closer look. */
  get #isCompressed(): boolean {
    return this.transferSyntax.encapsulated && this.#depth === 0;
  }

  /** Passes over fragments up to the mark of their end (PS3.5, Section A.4); gives back where it goes on. */
  #pixelData(begin: number): number {
    let reads = 0;
    for (let at = begin; at + itemHeaderBytes <= this.#sizeBytes;) {
      const isAtHand = at >= this.#from && at + itemHeaderBytes <= this.#to;
      if (!isAtHand && (++reads > maxReads || !this.#read(at))) return unusual;
      const numbers = isAtHand ? this.#numbers : header;
      const word = numbers.getInt32(isAtHand ? at - this.#from : 0, true);
      const length = numbers.getInt32(isAtHand ? at - this.#from + 4 : 4, true);
      at += itemHeaderBytes;
      if (word === sequenceEndTag) return length === 0 ? at : unusual;
      if (word !== itemTag || length < 0 || length & 1) return unusual;
      at += length;
    }
    return unusual;
  }

  #read(position: number): boolean {
    return this.#file?.readAt(headerBytes, position) === itemHeaderBytes;
  }
}
