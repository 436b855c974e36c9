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
import { prepare, type Prepared, type PrepareOptions } from "./prepare.ts";
import type { WorkItem, WorkList } from "./work_list.ts";

/** What a sender works with. */
export interface SenderOptions {
  readonly association: StoreAssociation;
  readonly work: WorkList;
  readonly preparing: PrepareOptions;
  readonly haltOnUnsuccessfulStore: boolean;
  /** Whether files are renamed when their fate is known. */
  readonly rename: boolean;
  readonly emit: Emit;
  /** Ends the sending between two objects, or while a response is awaited. */
  readonly signal?: AbortSignal;
}

/** How the loop ended; the association is still to be released or aborted. */
export type SenderResult =
  /** There is nothing more to send. */
  | { readonly kind: "drained" }
  /** The association was lost, and others have the work that was not begun. */
  | { readonly kind: "left" }
  /** The peer refused an object, and that was to halt everything. */
  | { readonly kind: "halted"; readonly outcome: StoreOutcome }
  /** Something went wrong that is not the peer's answer, and that was to halt everything. */
  | { readonly kind: "broken"; readonly error: Error };

/** Sends until there is nothing more to send, or until it has to halt. */
export async function sendAll(options: SenderOptions): Promise<SenderResult> {
  return await new Sender(options).run();
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
  /** By message id. */
  readonly #outstanding = new Map<number, Outstanding>();
  /** What has become of some of them, in the order in which it became known. */
  readonly #conclusions: Conclusion[] = [];
  #wake = () => {};
  #next: Prepared | undefined;
  #messageId = 0;
  #result: SenderResult = { kind: "drained" };

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  async run(): Promise<SenderResult> {
    const { work } = this.#options;
    work.join();
    while (!this.#isHalted) {
      if (!this.#isStranded && await this.#hasNext()) await this.#advance();
      else if (this.#outstanding.size > 0) await this.#settleOne();
      else if (this.#isStranded) this.#handOver();
      else if (!work.peek()) break;
    }
    work.leave();
    while (this.#outstanding.size > 0) await this.#settleOne();
    this.#dropNext();
    return this.#result;
  }

  /** The association is lost, but not the only one. */
  get #isStranded(): boolean {
    return !this.#options.association.isUsable && this.#options.work.isShared;
  }

  #handOver(): void {
    if (this.#next) this.#options.work.putBack(this.#next.item);
    this.#result = { kind: "left" };
  }

  async #advance(): Promise<void> {
    await this.#begin();
    if (this.#outstanding.size === 0) return;
    if (this.#mayReadAhead() && await this.#hasNext()) await this.#readAhead();
    if (this.#outstanding.size >= this.#options.association.asyncWindow || !this.#next) {
      await this.#settleOne();
    }
  }

  get #isHalted(): boolean {
    return this.#result.kind !== "drained" || this.#options.signal?.aborted === true;
  }

  async #hasNext(): Promise<boolean> {
    if (this.#next) return true;
    const item = this.#options.work.take();
    if (!item) return false;
    const { preparing, emit } = this.#options;
    const onProgress = (pdus: number) => emit({ kind: "object progresses", pdus });
    this.#next = await prepare(item, { ...preparing, messageId: this.#nextMessageId(), onProgress });
    return true;
  }

  /** DCMTK's: counted from 1, and again from 0 behind 65535. One that is outstanding still is left out. */
  #nextMessageId(): number {
    do this.#messageId = (this.#messageId + 1) & 0xffff; while (this.#outstanding.has(this.#messageId));
    return this.#messageId;
  }

  /** A file that is renamed before it is sent a second time cannot be opened then, and is not opened before. */
  #mayReadAhead(): boolean {
    if (!this.#options.rename) return true;
    const path = this.#options.work.peek()?.path;
    return this.#outstanding.values().every(({ prepared }) => prepared.item.path !== path);
  }

  /**
   * The next object is ready: it follows whatever the response is, unless that halts everything, and then the
   * association sees to it that nothing was begun.
   */
  async #readAhead(): Promise<void> {
    if (this.#next?.result.kind !== "ready") return;
    // Any one will do: they are all of one association
    this.#outstanding.values().next().value?.pending.announceNext?.();
    await this.#options.association.readAhead?.(this.#next.result.operation);
  }

  /** Begins with the object whose turn it is. */
  async #begin(): Promise<void> {
    const prepared = this.#next;
    this.#next = undefined;
    if (!prepared) return;
    prepared.tell(this.#options.emit);
    const { result } = prepared;
    if (result.kind === "unsendable") {
      this.#finish({ prepared, outcome: { kind: "not-sent", error: result.error } });
      return;
    }
    try {
      const pending = await this.#options.association.send(result.operation);
      this.#options.emit({ kind: "object ends" });
      this.#await(prepared, pending);
    } catch (error) {
      this.#finish({ prepared, outcome: { kind: "not-sent", error: errorOf(error) } });
    } finally {
      result.operation.source.close();
    }
  }

  #await(prepared: Prepared, pending: PendingStore): void {
    this.#outstanding.set(prepared.messageId, { prepared, pending });
    const conclude = (outcome: StoreOutcome, message?: ReceivedMessage) => {
      this.#conclusions.push({ prepared, outcome, message });
      this.#wake();
    };
    pending.response.then(
      ({ status, message }) => conclude(outcomeOf(status), message),
      (error) => conclude({ kind: "lost", error: errorOf(error) }),
    );
  }

  async #settleOne(): Promise<void> {
    if (this.#conclusions.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    const conclusion = this.#conclusions.shift();
    if (!conclusion) return;
    this.#outstanding.delete(conclusion.prepared.messageId);
    this.#finish(conclusion);
  }

  /** Draws every conclusion from an outcome. */
  #finish(conclusion: Conclusion): void {
    const { prepared, outcome } = conclusion;
    if (this.#options.rename && !this.#isOwnDoing(outcome)) this.#rename(prepared, outcome);
    this.#tell(conclusion);
    const { path, pass } = prepared.item;
    this.#options.emit({ kind: "file settled", path, pass, outcome });
    if (outcome.kind === "stored") return;
    const { work, haltOnUnsuccessfulStore } = this.#options;
    if (outcome.kind !== "refused") this.#giveUp(prepared.item);
    if (!haltOnUnsuccessfulStore) return;
    work.halt();
    if (this.#result.kind !== "drained") return;
    this.#result = outcome.kind === "refused"
      ? { kind: "halted", outcome }
      : { kind: "broken", error: outcome.error };
  }

  /** Leaves out the further passes of a file, also the one that is ready already and its message id. */
  #giveUp(item: WorkItem): void {
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

  #tell({ prepared: { item, result }, outcome, message }: Conclusion): void {
    const { emit } = this.#options;
    if (outcome.kind === "stored" || outcome.kind === "refused") {
      emit({ kind: "store response", status: outcome.status, message });
    } else if (result.kind === "ready" || !result.told) {
      emit({ kind: "store failed", path: item.path, condition: conditionOf(outcome.error) });
    }
  }

  #dropNext(): void {
    if (this.#next?.result.kind === "ready") this.#next.result.operation.source.close();
    this.#next = undefined;
  }
}

/** The condition of an error; one that DCMTK does not know counts as a message that could not be sent. */
export function conditionOf(error: Error): Condition {
  if (error instanceof DicomError) return error.condition;
  return withCause(conditions.DIMSE_SENDFAILED, { ...conditions.EC_InternalError, text: error.message });
}
