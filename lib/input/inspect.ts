/**
 * Looking at a file before it is sent: one walk from its first byte to its last.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import type { ByteSource } from "../base/byte_source.ts";
import { ByteWindow, type RandomAccess } from "../dataset/byte_window.ts";
import { DictionaryNeededError } from "../dataset/complaints.ts";
import type { TokenSource } from "../dataset/cooked_source.ts";
import { type FileMeta, readFileMeta } from "../dataset/file_meta.ts";
import type { FirstValue } from "../dataset/first_value.ts";
import { TagsNeededError } from "../dataset/frame_stack.ts";
import type { InflatedBytes } from "../dataset/inflate.ts";
import type { ReadTrace } from "../dataset/read_trace.ts";
import { FileBytes, FileRegion, HeldRegion } from "../dataset/region.ts";
import { Survey } from "../dataset/survey.ts";
import { guessTransferSyntax } from "../dataset/syntax_guess.ts";
import { encodingOf, TokenReader } from "../dataset/token_reader.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import { type TransferSyntax, transferSyntaxOf } from "../dictionary/transfer_syntaxes.ts";
import { FileTokens } from "./file_tokens.ts";
import type { InputNotice, Inspect, Instance, ReadMode, SopReference } from "./instance.ts";

/** How files are read. */
export interface InspectOptions {
  readonly readMode: ReadMode;
  /** `-up`: a space at the end of a UID does not belong to it. */
  readonly uidPadding: boolean;
  /** Gives the dictionary in force, once a file needs it. */
  readonly dictionary: () => Promise<DataDictionary>;
  /** The dictionary in force, if it is at hand already, as that of DCMDICTPATH is. */
  readonly loadedDictionary?: DataDictionary | undefined;
  /** Whether anybody reads the level trace. */
  readonly isTraced?: boolean;
}

/** The attributes that can be invented. */
const inventable: ReadonlySet<number> = new Set([
  tags.PatientName,
  tags.PatientID,
  tags.StudyInstanceUID,
  tags.StudyID,
  tags.SeriesInstanceUID,
  tags.SeriesNumber,
  tags.SOPInstanceUID,
  tags.InstanceNumber,
]);

/** Makes the function that inspects files. It keeps one window, and closes every file it opens. */
export function createInspect(options: InspectOptions): Inspect {
  const memory = new Uint8Array(windowBytes);
  let dictionary = options.loadedDictionary;
  let inflate: Inflate | undefined;
  let trace: ReadTrace | undefined;
  return async (path, notice) => {
    if (options.isTraced) trace ??= (await import("../dataset/read_trace.ts")).readTrace;
    for (let remembersTags = false;;) {
      const notices = new Notices(trace ? maxTracedNotices : maxNotices);
      try {
        const given = {
          ...options,
          path,
          memory,
          dictionary,
          inflate,
          trace,
          remembersTags,
          notice: notices.add,
        };
        const instance = new Inspection(given).run();
        notices.tell(notice);
        return instance;
      } catch (error) {
        if (error instanceof DictionaryNeededError && !dictionary) dictionary = await options.dictionary();
        else if (error instanceof InflateNeededError && !inflate) inflate = await loadInflate();
        else if (error instanceof TagsNeededError && !remembersTags) remembersTags = true;
        else {
          notices.tell(notice);
          throw error;
        }
      }
    }
  };
}

const windowBytes = 256 * 1024;

/** More is not told of one file: broken files may give reason for millions of lines. */
const maxNotices = 10_000;
/** With every element traced, which is what was asked for. */
const maxTracedNotices = 1_000_000;

/** What there is to tell of a file, kept because it may have to be read again before it is told. */
class Notices {
  readonly #notices: InputNotice[] = [];
  readonly #limit: number;
  #left = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly add = (notice: InputNotice): void => {
    if (this.#notices.length < this.#limit) this.#notices.push(notice);
    else this.#left++;
  };

  tell(notice: (notice: InputNotice) => void): void {
    this.#notices.forEach(notice);
    if (this.#left > 0) {
      notice({ severity: "warn", text: `${this.#left} more messages on this file are left out` });
    }
  }
}

type Inflate = (file: RandomAccess, begin: number) => InflatedBytes;

async function loadInflate(): Promise<Inflate> {
  const { InflatedBytes } = await import("../dataset/inflate.ts");
  return (file, begin) => new InflatedBytes(file, begin);
}

/** A deflated data set has to be read for the first time. */
class InflateNeededError extends Error {}

/** What one attempt has at hand. */
interface Given {
  readonly path: string;
  readonly readMode: ReadMode;
  readonly uidPadding: boolean;
  readonly memory: Uint8Array;
  readonly dictionary: DataDictionary | undefined;
  readonly inflate: Inflate | undefined;
  readonly trace: ReadTrace | undefined;
  readonly remembersTags: boolean;
  readonly notice: (notice: InputNotice) => void;
}

class Inspection {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  run(): Instance {
    const file = FileBytes.open(this.#given.path);
    try {
      file.hold();
      return this.#read(file);
    } finally {
      file.close();
    }
  }

  #read(file: FileBytes): Instance {
    const { memory, readMode, path } = this.#given;
    const window = new ByteWindow(file, { memory });
    if (readMode === "dataset") return this.#readDataSet(file, { window, meta: undefined });
    if (file.sizeBytes === 0) this.#fail(conditions.EC_EndOfStream);
    const meta = readFileMeta(window, { ...this.#given, file: path });
    return this.#readDataSet(file, { window, meta });
  }

  #fail(condition: Condition): never {
    throw new DicomError(condition, { message: `Cannot read ${this.#given.path}: ${condition.text}` });
  }

  #readDataSet(
    file: FileBytes,
    { window, meta }: { window: ByteWindow; meta: FileMeta | undefined },
  ): Instance {
    const { path, notice, dictionary, remembersTags } = this.#given;
    const syntax = this.#syntaxOf(meta, window);
    if (window.has(1)) {
      notice({ severity: "debug", text: `DcmDataset::read() TransferSyntax="${syntax.name}"` });
    }
    const begin = window.position;
    const inflated = syntax.deflated ? this.#inflate(file, begin) : undefined;
    const dataSet = inflated ? new ByteWindow(inflated, { memory: this.#given.memory }) : window;
    const reader = new (this.#given.trace?.Reader ?? TokenReader)(dataSet, {
      encoding: encodingOf(syntax),
      dictionary,
      file: path,
      inflated: inflated !== undefined,
      notice,
      remembersTags,
    });
    const survey = new Survey(reader, { syntax, wanted: inventable, file: path }).run();
    const hasTrailingBytes = inflated !== undefined && inflated.trailingBytes > 1;
    return this.#instance(file, { syntax, begin, survey, meta, hasTrailingBytes });
  }

  #inflate(file: FileBytes, begin: number): InflatedBytes {
    if (!this.#given.inflate) throw new InflateNeededError();
    return this.#given.inflate(file, begin);
  }

  #syntaxOf(meta: FileMeta | undefined, window: ByteWindow): TransferSyntax {
    const { readMode, notice, dictionary } = this.#given;
    const syntax = meta && this.#statedSyntax(meta);
    if (syntax) return syntax;
    if (readMode === "file-only") this.#fail(conditions.EC_FileMetaInfoHeaderMissing);
    const text = "DcmDataset::read() trying to detect transfer syntax of data set (because it is unknown)";
    if (window.has(1)) notice({ severity: "debug", text });
    return guessTransferSyntax(window, dictionary);
  }

  #statedSyntax({ present, transferSyntax }: FileMeta): TransferSyntax | undefined {
    const { notice } = this.#given;
    if (!transferSyntax.isUid) {
      const what = present ? "no TransferSyntax in MetaInfo" : "no MetaInfo found";
      notice({ severity: "debug", text: `DcmFileFormat::lookForXfer() ${what}` });
      return undefined;
    }
    this.#tellFound(transferSyntax, tags.TransferSyntaxUID);
    this.#tellSpaces(transferSyntax, `TransferSyntaxUID ${formatTag(tags.TransferSyntaxUID)}`);
    const syntax = transferSyntaxOf(transferSyntax.value ?? "");
    if (this.#given.trace) {
      notice(this.#given.trace.transferSyntax(syntax?.name ?? "Unknown Transfer Syntax"));
    }
    return syntax;
  }

  #tellFound({ value }: FirstValue, tag: number): void {
    const { trace, notice } = this.#given;
    if (trace && value !== undefined) notice(trace.found(tag));
  }

  #tellSpaces({ hasSpaces }: FirstValue, element: string): void {
    const what = "contains one or more space characters, which were removed";
    const text = `DcmUniqueIdentifier: Element ${element} ${what}`;
    if (hasSpaces) this.#given.notice({ severity: "warn", text });
  }

  #instance(
    { state, held }: FileBytes,
    { syntax, begin, survey, meta, hasTrailingBytes }: {
      syntax: TransferSyntax;
      begin: number;
      survey: Survey;
      meta: FileMeta | undefined;
      hasTrailingBytes: boolean;
    },
  ): Instance {
    const { path, dictionary, inflate } = this.#given;
    const { sopClass, sopInstance, elements, hasNewVrs, needsRewriting } = survey;
    this.#tellFound(sopClass, tags.SOPClassUID);
    this.#tellSpaces(sopClass, `SOPClassUID ${formatTag(tags.SOPClassUID)}`);
    if (sopClass.value !== undefined) {
      this.#tellFound(sopInstance, tags.SOPInstanceUID);
      this.#tellSpaces(sopInstance, `SOPInstanceUID ${formatTag(tags.SOPInstanceUID)}`);
    }
    return {
      path,
      sizeBytes: state.sizeBytes,
      transferSyntax: syntax,
      dataSet: this.#reference(sopClass, sopInstance),
      meta: meta ? this.#reference(meta.sopClass, meta.sopInstance) : {},
      elements,
      needsRewriting: needsRewriting || hasTrailingBytes,
      hasNewVrs,
      openRaw: (): ByteSource =>
        held ? new HeldRegion(held.subarray(begin)) : new FileRegion(path, { begin, state }),
      openTokens: (): TokenSource => new FileTokens(path, { begin, state, syntax, dictionary, inflate }),
    };
  }

  #reference(sopClass: FirstValue, sopInstance: FirstValue): SopReference {
    const text = ({ value }: FirstValue) => {
      if (value === undefined) return undefined;
      const uid = value.slice(0, longestUid);
      return this.#given.uidPadding && uid.endsWith(" ") ? uid.slice(0, -1) : uid;
    };
    const sopClassUid = text(sopClass);
    const sopInstanceUid = text(sopInstance);
    return {
      ...(sopClassUid === undefined ? {} : { sopClassUid }),
      ...(sopInstanceUid === undefined ? {} : { sopInstanceUid }),
    };
  }
}

/** DCMTK's buffers for UIDs hold 64 characters. */
const longestUid = 64;
