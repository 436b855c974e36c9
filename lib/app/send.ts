/**
 * One association's loop: file after file, the next one made ready while the response to the last is awaited.
 *
 * @module
 */
import { type Condition, DicomError, errorOf } from "../base/errors.ts";
import type { Emit } from "../console/events.ts";
import { conditions, withCause } from "../dictionary/conditions.ts";
import { appendToName } from "../input/rename.ts";
import type { PendingStore, ReceivedMessage, StoreAssociation } from "../storage/association.ts";
import { outcomeOf, type StoreOutcome } from "../storage/outcome.ts";
import { prepare, type Prepared, type PrepareOptions, type ReadyToSend } from "./prepare.ts";
import type { WorkList } from "./work_list.ts";

/** What a sender works with. */
export interface SenderOptions {
  readonly association: StoreAssociation;
  readonly work: WorkList;
  readonly preparing: PrepareOptions;
  readonly haltOnUnsuccessfulStore: boolean;
  /** Whether files are renamed when their fate is known. */
  readonly rename: boolean;
  readonly emit: Emit;
  /** Nobody hears of what is in order, which is not told then. */
  readonly isQuiet?: boolean;
  /** Ends the sending between two objects, or while a response is awaited. */
  readonly signal?: AbortSignal;
}

/** How the loop ended; the association is still to be released or aborted. */
export type SenderResult =
  /** There is nothing more to send. */
  | { readonly kind: "drained" }
  /** The association was lost, maybe with an object, and others have the work that was not begun. */
  | { readonly kind: "left"; readonly lostAnObject: boolean }
  /** The peer refused an object, and that was to halt everything. */
  | { readonly kind: "halted"; readonly outcome: StoreOutcome }
  /** Something went wrong that is not the peer's answer, and that was to halt everything. */
  | { readonly kind: "broken"; readonly error: Error };

/** Sends until there is nothing more to send, or until it has to halt. */
export function sendAll(options: SenderOptions): Promise<SenderResult> {
  return new Sender(options).run();
}

/** An operation whose response is awaited. */
interface Outstanding {
  readonly prepared: Prepared;
  readonly pending: PendingStore;
}

/** What became of a file. */
interface Conclusion {
  readonly prepared: Prepared;
  readonly outcome: StoreOutcome;
  /** The peer's response, if there was one. */
  readonly message?: ReceivedMessage;
}

class Sender {
  readonly #options: SenderOptions;
  readonly #preparing: PrepareOptions;
  /** By message id. */
  readonly #outstanding = new Map<number, Outstanding>();
  /** What has become of some of them, in the order in which it became known. */
  readonly #conclusions: Conclusion[] = [];
  #wake = () => {};
  #next: Prepared | undefined;
  #messageId = 0;
  #lostAnObject = false;
  #result: SenderResult = { kind: "drained" };

  constructor(options: SenderOptions) {
    const { preparing, isQuiet, emit } = options;
    const onProgress = isQuiet ? undefined : (pdus: number) => emit({ kind: "object progresses", pdus });
    this.#options = options;
    this.#preparing = { ...preparing, isQuiet, onProgress };
  }

  async run(): Promise<SenderResult> {
    const { work, association, signal } = this.#options;
    work.join();
    while (this.#result.kind === "drained" && signal?.aborted !== true) {
      // The association may be lost, but not the only one
      const isStranded = !association.isUsable && work.isShared;
      if (!isStranded) this.#next ??= await this.#prepareNext();
      if (!isStranded && this.#next) await this.#advance(this.#next);
      else if (this.#outstanding.size > 0) await this.#settleOne();
      else if (isStranded) this.#handOver();
      else if (!work.peek()) break;
    }
    work.leave();
    while (this.#outstanding.size > 0) await this.#settleOne();
    this.#dropNext();
    return this.#result;
  }

  #handOver(): void {
    if (this.#next) this.#options.work.putBack(this.#next.item);
    this.#result = { kind: "left", lostAnObject: this.#lostAnObject };
  }

  async #advance(prepared: Prepared): Promise<void> {
    this.#next = undefined;
    await this.#begin(prepared);
    if (this.#outstanding.size === 0) return;
    if (!this.#options.rename || this.#mayReadAhead()) {
      this.#next ??= await this.#prepareNext();
      if (this.#next?.result.kind === "ready") await this.#readAhead(this.#next.result);
    }
    if (this.#outstanding.size >= this.#options.association.asyncWindow || !this.#next) {
      await this.#settleOne();
    }
  }

  #prepareNext(): Promise<Prepared> | undefined {
    const item = this.#options.work.take();
    if (!item) return undefined;
    // DCMTK's: counted from 1, and again from 0 behind 65535. One that is outstanding still is left out
    do this.#messageId = (this.#messageId + 1) & 0xffff; while (this.#outstanding.has(this.#messageId));
    return prepare({ item, messageId: this.#messageId }, this.#preparing);
  }

  /**
   * A file that is renamed before it is sent a second time cannot be opened then, and is not opened before. Its path
   * may be another one then, but the name at its end is the same.
   */
  #mayReadAhead(): boolean {
    const path = this.#options.work.peek()?.path ?? "";
    return this.#outstanding.values().every(({ prepared }) => nameOf(prepared.item.path) !== nameOf(path));
  }

  /**
   * The next object is ready: it follows whatever the response is, unless that halts everything, and then the
   * association sees to it that nothing was begun.
   */
  #readAhead({ operation }: ReadyToSend): Promise<void> | undefined {
    // Any one will do: they are all of one association
    this.#outstanding.values().next().value?.pending.announceNext?.();
    return this.#options.association.readAhead?.(operation);
  }

  /** Begins with the object whose turn it is. */
  async #begin(prepared: Prepared): Promise<void> {
    const { association, emit, isQuiet } = this.#options;
    prepared.tell(emit);
    const { result } = prepared;
    if (result.kind === "unsendable") {
      this.#finish({ prepared, outcome: { kind: "not-sent", error: result.error } });
      return;
    }
    try {
      const pending = await association.send(result.operation);
      if (!isQuiet) emit({ kind: "object ends" });
      this.#await(prepared, pending);
    } catch (error) {
      this.#finish({ prepared, outcome: { kind: "not-sent", error: errorOf(error) } });
    } finally {
      result.operation.source.close();
    }
  }

  #await(prepared: Prepared, pending: PendingStore): void {
    this.#outstanding.set(prepared.messageId, { prepared, pending });
    pending.response.then(
      ({ status, message }) => this.#conclude({ prepared, outcome: outcomeOf(status), message }),
      (error) => this.#conclude({ prepared, outcome: { kind: "lost", error: errorOf(error) } }),
    );
  }

  #conclude(conclusion: Conclusion): void {
    this.#conclusions.push(conclusion);
    this.#wake();
  }

  async #settleOne(): Promise<void> {
    if (this.#conclusions.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    const conclusion = this.#conclusions.shift();
    if (!conclusion) return;
    this.#outstanding.delete(conclusion.prepared.messageId);
    this.#finish(conclusion);
  }

  /** Draws every conclusion from an outcome. */
  #finish({ prepared, outcome, message }: Conclusion): void {
    const { work, haltOnUnsuccessfulStore, rename, emit, isQuiet } = this.#options;
    const { item: { path, pass }, result } = prepared;
    if (rename && !this.#isOwnDoing(outcome)) this.#rename(prepared, outcome);
    if (outcome.kind === "stored" || outcome.kind === "refused") {
      if (!isQuiet) emit({ kind: "store response", status: outcome.status, message });
    } else if (result.kind === "ready" || !result.told) {
      emit({ kind: "store failed", path, condition: conditionOf(outcome.error) });
    }
    if (!isQuiet) emit({ kind: "file settled", path, pass, outcome });
    if (outcome.kind === "stored") return;
    if (outcome.kind !== "refused") this.#giveUp(prepared);
    if (!haltOnUnsuccessfulStore) return;
    work.halt();
    if (this.#result.kind !== "drained") return;
    this.#result = outcome.kind === "refused"
      ? { kind: "halted", outcome }
      : { kind: "broken", error: outcome.error };
  }

  /** Leaves out the further passes of a file, also the one that is ready already and its message id. */
  #giveUp({ item, result }: Prepared): void {
    if (result.kind === "ready") this.#lostAnObject = true;
    this.#options.work.giveUp(item);
    const next = this.#next?.item;
    if (!next || next.path !== item.path || next.pass <= item.pass) return;
    this.#dropNext();
    this.#messageId = (this.#messageId - 1) & 0xffff;
  }

  /** What fails because we were told to end has not failed, and can be sent another time. */
  #isOwnDoing({ kind }: StoreOutcome): boolean {
    return this.#options.signal?.aborted === true && (kind === "lost" || kind === "not-sent");
  }

  #rename({ item }: Prepared, outcome: StoreOutcome): void {
    const renamed = appendToName(item.path, outcome.kind === "stored" ? ".done" : ".bad");
    this.#options.emit({ kind: "renamed", ...renamed });
  }

  #dropNext(): void {
    if (this.#next?.result.kind === "ready") this.#next.result.operation.source.close();
    this.#next = undefined;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The condition of an error; one that DCMTK does not know counts as a message that could not be sent. */
export function conditionOf(error: Error): Condition {
  if (error instanceof DicomError) return error.condition;
  return withCause(conditions.DIMSE_SENDFAILED, { ...conditions.EC_InternalError, text: error.message });
}
