/**
 * A token cursor over a data set in memory, for tests of what consumes tokens. It knows well-formed data sets only.
 */
import type { TokenSource } from "../../lib/dataset/cooked_source.ts";
import { type TokenCursor, TokenKind } from "../../lib/dataset/tokens.ts";
import type { DataDictionary } from "../../lib/dictionary/data_dictionary.ts";
import { ItemContext } from "../../lib/dictionary/implicit_vr.ts";
import {
  explicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { vr, vrTraits } from "../../lib/dictionary/vr.ts";

const OB = vr("OB");
const OW = vr("OW");
const SQ = vr("SQ");
const UN = vr("UN");
const undefinedLength = 0xffffffff;

interface Frame {
  kind: "item" | "sequence" | "fragments";
  end: number;
  implicit: boolean;
  bigEndian: boolean;
  context: ItemContext;
}

/** How a data set in memory is read. */
export interface MemoryOptions {
  syntax: TransferSyntax;
  dictionary: DataDictionary;
  /** Values of more bytes are left unread. */
  largeBytes?: number;
}

/** Reads a data set that lies in memory. */
export class MemoryTokens implements TokenCursor {
  tag = 0;
  vr = 0;
  length = 0;
  offset = 0;
  valueAt = 0;
  readonly window: Uint8Array;
  readonly #view: DataView;
  readonly #options: MemoryOptions;
  readonly #frames: Frame[] = [];
  #position = 0;
  #value = 0;
  #givenVr = 0;

  constructor(bytes: Uint8Array, options: MemoryOptions) {
    this.window = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#options = options;
    const { implicit, endian } = options.syntax;
    const context = new ItemContext();
    this.#frames.push({ kind: "item", end: bytes.length, implicit, bigEndian: endian === "big", context });
  }

  get bigEndian(): boolean {
    const frame = this.#frames[this.#frames.length - 1];
    return frame.bigEndian || (this.tag === 0x7fe00010 && this.#options.syntax.bigEndianPixelData);
  }

  next(): TokenKind {
    const frame = this.#frames[this.#frames.length - 1];
    this.offset = this.#position;
    this.valueAt = -1;
    if (this.#position >= frame.end) return this.#leave(frame);
    this.tag = this.#readTag(frame);
    if (frame.kind === "item") return this.#element(frame);
    this.length = this.#number32(frame);
    if (this.tag === 0xfffee0dd) return this.#leave(frame);
    if (frame.kind === "fragments") return this.#fragment();
    this.#enter("item", frame);
    return TokenKind.item;
  }

  #leave(frame: Frame): TokenKind {
    if (this.#frames.length === 1) return TokenKind.end;
    this.#frames.pop();
    if (frame.kind === "item") return TokenKind.itemEnd;
    return frame.kind === "sequence" ? TokenKind.sequenceEnd : TokenKind.fragmentsEnd;
  }

  #enter(kind: Frame["kind"], { implicit, bigEndian }: Pick<Frame, "implicit" | "bigEndian">): void {
    const end = this.length === undefinedLength ? Infinity : this.#position + this.length;
    this.#frames.push({ kind, end, implicit, bigEndian, context: new ItemContext() });
  }

  #element(frame: Frame): TokenKind {
    if (this.tag === 0xfffee00d) {
      this.#number32(frame);
      return this.#leave(frame);
    }
    if (frame.implicit) {
      this.vr = this.#givenVr || frame.context.resolve(this.tag, this.#options.dictionary);
      this.length = this.#number32(frame);
    } else {
      this.#readVrAndLength(frame);
    }
    this.#givenVr = 0;
    return this.#content(frame);
  }

  #readVrAndLength(frame: Frame): void {
    this.vr = this.#view.getUint16(this.#position);
    this.#position += 2;
    if (vrTraits(this.vr).longForm) {
      this.#position += 2;
      this.length = this.#number32(frame);
    } else {
      this.length = this.#view.getUint16(this.#position, !frame.bigEndian);
      this.#position += 2;
    }
  }

  #content(frame: Frame): TokenKind {
    const undefinedEnd = this.length === undefinedLength;
    const isPixelData = this.tag === 0x7fe00010 && (this.vr === OB || this.vr === OW);
    if (undefinedEnd && isPixelData) {
      this.#enter("fragments", { implicit: false, bigEndian: frame.bigEndian });
      return TokenKind.fragments;
    }
    if (this.vr === SQ || undefinedEnd) {
      const unknown = this.vr === UN;
      this.#enter("sequence", {
        implicit: frame.implicit || unknown,
        bigEndian: frame.bigEndian && !unknown,
      });
      return TokenKind.sequence;
    }
    this.#take();
    if (ItemContext.isOfInterest(this.tag)) {
      frame.context.learn(this.tag, this.window.subarray(this.#value, this.#position));
    }
    return TokenKind.element;
  }

  #fragment(): TokenKind {
    this.#take();
    return TokenKind.fragment;
  }

  #take(): void {
    this.#value = this.#position;
    this.valueAt = this.length > (this.#options.largeBytes ?? 16384) ? -1 : this.#position;
    this.#position += this.length;
    if (this.#position > this.window.length) throw new Error(`value beyond the end at ${this.offset}`);
  }

  #readTag(frame: Frame): number {
    const group = this.#view.getUint16(this.#position, !frame.bigEndian);
    const element = this.#view.getUint16(this.#position + 2, !frame.bigEndian);
    this.#position += 4;
    return (group << 16 | element) >>> 0;
  }

  #number32(frame: Frame): number {
    this.#position += 4;
    return this.#view.getUint32(this.#position - 4, !frame.bigEndian);
  }

  copyValue(target: Uint8Array, from: number): void {
    if (from + target.length > this.length) throw new Error("beyond the value");
    target.set(this.window.subarray(this.#value + from, this.#value + from + target.length));
  }

  seek(offset: number, given: number): void {
    this.#position = offset;
    this.#givenVr = given;
  }
}

/** A data set in memory, to be read as often as it takes. */
export function memorySource(bytes: Uint8Array, options: MemoryOptions): TokenSource & { closed: boolean } {
  return {
    closed: false,
    open: () => new MemoryTokens(bytes, options),
    close() {
      this.closed = true;
    },
  };
}

/** Splits a DICOM file into what its meta information says and its data set. */
export function splitFile(file: Uint8Array): { syntax: TransferSyntax; dataSet: Uint8Array } {
  let position = 132;
  let uid = explicitVrLittleEndian.uid;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  while (position + 8 <= file.length && view.getUint16(position, true) === 0x0002) {
    const element = view.getUint16(position + 2, true);
    const { longForm } = vrTraits(view.getUint16(position + 4));
    const length = longForm ? view.getUint32(position + 8, true) : view.getUint16(position + 6, true);
    position += longForm ? 12 : 8;
    if (element === 0x0010) {
      uid = new TextDecoder().decode(file.subarray(position, position + length)).replace(/[\0 ]+$/, "");
    }
    position += length;
  }
  return { syntax: transferSyntaxOf(uid) ?? explicitVrLittleEndian, dataSet: file.subarray(position) };
}
