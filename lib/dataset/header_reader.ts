/**
 * The header of a data element: tag, VR and length (PS3.5, Section 7.1), right or wrong.
 *
 * @module
 */
import { conditions } from "../dictionary/conditions.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { longForm, standard, type Vr, vr, vrFlags, widthOf } from "../dictionary/vr.ts";
import { DictionaryNeededError } from "./complaints.ts";
import type { Frame } from "./frame.ts";
import type { FrameStack } from "./frame_stack.ts";
import { OrdinaryReader } from "./ordinary_reader.ts";
import { tellChoice } from "./vr_lookup.ts";

const OW = vr("OW");
const OX = vr("OX");
const na = vr("na");
const undefinedLength = 0xffffffff;

/** Reads one header after the other, looking closely. */
export class HeaderReader extends OrdinaryReader {
  /** It is an item or a delimiter, which have no VR. */
  protected isMark = false;
  /** Something was odd of which DCMTK says nothing. */
  protected isOdd = false;

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
    if (this.dictionary) tellChoice(this.tag, { found: this.vr, dictionary: this.dictionary, complaints });
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
    const { dictionary } = this;
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

/** Tags that never have a VR. */
function isItemOrDelimiter(tag: Tag): boolean {
  return tag >= tags.Item &&
    (tag === tags.Item || tag === tags.ItemDelimitationItem || tag === tags.SequenceDelimitationItem);
}
