/**
 * Reads a data set from a window on its bytes, token by token, as leniently and as strictly as DCMTK 3.6.7
 * (PS3.5, Section 7). Nothing is made per element, and large values are passed over.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import { ItemContext } from "../dictionary/implicit_vr.ts";
import { tags } from "../dictionary/tags.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import { isDictionaryVr, isStandardVr, type Vr, vr, vrTraits } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import { type Encoding, type Frame, FrameKind, insideUnknown } from "./frame.ts";
import type { Progress } from "./frame_stack.ts";
import { HeaderReader } from "./header_reader.ts";
import { type HeaderOptions, Ordinary } from "./ordinary_reader.ts";
import { Skim, type SkimPurpose } from "./skim.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";
import { isPrivatePixelData } from "./vr_lookup.ts";

const OB = vr("OB");
const OW = vr("OW");
const SQ = vr("SQ");
const UN = vr("UN");
const na = vr("na");
const ox = vr("ox");
const pi = vr("pi");
const px = vr("px");

const undefinedLength = 0xffffffff;

/** DCMTK loads shorter values at once, which decides what it says of those that are cut off. */
const dcmtkLargeBytes = 4096;

/** Of values that say how others are read, as much as anybody looks at. */
const longestOfInterest = 256;

/** How to read. */
export interface ReaderOptions extends HeaderOptions {
  /** Called where the data set ends, before anybody is told; may throw where that is not to be believed. */
  readonly atEnd?: () => void;
}

/** How the elements of a transfer syntax are encoded. */
export function encodingOf({ implicit, endian, bigEndianPixelData }: TransferSyntax): Encoding {
  return { implicit, bigEndian: endian === "big", bigEndianPixelData };
}

/** Reads tokens. */
export class TokenReader extends HeaderReader implements TokenCursor {
  readonly #options: ReaderOptions;
  #irregular = false;
  /** A value was passed over although nobody knows yet how many bytes there are. */
  #passedOver = false;

  /** Reads what begins at the place of `window`, which nobody else moves meanwhile. */
  constructor(window: ByteWindow, options: ReaderOptions) {
    super(window, options);
    this.#options = options;
  }

  /** {@inheritDoc TokenCursor.window} */
  get window(): Uint8Array {
    return this.input.bytes;
  }

  /** How many items and sequences have begun and not ended. */
  get depth(): number {
    return this.stack.depth;
  }

  /** Where the current element is: tags of elements and numbers of items, from the outside in. */
  get path(): readonly number[] {
    return this.stack.path();
  }

  /** {@inheritDoc TokenCursor.creator} */
  get creator(): string | undefined {
    return this.stack.top.context.creatorFor(this.tag);
  }

  /** Something was odd so far, be it that DCMTK would have said so or not. */
  get irregular(): boolean {
    return this.#irregular || this.isOdd || this.complaints.any;
  }

  /** {@inheritDoc TokenCursor.skim} */
  skim(purpose: SkimPurpose): Skim | undefined {
    const { input: window, stack, vrs, largeBytes } = this;
    const settle = () => {
      if (this.#passedOver) this.#checkPassedOver();
    };
    return new Skim({ ...purpose, window, stack, vrs, largeBytes, settle });
  }

  /** {@inheritDoc TokenCursor.next} */
  next(): TokenKind {
    if (this.#passedOver) this.#checkPassedOver();
    const frame = this.stack.top;
    const position = this.input.base + this.input.at;
    this.offset = position - this.origin;
    if (position >= frame.end) return this.#leave(position === frame.end);
    if (frame.kind === FrameKind.item) {
      const read = frame.plain ? this.readOrdinary(frame) : Ordinary.nothing;
      if (read === Ordinary.element) return TokenKind.element;
      if (read === Ordinary.sequence) return this.#enter(FrameKind.sequence, frame.encoding);
    } else if (frame.plain && this.readOrdinaryItem()) {
      frame.items++;
      return this.#enter(FrameKind.item, frame.encoding);
    }
    this.stack.position = position;
    this.valueAt = -1;
    return frame.kind === FrameKind.item ? this.#nextElement(frame) : this.#nextItem(frame);
  }

  #nextElement(frame: Frame): TokenKind {
    if (!this.readElement(frame)) return this.#leave(this.stack.depth === 0);
    const { tag, vr } = this;
    if (this.isMark || vr === na || vr === pi) return this.#mark(frame);
    this.bigEndian = tag === tags.PixelData ? frame.encoding.bigEndianPixelData : frame.bigEndian;
    if (vr === SQ) return this.#enter(FrameKind.sequence, frame.encoding);
    if (vr === OB || vr === OW || vr === ox || vr === px) return this.#bytes(frame);
    if (this.length === undefinedLength && isUnknown(vr)) {
      this.complaints.unknownIsSequence(tag);
      return this.#enter(FrameKind.sequence, insideUnknown);
    }
    return this.#element(frame);
  }

  /** An item or a delimiter stands where an element should, or a VR that is none. */
  #mark(frame: Frame): TokenKind {
    const { tag, vr, length, isMark } = this;
    if (isMark && tag === tags.ItemDelimitationItem) {
      return this.#leave(frame.end === Infinity && this.stack.depth > 0 && length === 0);
    }
    if (isMark ? tag === tags.SequenceDelimitationItem : vr === pi) {
      this.complaints.noItemDelimiter(tag);
      this.#fail(conditions.EC_ItemDelimitationItemMissing, "kind");
    }
    this.complaints.itemForElement(tag);
    this.#fail(conditions.EC_InvalidTag, "kind");
  }

  /** OB and OW may be pixel data, and only then have an undefined length (PS3.5, Section A.4). */
  #bytes(frame: Frame): TokenKind {
    const { tag, vr, length } = this;
    const isUndefined = length === undefinedLength;
    const isOverlay = (tag & 0xff00ffff) >>> 0 === 0x60003000;
    if (tag === tags.VOILUTSequence && !isUndefined && (vr === OB || vr === OW)) {
      this.complaints.voiLutIsBytes();
      this.#fail(conditions.EC_VOI_LUT_OBOW, "kind");
    }
    const isPixelData = tag === tags.PixelData || vr === px || this.#isPrivatePixelData(frame);
    if (!isUndefined || isOverlay || (vr === ox && !isPixelData)) return this.#element(frame);
    if (isPixelData) return this.#enter(FrameKind.fragments, frame.encoding);
    this.complaints.undefinedLength(tag);
    this.#fail(conditions.EC_UndefinedLengthOBOW, "kind");
  }

  #isPrivatePixelData({ context, implicit }: Frame): boolean {
    const { tag, vr } = this;
    if ((tag & 0x10000) === 0) return false;
    const { dictionary } = this.#options;
    if (!isPrivatePixelData(tag, { creator: context.creatorFor(tag), dictionary })) return false;
    if (!implicit) this.complaints.privatePixelData(tag, vr);
    return true;
  }

  #element(frame: Frame): TokenKind {
    this.#takeValue();
    if (ItemContext.isOfInterest(this.tag)) this.#learn(frame);
    if (this.stack.isTold && !this.#passedOver) this.stack.finishElement(frame, this.stack.depth);
    return TokenKind.element;
  }

  /** What is of interest is short, whatever the length says. */
  #learn({ context }: Frame): void {
    const { tag, length } = this;
    const value = new Uint8Array(Math.min(length, longestOfInterest));
    this.copyValue(value, 0);
    context.learn(tag, value);
  }

  #takeValue(): void {
    const window = this.input;
    const { length } = this;
    this.valuePosition = window.position;
    if (length <= this.largeBytes) {
      if (!window.has(length)) this.#cutOff(window.loadedBytes);
      this.valueAt = window.at;
      window.at += length;
      return;
    }
    const { restBytes } = window;
    if (restBytes !== undefined && restBytes < length) this.#cutOff(restBytes);
    this.#passedOver = restBytes === undefined;
    window.moveTo(this.valuePosition + length);
  }

  /** Now that the next byte is wanted, it shows whether the value before it was complete. */
  #checkPassedOver(): void {
    this.#passedOver = false;
    const stack = this.stack;
    const rest = this.input.has(1) ? 0 : this.input.restBytes ?? 0;
    if (rest < 0) this.#cutOff(this.length + rest);
    if (stack.isTold && stack.top.kind === FrameKind.item) stack.finishElement(stack.top, stack.depth);
  }

  #cutOff(rest: number): never {
    const { tag, vr, length } = this;
    const creator = this.stack.top.context.creatorFor(tag);
    const { inflated } = this.#options;
    if (inflated && length === undefinedLength && rest > 0) {
      this.complaints.oddMaximum(tag, { isText: vrTraits(vr).string, creator });
      this.#fail(conditions.EC_CorruptedData, "value");
    }
    const isLoaded = length <= dcmtkLargeBytes || inflated === true;
    const partly = rest > 0 && isLoaded;
    this.complaints.largerThanFile(tag, { length, rest: partly ? rest : undefined, creator });
    this.#fail(partly ? conditions.EC_InvalidStream : conditions.EC_StreamNotifyClient, "value");
  }

  /** An item, a fragment or the end of a sequence (PS3.5, Section 7.5). */
  #nextItem(frame: Frame): TokenKind {
    this.readItem(frame);
    if (this.tag === tags.SequenceDelimitationItem) {
      return this.#leave(frame.end === Infinity && this.length === 0);
    }
    if (this.tag !== tags.Item) {
      this.complaints.noSequenceDelimiter(this.tag, frame.tag);
      this.#fail(conditions.EC_SequDelimitationItemMissing, "header");
    }
    frame.items++;
    if (frame.kind === FrameKind.sequence) return this.#enter(FrameKind.item, frame.encoding);
    this.#takeValue();
    return TokenKind.fragment;
  }

  #enter(kind: FrameKind, encoding: Encoding): TokenKind {
    const begin = this.input.position;
    const { length } = this;
    const frame = this.stack.enter(kind, encoding);
    frame.setRange(begin, length === undefinedLength ? Infinity : begin + length);
    if (kind === FrameKind.item) return TokenKind.item;
    return kind === FrameKind.sequence ? TokenKind.sequence : TokenKind.fragments;
  }

  /** Ends an item or a sequence, as it should or not. The data set, once ended, stays so. */
  #leave(isRegular: boolean): TokenKind {
    if (!isRegular) this.#irregular = true;
    const stack = this.stack;
    if (stack.depth === 0) {
      if (stack.top.end === Infinity) stack.top.end = this.input.position;
      this.#options.atEnd?.();
      return TokenKind.end;
    }
    const kind = stack.leave();
    if (kind === FrameKind.item) return TokenKind.itemEnd;
    return kind === FrameKind.sequence ? TokenKind.sequenceEnd : TokenKind.fragmentsEnd;
  }

  #fail(condition: Condition, progress: Progress): never {
    this.stack.fail(condition, progress);
  }

  /** {@inheritDoc TokenCursor.copyValue} */
  copyValue(target: Uint8Array, from: number): void {
    if (this.input.copy(target, this.valuePosition + from)) return;
    const message = `Cannot read ${this.#options.file}: it has become shorter`;
    throw new DicomError(conditions.EC_InvalidStream, { message });
  }

  /** {@inheritDoc TokenCursor.seek} */
  seek(offset: number, vr: Vr): void {
    this.#passedOver = false;
    if (this.stack.depth === 0) this.stack.top.end = Infinity;
    this.input.moveTo(this.origin + offset);
    this.givenVr = vr;
  }
}

/** What is read as UN: that, and everything nobody knows. */
function isUnknown(value: Vr): boolean {
  return value === UN || (!isStandardVr(value) && !isDictionaryVr(value));
}
