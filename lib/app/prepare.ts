/**
 * From a file to an operation: everything that can be done before the network is needed.
 *
 * It may be done while the response to the object before is awaited. What there is to tell is therefore kept, and
 * told when the object's turn comes.
 *
 * @module
 */
import { DicomError, errorOf } from "../base/errors.ts";
import type { ByteSource } from "../base/byte_source.ts";
import type { AppEvent, Emit } from "../console/events.ts";
import { dataLogger } from "../console/messages.ts";
import { type EncodingDetail, NotConvertibleError } from "../dataset/conversion.ts";
import { type Edit, EditList, judgeEdit } from "../dataset/edit.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import { tags } from "../dictionary/tags.ts";
import { type TransferSyntax, transferSyntaxOf } from "../dictionary/transfer_syntaxes.ts";
import { type Command, commandFields } from "../dimse/command.ts";
import type { NewVrs } from "../dictionary/vr.ts";
import type { InputNotice, Inspect, Instance, SopReference } from "../input/instance.ts";
import type { Invention, Inventor } from "../input/invent.ts";
import type { StoreOperation } from "../storage/association.ts";
import { type AcceptedContext, chooseContext, type ContextsBySopClass } from "../storage/choose.ts";
import { openInstance } from "../storage/open.ts";
import { PutRight } from "./put_right.ts";
import type { WorkItem } from "./work_list.ts";

/** A file whose turn can come. */
export interface Prepared {
  readonly item: WorkItem;
  readonly messageId: number;
  /** Tells what happened on the way, and from now on what happens when the object is sent. */
  readonly tell: (emit: Emit) => void;
  /** What is sent, or why nothing can be. */
  readonly result: ReadyToSend | Unsendable;
}

/** An object that can be sent. */
export interface ReadyToSend {
  readonly kind: "ready";
  readonly operation: StoreOperation;
}

/** A file that cannot be sent. */
export interface Unsendable {
  readonly kind: "unsendable";
  readonly error: Error;
  /** Whether the events say why; otherwise it counts as a store that failed. */
  readonly told: boolean;
}

/** How files are prepared. */
export interface PrepareOptions {
  readonly inspect: Inspect;
  readonly accepted: ContextsBySopClass;
  readonly preferDeflated: boolean;
  readonly newVrs: NewVrs;
  readonly compressionLevel?: number;
  readonly inventor?: Inventor;
  /** Gives the dictionary in force, for the names of elements. */
  readonly dictionary: () => Promise<DataDictionary>;
  /** Whether anybody reads what the encoder says at level debug. */
  readonly tellsEncoding?: boolean;
  /** Nobody hears of what is in order, which is not told then. */
  readonly isQuiet?: boolean;
  /** Told of P-DATA-TF PDUs as they are written. */
  readonly onProgress?: (pdus: number) => void;
}

/** What one preparation is for. */
interface Turn {
  readonly item: WorkItem;
  readonly messageId: number;
}

/** Prepares a file. Never throws: a file that cannot be sent is a result, too. */
export function prepare(turn: Turn, options: PrepareOptions): Promise<Prepared> {
  return new Preparation(turn, options).run();
}

/** Ends a preparation after the events have said why. */
class ToldError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

class Preparation {
  readonly #events: AppEvent[] = [];
  readonly #turn: Turn;
  readonly #options: PrepareOptions;
  /** Who listens, since the object's turn has come. */
  #listener: Emit | undefined;
  readonly #tell = (emit: Emit): void => {
    for (const event of this.#events) emit(event);
    this.#listener = emit;
  };
  readonly #notice = (notice: InputNotice): void => {
    if (notice.severity === "debug" && this.#options.isQuiet) return;
    this.#events.push({ kind: "log", logger: dataLogger, ...notice });
  };

  constructor(turn: Turn, options: PrepareOptions) {
    this.#turn = turn;
    this.#options = options;
  }

  async run(): Promise<Prepared> {
    const { item, messageId } = this.#turn;
    let result: ReadyToSend | Unsendable;
    try {
      result = { kind: "ready", operation: await this.#steps() };
    } catch (thrown) {
      const told = thrown instanceof ToldError;
      result = { kind: "unsendable", error: told ? thrown.cause : errorOf(thrown), told };
    }
    return { item, messageId, tell: this.#tell, result };
  }

  async #steps(): Promise<StoreOperation> {
    const { item: { path }, messageId } = this.#turn;
    const { isQuiet, inventor, onProgress } = this.#options;
    if (!isQuiet) this.#events.push({ kind: "sending file", path });
    const instance = await this.#inspect(path);
    const edits = inventor ? this.#invent(instance, inventor.next()) : [];
    const { sopClassUid, sopInstanceUid } = this.#identify(instance, edits);
    const context = this.#choose(instance, sopClassUid);
    const target = transferSyntaxOf(context.transferSyntax);
    if (!isQuiet) {
      this.#events.push(
        { kind: "converting", from: instance.transferSyntax, to: target },
        { kind: "store request", messageId, sopClassUid },
        { kind: "object begins", request: this.#request({ sopClassUid, sopInstanceUid }) },
      );
    }
    if (sopInstanceUid === "") {
      this.#events.push({ kind: "bad SOP instance UID" });
      throw new DicomError(conditions.DIMSE_BADMESSAGE);
    }
    const source = await this.#open(instance, { target: target ?? unsupported(context), edits });
    return { contextId: context.id, messageId, sopClassUid, sopInstanceUid, source, onProgress };
  }

  #inspect(path: string): Instance | Promise<Instance> {
    const isBad = (thrown: unknown): never => {
      const error = errorOf(thrown);
      this.#fail({ kind: "bad file", path, error }, error);
    };
    try {
      const instance = this.#options.inspect(path, this.#notice);
      return instance instanceof Promise ? instance.catch(isBad) : instance;
    } catch (thrown) {
      return isBad(thrown);
    }
  }

  #fail(event: AppEvent, error: Error): never {
    this.#events.push(event);
    throw new ToldError(error);
  }

  /** The values to replace, of the attributes that are there. */
  #invent(instance: Instance, invention: Invention): readonly Edit[] {
    this.#events.push({ kind: "inventing", invention });
    return invention.values.filter(({ tag, value }) => {
      const outcome = judgeEdit({ tag, value }, instance.elements.get(tag));
      if (outcome.result !== "replaced") this.#events.push({ kind: "not invented", outcome });
      return outcome.result === "replaced";
    });
  }

  #identify({ dataSet }: Instance, edits: readonly Edit[]): Required<SopReference> {
    const { sopClassUid, sopInstanceUid } = dataSet;
    if (sopClassUid === undefined || sopInstanceUid === undefined) {
      const event = { kind: "no SOP class or instance", path: this.#turn.item.path } as const;
      this.#fail(event, new DicomError(conditions.DIMSE_BADDATA));
    }
    if (edits.length === 0) return { sopClassUid, sopInstanceUid };
    const invented = edits.find(({ tag }) => tag === tags.SOPInstanceUID);
    return { sopClassUid, sopInstanceUid: invented?.value ?? sopInstanceUid };
  }

  #choose({ transferSyntax }: Instance, sopClassUid: string): AcceptedContext {
    const { accepted, preferDeflated } = this.#options;
    return chooseContext(accepted, { sopClassUid, transferSyntax, preferDeflated }) ??
      this.#fail(
        { kind: "no context", sopClassUid },
        new DicomError(conditions.DIMSE_NOVALIDPRESENTATIONCONTEXTID),
      );
  }

  #request({ sopClassUid, sopInstanceUid }: Required<SopReference>): Command {
    return {
      commandField: commandFields.cStoreRq,
      messageId: this.#turn.messageId,
      affectedSopClassUid: sopClassUid,
      affectedSopInstanceUid: sopInstanceUid,
      priority: 0,
      hasDataSet: true,
    };
  }

  async #open(
    instance: Instance,
    { target, edits }: { target: TransferSyntax; edits: readonly Edit[] },
  ): Promise<ByteSource> {
    const { newVrs, compressionLevel, tellsEncoding } = this.#options;
    let putRight: PutRight | undefined;
    try {
      const source = await openInstance(instance, {
        target,
        newVrs,
        compressionLevel,
        edits: edits.length > 0 ? new EditList(edits) : undefined,
        notice: (notice) => (putRight ??= new PutRight()).add(notice),
        detail: tellsEncoding ? await this.#detail() : undefined,
      });
      if (putRight) this.#events.push(...await putRight.events(this.#events, this.#options.dictionary));
      return source;
    } catch (error) {
      if (error instanceof NotConvertibleError) {
        this.#events.push({ kind: "not convertible", from: error.source, to: error.target });
      }
      throw error;
    }
  }

  /** Details of a value are told when it is written, which may be before the object's turn comes, or then. */
  async #detail(): Promise<(detail: EncodingDetail) => void> {
    const { encodingLine } = await import("./encoding_lines.ts");
    return (detail) => {
      const line = encodingLine(detail);
      if (this.#listener) this.#listener(line);
      else this.#events.push(line);
    };
  }
}

/** The peer has accepted what was proposed to it, but nobody here can write that. */
function unsupported({ transferSyntax }: AcceptedContext): never {
  const text = `DIMSE Unsupported transfer syntax: ${transferSyntax}`;
  const cause = networkCondition("DIMSEC_UNSUPPORTEDTRANSFERSYNTAX", text);
  throw new DicomError(withCause(conditions.DIMSE_RECEIVEFAILED, cause));
}
