/**
 * Looking closely at a file before it is sent: one walk from its first byte to its last.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { type ByteSource, HeldBytes } from "../base/byte_source.ts";
import { ByteWindow, type RandomAccess } from "../dataset/byte_window.ts";
import { DictionaryNeededError } from "../dataset/complaints.ts";
import type { TokenSource } from "../dataset/cooked_source.ts";
import { type FileMeta, readFileMeta } from "../dataset/file_meta.ts";
import type { FirstValue } from "../dataset/first_value.ts";
import { TagsNeededError } from "../dataset/frame_stack.ts";
import type { ForeseenMeasurement } from "../dataset/foreseen.ts";
import type { InflatedBytes } from "../dataset/inflate.ts";
import type { Measured } from "../dataset/measure.ts";
import type { ReadTrace } from "../dataset/read_trace.ts";
import { FileBytes, FileRegion } from "../dataset/region.ts";
import { Survey } from "../dataset/survey.ts";
import { guessTransferSyntax } from "../dataset/syntax_guess.ts";
import { encodingOf, TokenReader } from "../dataset/token_reader.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import {
  implicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../dictionary/transfer_syntaxes.ts";
import { FileTokens } from "./file_tokens.ts";
import type { InspectOptions } from "./inspect.ts";
import type { InputNotice, Instance, ReadMode, SopReference } from "./instance.ts";
import { maxNotices, maxTracedNotices, Notices } from "./notices.ts";

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

/**
 * Looks closely at an open file, whose beginning has been read into `memory`, and closes it. Nobody waits for anything
 * between opening and closing a file, since others look at theirs meanwhile, through the same memory.
 */
export type InspectClosely = (file: FileBytes, tell: (notice: InputNotice) => void) => Promise<Instance>;

/** Makes the function that does so; `memory` is the window that files are looked at through. */
export function createInspectClosely(options: InspectOptions, memory: Uint8Array): InspectClosely {
  const loaded: Loaded = {
    dictionary: options.loadedDictionary,
    inflate: undefined,
    Foreseen: undefined,
    trace: undefined,
  };
  return async (first, tell) => {
    const { path } = first;
    let file = first;
    if (isLoadingForeseen(loaded, options)) {
      first.close();
      await loadForeseen(loaded, options);
      file = FileBytes.openBeginning(path, memory);
    }
    for (let remembersTags = false;; file = FileBytes.openBeginning(path, memory)) {
      const notices = new Notices(loaded.trace ? maxTracedNotices : maxNotices);
      try {
        const { add: notice } = notices;
        const given = { ...options, ...loaded, path, memory, remembersTags, notice };
        const instance = new Inspection(given).run(file);
        notices.tell(tell);
        return instance;
      } catch (error) {
        const { dictionary, inflate } = loaded;
        if (error instanceof DictionaryNeededError && !dictionary) {
          loaded.dictionary = await options.dictionary();
        } else if (error instanceof InflateNeededError && !inflate) loaded.inflate = await loadInflate();
        else if (error instanceof TagsNeededError && !remembersTags) remembersTags = true;
        else {
          notices.tell(tell);
          throw error;
        }
      }
    }
  };
}

/** Whether what will be needed is not there yet. */
function isLoadingForeseen({ Foreseen, trace }: Loaded, options: InspectOptions): boolean {
  return (options.foreseesExplicit === true && !Foreseen) || (options.isTraced === true && !trace);
}

/** Loads what will be needed. */
async function loadForeseen(loaded: Loaded, options: InspectOptions): Promise<void> {
  if (options.foreseesExplicit) {
    loaded.Foreseen ??= (await import("../dataset/foreseen.ts")).ForeseenMeasurement;
  }
  if (options.isTraced) loaded.trace ??= (await import("../dataset/read_trace.ts")).readTrace;
}

type Inflate = (file: RandomAccess, begin: number) => InflatedBytes;
const loadInflate = async (): Promise<Inflate> => {
  const { InflatedBytes } = await import("../dataset/inflate.ts");
  return (file, begin) => new InflatedBytes(file, begin);
};

/** A deflated data set has to be read for the first time. */
class InflateNeededError extends Error {}

/** What is loaded where it is needed. */
interface Loaded {
  dictionary: DataDictionary | undefined;
  inflate: Inflate | undefined;
  Foreseen: typeof ForeseenMeasurement | undefined;
  trace: ReadTrace | undefined;
}

/** What one attempt has at hand. */
interface Given extends Readonly<Loaded> {
  readonly path: string;
  readonly readMode: ReadMode;
  readonly uidPadding: boolean;
  readonly memory: Uint8Array;
  readonly remembersTags: boolean;
  readonly notice: (notice: InputNotice) => void;
}

class Inspection {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  run(file: FileBytes): Instance {
    try {
      return this.#read(file);
    } finally {
      file.close();
    }
  }

  #read(file: FileBytes): Instance {
    const { memory, readMode, path } = this.#given;
    const { held, beginning } = file;
    const window = new ByteWindow(file, { memory, held, loadedBytes: beginning.length });
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
    const { path, notice, dictionary, remembersTags, trace, Foreseen } = this.#given;
    const syntax = this.#syntaxOf(meta, window);
    if (window.has(1)) {
      notice({ severity: "debug", text: `DcmDataset::read() TransferSyntax="${syntax.name}"` });
    }
    const begin = window.position;
    const inflated = syntax.deflated ? this.#inflate(file, begin) : undefined;
    const dataSet = inflated ? new ByteWindow(inflated, { memory: this.#given.memory }) : window;
    const reader = new (trace?.Reader ?? TokenReader)(dataSet, {
      encoding: encodingOf(syntax),
      dictionary,
      file: path,
      inflated: inflated !== undefined,
      notice,
      remembersTags,
    });
    const follower = Foreseen && syntax === implicitVrLittleEndian ? new Foreseen(reader) : undefined;
    const survey = new Survey(reader, { syntax, wanted: inventable, file: path, follower }).run();
    const hasTrailingBytes = inflated !== undefined && inflated.trailingBytes > 1;
    const foreseen = follower?.measured;
    return this.#instance(file, { syntax, begin, survey, meta, hasTrailingBytes, foreseen });
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
    this.#tellSpaces(transferSyntax, "TransferSyntaxUID");
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

  #tellSpaces({ hasSpaces }: FirstValue, name: keyof typeof tags): void {
    if (!hasSpaces) return;
    const what = "contains one or more space characters, which were removed";
    const text = `DcmUniqueIdentifier: Element ${name} ${formatTag(tags[name])} ${what}`;
    this.#given.notice({ severity: "warn", text });
  }

  #instance(
    file: FileBytes,
    { syntax, begin, survey, meta, hasTrailingBytes, foreseen }: {
      syntax: TransferSyntax;
      begin: number;
      survey: Survey;
      meta: FileMeta | undefined;
      hasTrailingBytes: boolean;
      foreseen: Measured | undefined;
    },
  ): Instance {
    const { path, dictionary, inflate } = this.#given;
    const { state, held } = file;
    const { sopClass, sopInstance, elements, hasNewVrs, needsRewriting } = survey;
    this.#tellFound(sopClass, tags.SOPClassUID);
    this.#tellSpaces(sopClass, "SOPClassUID");
    if (sopClass.value !== undefined) {
      this.#tellFound(sopInstance, tags.SOPInstanceUID);
      this.#tellSpaces(sopInstance, "SOPInstanceUID");
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
        held ? new HeldBytes(held.subarray(begin)) : new FileRegion(path, { begin, state }),
      openTokens: (): TokenSource => new FileTokens(file, { begin, syntax, dictionary, inflate, foreseen }),
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
