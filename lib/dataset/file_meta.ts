/**
 * File meta information (PS3.10, Section 7.1), found and read as DCMTK 3.6.7 does it: with or without a preamble,
 * and whatever its group length says.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { type Vr, vr } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { ReadNotice } from "./complaints.ts";
import { FirstValue } from "./first_value.ts";
import type { ReadTrace } from "./read_trace.ts";
import { guessTransferSyntax } from "./syntax_guess.ts";
import { encodingOf, TokenReader } from "./token_reader.ts";
import { TokenKind } from "./tokens.ts";

/** What the meta information says, as far as anybody wants to know. */
export interface FileMeta {
  /** Whether there is any. */
  readonly present: boolean;
  /** Transfer Syntax UID. */
  readonly transferSyntax: FirstValue;
  /** SOP Class UID of a data set that was taken for meta information. */
  readonly sopClass: FirstValue;
  /** SOP Instance UID of a data set that was taken for meta information. */
  readonly sopInstance: FirstValue;
}

/** How to read. */
export interface MetaOptions {
  readonly file: string;
  readonly dictionary: DataDictionary | undefined;
  readonly notice: (notice: ReadNotice) => void;
  readonly remembersTags: boolean;
  /** There where somebody reads the level trace. */
  readonly trace: ReadTrace | undefined;
}

/** VRs of which DCMTK reads a number of four bytes. */
const numberVrs: ReadonlySet<Vr> = new Set(["UL", "OL", "up"].map(vr));
const preambleBytes = 128;
const prefix = 0x4449434d;
const groupLengthElementBytes = 12;
const undefinedLength = 0xffffffff;

/** Reads the meta information; afterwards the window stands where the data set begins. */
export function readFileMeta(window: ByteWindow, options: MetaOptions): FileMeta {
  const firstByte = window.has(1) ? window.bytes[window.at] : 0;
  const isShort = !window.has(preambleBytes + 4);
  const hasPreamble = passPreamble(window);
  const syntax = guessTransferSyntax(window, options.dictionary);
  const { trace } = options;
  if (trace) trace.preamble(hasPreamble ? firstByte : undefined, isShort).forEach(options.notice);
  if (hasPreamble) {
    const text = `DcmMetaInfo::checkAndReadPreamble() TransferSyntax="${syntax.name}"`;
    options.notice({ severity: "debug", text });
  }
  const reader = new MetaReader(window, { ...options, encoding: encodingOf(syntax), isMeta: true });
  return reader.read(hasPreamble);
}

function passPreamble(window: ByteWindow): boolean {
  const bytes = preambleBytes + 4;
  if (!window.has(bytes) || window.number32(window.at + preambleBytes, true) !== prefix) return false;
  window.at += bytes;
  return true;
}

class MetaReader {
  readonly #window: ByteWindow;
  readonly #reader: TokenReader;
  readonly #options: MetaOptions;
  readonly #begin: number;
  readonly #values = [tags.TransferSyntaxUID, tags.SOPClassUID, tags.SOPInstanceUID]
    .map((tag) => new FirstValue(tag));
  #present = false;
  /** The element read last is empty. */
  #isEmpty = false;

  constructor(window: ByteWindow, options: ConstructorParameters<typeof TokenReader>[1] & MetaOptions) {
    this.#window = window;
    this.#options = options;
    this.#begin = window.position;
    this.#reader = new (options.trace?.Reader ?? TokenReader)(window, options);
  }

  read(hasPreamble: boolean): FileMeta {
    if (!this.#window.has(groupLengthElementBytes)) this.#fail(conditions.EC_StreamNotifyClient);
    const groupBytes = this.#nextIsMeta() ? this.#readGroupLength() : undefined;
    if (groupBytes === undefined) this.#trace((trace) => trace.groupLengthRead("Tag not found"));
    else this.#readGroup(groupBytes);
    // DCMTK takes an empty element at the end of the file for the end alone, and then for nothing at all
    const endsEmpty = this.#isEmpty && !this.#window.has(1);
    if (hasPreamble && (!this.#present || endsEmpty)) {
      this.#warn("Found Preamble but no Meta Information Header");
    }
    if (groupBytes !== undefined) this.#checkGroupLength(groupBytes);
    const [transferSyntax, sopClass, sopInstance] = this.#values;
    return { present: this.#present, transferSyntax, sopClass, sopInstance };
  }

  #nextIsMeta(): boolean {
    const window = this.#window;
    if (!window.has(2)) return false;
    const group = window.number16(window.at, false);
    return group === 0x0002 || group === 0x0200;
  }

  /** How many bytes the group says it has, the group length included; infinite where it does not say. */
  #readGroupLength(): number {
    const reader = this.#reader;
    try {
      this.#readElement();
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      this.#failFirst(error);
    }
    if (reader.tag !== 0x00020000 || reader.length === 0) {
      this.#warnNoGroupLength();
      this.#trace((trace) => trace.groupLengthRead("Corrupted data"));
      return Infinity;
    }
    if (!numberVrs.has(reader.vr)) this.#fail(conditions.EC_IllegalCall);
    if (reader.length < 3) this.#fail(conditions.EC_IllegalParameter);
    const value = new Uint8Array(4);
    reader.copyValue(value.subarray(0, reader.length), 0);
    const groupBytes = new DataView(value.buffer).getUint32(0, !reader.bigEndian);
    const length = (groupBytes + this.#window.position - this.#begin) >>> 0;
    this.#trace((trace) => trace.groupLength(length));
    this.#trace((trace) => trace.groupLengthRead("Normal"));
    return length;
  }

  #trace(line: (trace: ReadTrace) => ReadNotice): void {
    const { trace, notice } = this.#options;
    if (trace) notice(line(trace));
  }

  /** Whatever is wrong with the first element, DCMTK has two words for it. */
  #failFirst(error: DicomError): never {
    const { condition } = error;
    this.#warnNoGroupLength();
    const isShort = condition === conditions.EC_StreamNotifyClient ||
      condition === conditions.EC_InvalidStream;
    this.#fail(isShort ? conditions.EC_InvalidStream : conditions.EC_CorruptedData, error);
  }

  #warnNoGroupLength(): void {
    this.#warn("No Group Length available in Meta Information Header");
  }

  #warn(what: string): void {
    this.#options.notice({ severity: "warn", text: `DcmMetaInfo: ${what}` });
  }

  #readGroup(groupBytes: number): void {
    const window = this.#window;
    const isKnown = groupBytes < undefinedLength;
    const goesOn = () => isKnown ? window.position - this.#begin < groupBytes : this.#nextIsMeta();
    while (window.has(1) && goesOn() && this.#readElement());
  }

  #checkGroupLength(groupBytes: number): void {
    if (groupBytes < undefinedLength && this.#window.position - this.#begin !== groupBytes) {
      this.#warn("Group Length of Meta Information Header has incorrect value");
    }
  }

  /** Reads an element with everything in it; false where the group ends instead. */
  #readElement(): boolean {
    const reader = this.#reader;
    const before = this.#window.position;
    let kind: TokenKind;
    do {
      const isOutermost = reader.depth === 0;
      kind = reader.next();
      if (kind === TokenKind.end) {
        if (this.#window.position > before) reader.complaints.invalidMetaElement(reader.tag);
        return false;
      }
      if (isOutermost) this.#isEmpty = reader.length === 0;
      if (kind === TokenKind.element) this.#offer();
    } while (reader.depth > 0);
    this.#present = true;
    return true;
  }

  #offer(): void {
    for (const value of this.#values) value.offer(this.#reader);
  }

  #fail(condition: Condition, cause?: Error): never {
    const message = `Cannot read the meta information of ${this.#options.file}: ${condition.text}`;
    throw new DicomError(condition, { message, cause });
  }
}
