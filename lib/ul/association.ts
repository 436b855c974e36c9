/**
 * An association as its requestor has it (PS3.8, Section 7).
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Transport } from "../transport/transport.ts";
import type { AssociationOptions, AssociationUser } from "./association_types.ts";
import { checkTitles } from "./associate_pdus.ts";
import { encodePdu, pduTypes } from "./codec.ts";
import { events } from "./fsm.ts";
import { type MessagePart, PDataWriter } from "./pdata_stream.ts";
import type { AssociateAc } from "./pdu.ts";
import { type PdvSizes, pdvSizes } from "./pdv_sizes.ts";
import { Protocol } from "./protocol.ts";
import { tooSmallForData } from "./refusal.ts";

/** An association. Leaving its scope without releasing it aborts it. */
export class Association implements AsyncDisposable {
  readonly #options: AssociationOptions;
  readonly #protocol: Protocol;
  readonly #data: PDataWriter;
  #answer: AssociateAc | undefined;
  #sizes: PdvSizes = { maxSendPdvBytes: 0, maxCommandBytes: 0, maxDataBytes: 0 };
  #isSending = false;
  #mayBeComplete = false;
  #isNextAnnounced = false;

  private constructor(transport: Transport, options: AssociationOptions) {
    this.#options = options;
    const owner = {
      onBegun: () => this.#beginNext(),
      takeCompletion: () => this.#data.takeCompletion(),
    };
    this.#protocol = new Protocol(transport, { ...options, owner });
    const write = (run: Uint8Array, isLast: boolean) => {
      if (isLast) this.#mayBeComplete = this.#protocol.error === undefined;
      options.trace?.data(run);
      return this.#protocol.writeData(run);
    };
    this.#data = new PDataWriter({ write, sizes: () => this.#sizes, onLarge: options.onLargeObject });
  }

  /** Connects and requests an association; throws a `RejectedError` or another `DicomError`. */
  static async request(options: AssociationOptions): Promise<Association> {
    options.trace?.connecting();
    const association = new Association(await options.connect(), options);
    try {
      await association.#associate();
      return association;
    } catch (error) {
      await association.#protocol.aborted;
      association.close();
      throw error;
    }
  }

  async #associate(): Promise<void> {
    const { acseTimeoutMs, maxSendPduBytes, log } = this.#options;
    this.#protocol.take(events.associateRequest);
    this.#protocol.take(events.transportConfirmed);
    await this.#protocol.write(this.#encodeRequest(), "sendAssociationRQTCP");
    const seconds = (acseTimeoutMs ?? 0) / 1000;
    log("trace", () => `setting timeout for first PDU to be read to ${seconds} seconds`);
    this.#protocol.expect(acseTimeoutMs, { error: conditions.DUL_READTIMEOUT });
    this.#answer = await this.#protocol.answered;
    this.#protocol.stopWaiting();
    this.#sizes = pdvSizes(this.#answer.userInformation.maxPduBytes ?? 0, { maxSendPduBytes, log });
  }

  #encodeRequest(): Uint8Array {
    const { request, log } = this.#options;
    try {
      checkTitles(request);
      log("debug", () => "Constructing Associate RQ PDU");
      return encodePdu(request);
    } catch (error) {
      if (error instanceof DicomError) log("error", () => error.message);
      throw error;
    }
  }

  /** Who is told of what arrives. */
  set user(user: AssociationUser) {
    this.#protocol.user = user;
  }

  /** What the peer has answered. */
  get answer(): AssociateAc {
    if (!this.#answer) throw new TypeError("There is no association yet");
    return this.#answer;
  }

  /** The longest fragment sent, as DCMTK counts it. */
  get maxSendPdvBytes(): number {
    return this.#sizes.maxSendPdvBytes;
  }

  /** Whether a message can be sent. */
  get isUsable(): boolean {
    return this.#protocol.isUsable;
  }

  /** Why it is of no more use. */
  get error(): DicomError | undefined {
    return this.#protocol.error;
  }

  /** Reads the beginning of the message that may be the next one; it is sent with the same `parts` then, or another is. */
  readAhead(parts: readonly MessagePart[]): Promise<void> {
    return this.#sizes.maxCommandBytes < 1 ? Promise.resolve() : this.#data.readAhead(parts);
  }

  /** Sends a message. If that fails the association can only be aborted. */
  async send(parts: readonly MessagePart[], onProgress?: (pdus: number) => void): Promise<void> {
    this.#mayBeComplete = false;
    this.#protocol.tellError();
    this.#protocol.take(events.dataRequest);
    this.checkRoomForData();
    this.#isNextAnnounced = false;
    this.#isSending = true;
    try {
      await this.#data.send(parts, onProgress);
    } catch (error) {
      throw this.#protocol.error ?? error;
    } finally {
      this.#isSending = false;
    }
  }

  /** Whether the peer may have all of the message that is, or was last, sent: whatever happens then, it may act on it. */
  get mayBeComplete(): boolean {
    return this.#mayBeComplete;
  }

  /** Throws where the peer takes no PDU that has data in it; the association is not harmed by that. */
  checkRoomForData(): void {
    if (this.#sizes.maxCommandBytes < 1) throw tooSmallForData(this.answer);
  }

  /**
   * Says that, most likely, another message follows. When an answer to the last one has begun to arrive, the first
   * byte of that message is sent: the acknowledgement that a peer with Nagle's algorithm is waiting for rides on it,
   * and the rest of the answer comes at once instead of 40 ms later. Should no message follow after all, the PDU
   * is completed as one that invokes nothing.
   */
  announceNext(): void {
    this.#isNextAnnounced = true;
    if (this.#protocol.begunType !== undefined) this.#beginNext();
  }

  #beginNext(): void {
    const isAnswer = this.#protocol.begunType === pduTypes.pDataTf;
    if (!this.#isNextAnnounced || !isAnswer || this.#isSending || !this.isUsable || this.#data.isBegun) {
      return;
    }
    this.#isNextAnnounced = false;
    // If this write fails the next one does, too, and somebody waits for that
    this.#data.begin().catch(() => {});
  }

  /** Awaits data until {@linkcode Association.stopWaiting}; the association ends when none comes in time. */
  expectData({ timeoutMs, error }: { timeoutMs: number | undefined; error: Condition }): void {
    this.#protocol.expect(timeoutMs ?? this.#options.socketTimeoutMs, { error, isData: true });
  }

  /** Nothing is awaited any more. */
  stopWaiting(): void {
    this.#protocol.stopWaiting();
  }

  /** Something has arrived that makes no sense: the association can only be aborted. */
  fail(error: DicomError): void {
    this.#protocol.end(error);
  }

  /** Releases the association (PS3.8, Section 7.2). */
  async release(): Promise<void> {
    const { error, isOver } = this.#protocol;
    try {
      if (error && !isOver) {
        await this.abort();
        throw error;
      }
      this.#protocol.tellError();
      this.#protocol.take(events.releaseRequest);
      await this.#protocol.writeLast({ kind: "release-rq" }, "sendReleaseRQTCP");
      this.#protocol.expect(this.#options.acseTimeoutMs, { error: conditions.DUL_READTIMEOUT });
      await this.#protocol.released;
    } finally {
      await this.#protocol.aborted;
      this.close();
    }
  }

  /** Aborts the association (PS3.8, Section 7.3); does nothing when it is over already. */
  async abort(): Promise<void> {
    if (!this.#protocol.isOver) this.#protocol.take(events.abortRequest);
    await this.#protocol.aborted;
  }

  /** Closes the connection without a word. */
  close(): void {
    this.#protocol.close();
  }

  /** Aborts what was not released. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort();
    this.close();
  }
}
