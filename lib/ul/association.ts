/**
 * An association as its requestor has it (PS3.8, Sections 7 and 9.2).
 *
 * @module
 */
import { Deadline, DeadlineError } from "../base/deadline.ts";
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Transport } from "../transport/transport.ts";
import { type AssociationOptions, type AssociationUser, RejectedError } from "./association_types.ts";
import { encodePdu, pduTypes, type SendablePdu } from "./codec.ts";
import { type Action, type Event, events, StateMachine } from "./fsm.ts";
import { Link } from "./link.ts";
import { dumpPdu } from "./log.ts";
import { type MessagePart, PDataWriter } from "./pdata_stream.ts";
import type { AssociateAc } from "./pdu.ts";
import { pduEvents } from "./pdu_events.ts";
import type { Received } from "./pdu_stream.ts";
import { type PdvSizes, pdvSizes } from "./pdv_sizes.ts";
import { type Expectation, ReceiveTimer } from "./receive_timer.ts";
import { receiveFailed, refusal, tooSmallForData } from "./refusal.ts";

/** How long the peer may take to close the connection after an abort, so that it has time to read of it. */
const abortTimeoutMs = 2000;
const abortSource = { user: 0, provider: 2 } as const;
const abortReason = { none: 0, unrecognizedPdu: 1, unexpectedPdu: 2, invalidParameter: 6 } as const;

/** An association. Leaving its scope without releasing it aborts it. */
export class Association implements AsyncDisposable {
  /** Told of what arrives. */
  user: AssociationUser = { onData() {}, onEnd() {} };
  readonly #options: AssociationOptions;
  readonly #machine = new StateMachine();
  readonly #link: Link;
  readonly #data: PDataWriter;
  readonly #timer: ReceiveTimer;
  readonly #answered = Promise.withResolvers<AssociateAc>();
  readonly #released = Promise.withResolvers<void>();
  #aborted: Promise<void> | undefined;
  #answer: AssociateAc | undefined;
  #sizes: PdvSizes = { maxSendPdvBytes: 0, maxCommandBytes: 0, maxDataBytes: 0 };
  #error: DicomError | undefined;
  #isSending = false;
  #isAwaitingData = false;
  #isNextAnnounced = false;
  /** Type of the PDU whose beginning has arrived. */
  #begunType: number | undefined;

  private constructor(transport: Transport, options: AssociationOptions) {
    this.#options = options;
    this.#timer = new ReceiveTimer(options.socketTimeoutMs);
    const { socketTimeoutMs, log, request } = options;
    const maxPduBytes = request.userInformation.maxPduBytes ?? 0;
    this.#link = new Link(transport, { maxPduBytes, socketTimeoutMs, log, listener: this.#listener() });
    this.#data = new PDataWriter({ write: (run) => this.#writeData(run), sizes: () => this.#sizes });
    for (const { promise } of [this.#answered, this.#released]) promise.catch(() => {});
  }

  /** Connects and requests an association; throws a {@linkcode RejectedError} or another `DicomError`. */
  static async request(options: AssociationOptions): Promise<Association> {
    const association = new Association(await options.connect(), options);
    try {
      await association.#associate();
      return association;
    } catch (error) {
      await association.#aborted;
      association.close();
      throw error;
    }
  }

  async #associate(): Promise<void> {
    const { acseTimeoutMs, maxSendPduBytes, log } = this.#options;
    this.#machine.take(events.associateRequest);
    this.#machine.take(events.transportConfirmed);
    log("debug", () => "Constructing Associate RQ PDU");
    await this.#write(this.#encodeRequest(), "sendAssociateRQTCP");
    const seconds = (acseTimeoutMs ?? 0) / 1000;
    log("trace", () => `setting timeout for first PDU to be read to ${seconds} seconds`);
    this.#expect(acseTimeoutMs, conditions.DUL_READTIMEOUT);
    this.#answer = await this.#answered.promise;
    this.#timer.stop();
    this.#sizes = pdvSizes(this.#answer.userInformation.maxPduBytes ?? 0, { maxSendPduBytes, log });
  }

  #encodeRequest(): Uint8Array {
    try {
      return encodePdu(this.#options.request);
    } catch (error) {
      if (error instanceof DicomError) this.#options.log("error", () => error.message);
      throw error;
    }
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
    return this.#machine.state === 6 && this.#error === undefined;
  }

  /** Sends a message. If that fails the association can only be aborted. */
  async send(parts: readonly MessagePart[], onProgress?: (pdus: number) => void): Promise<void> {
    if (this.#error) throw this.#error;
    this.#machine.take(events.dataRequest);
    if (this.#sizes.maxCommandBytes < 1) throw tooSmallForData(this.answer);
    this.#isNextAnnounced = false;
    this.#isSending = true;
    try {
      await this.#data.send(parts, onProgress);
    } catch (error) {
      throw this.#error ?? error;
    } finally {
      this.#isSending = false;
    }
  }

  /**
   * Says that, most likely, another message follows. When an answer to the last one has begun to arrive, the first
   * byte of that message is sent: the acknowledgement that a peer with Nagle's algorithm is waiting for rides on it,
   * and the rest of the answer comes at once instead of 40 ms later. Should no message follow after all, the PDU
   * is completed as one that invokes nothing.
   */
  announceNext(): void {
    this.#isNextAnnounced = true;
    this.#beginNext();
  }

  /** Watches over what is awaited until {@linkcode Association.stopWaiting}; the association ends when it does not come. */
  expectData({ timeoutMs, error }: { timeoutMs: number | undefined; error: Condition }): void {
    this.#isAwaitingData = true;
    if (!this.#error) this.#expect(timeoutMs ?? this.#options.socketTimeoutMs, error);
  }

  /** Nothing is awaited any more. */
  stopWaiting(): void {
    this.#isAwaitingData = false;
    this.#timer.stop();
  }

  #expect(timeoutMs: number | undefined, error: Condition): void {
    const onExpired: Expectation["onExpired"] = (begun) =>
      this.#end(
        begun ? receiveFailed(conditions.DUL_NETWORKCLOSED, this.#isAwaitingData) : new DicomError(error),
      );
    this.#timer.start({ timeoutMs, onExpired });
  }

  /** Something has arrived that makes no sense: the association can only be aborted. */
  fail(error: DicomError): void {
    this.#end(error);
  }

  /** Releases the association (PS3.8, Section 7.2). */
  async release(): Promise<void> {
    try {
      if (this.#error) await this.#giveUp(this.#error);
      this.#machine.take(events.releaseRequest);
      await this.#writeLast({ kind: "release-rq" }, "sendReleaseRQTCP");
      this.#expect(this.#options.acseTimeoutMs, conditions.DUL_READTIMEOUT);
      await this.#released.promise;
    } finally {
      await this.#aborted;
      this.close();
    }
  }

  async #giveUp(error: DicomError): Promise<never> {
    await this.abort();
    throw error;
  }

  /** Aborts the association (PS3.8, Section 7.3); does nothing when it is over already. */
  async abort(): Promise<void> {
    if (this.#machine.state !== 13 && this.#machine.state !== 1) this.#take(events.abortRequest);
    await this.#aborted;
  }

  /** Closes the connection without a word. */
  close(): void {
    this.#timer.stop();
    this.#link.close();
  }

  /** Aborts what was not released. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort();
    this.close();
  }

  #listener() {
    return {
      onReceived: (received: Received) => {
        this.#begunType = undefined;
        this.#timer.arrived();
        if (this.#machine.state !== 1) this.#take(pduEvents[received.kind], received);
      },
      onBegun: (type: number) => {
        this.#begunType = type;
        this.#timer.begun();
        this.#beginNext();
      },
      onBytes: (bytes: Uint8Array) => {
        if (bytes[0] !== pduTypes.associateAc) return;
        this.#options.log("debug", () => dumpPdu("Associate Accept", bytes));
        this.#options.log("debug", () => "Parsing an A-ASSOCIATE PDU");
      },
      onClosed: () => {
        if (this.#machine.state !== 1) this.#take(events.transportClosed);
      },
    };
  }

  #beginNext(): void {
    const wanted = this.#isNextAnnounced && !this.#isSending && this.#begunType === pduTypes.pDataTf;
    if (!wanted || !this.isUsable || this.#data.isBegun) return;
    this.#isNextAnnounced = false;
    // If this write fails the next one does, too, and somebody waits for that
    this.#data.begin().catch(() => {});
  }

  #take(event: Event, received?: Received): void {
    this.#perform(this.#machine.take(event), received);
  }

  #perform(action: Action, received?: Received): void {
    switch (action) {
      case "AE-3":
        if (received?.kind === "associate-ac") this.#answered.resolve(received);
        break;
      case "AE-4":
        if (received?.kind === "associate-rj") this.#end(new RejectedError(received));
        break;
      case "DT-2":
        if (received?.kind === "p-data-tf") this.user.onData(received.pdvs);
        break;
      case "AR-2":
        this.#end(new DicomError(conditions.DUL_PEERREQUESTEDRELEASE));
        break;
      case "AR-3":
        this.#released.resolve();
        break;
      case "AR-6":
        this.#end(new DicomError(conditions.DUL_PDATAPDUARRIVED));
        break;
      case "AR-8":
        this.#collide();
        break;
      case "AA-1":
        this.#end(new DicomError(conditions.DUL_PEERABORTEDASSOCIATION, { message: "Association aborted" }));
        this.#aborted = this.#sendAbort(abortSource.user, abortReason.none);
        break;
      case "AA-2":
      case "AR-5":
        this.close();
        break;
      case "AA-3":
      case "AA-4":
        this.#end(new DicomError(conditions.DUL_PEERABORTEDASSOCIATION));
        break;
      case "AA-7":
      case "AA-8":
        this.#refuse(received);
        break;
    }
  }

  /** Release collision (PS3.8, Section 7.2.2.7); DCMTK counts it as a failure, and so does whoever releases. */
  #collide(): void {
    this.#machine.take(events.releaseResponse);
    this.#aborted = this.#writeLast({ kind: "release-rp" }, "sendReleaseRPTCP").catch(() => {});
    this.#end(new DicomError(conditions.DUL_PEERREQUESTEDRELEASE));
  }

  /** What arrived has no place here, or is no PDU at all. */
  #refuse(received: Received | undefined): void {
    const invalid = received?.kind === "fault" || received?.kind === "unknown";
    this.#end(refusal(received, this.#isAwaitingData));
    const reason = invalid ? abortReason.unrecognizedPdu : abortReason.unexpectedPdu;
    this.#aborted = this.#sendAbort(abortSource.provider, reason);
  }

  /** The first error counts. */
  #end(error: DicomError): void {
    if (this.#error) return;
    this.#error = error;
    this.#timer.stop();
    this.#answered.reject(error);
    this.#released.reject(error);
    this.user.onEnd(error);
    if (error.condition === conditions.DUL_PEERABORTEDASSOCIATION && this.#machine.state !== 13) this.close();
  }

  /** Sends an A-ABORT where a PDU can begin, and gives the peer some time to read it and to close. */
  async #sendAbort(source: number, reason: number): Promise<void> {
    using deadline = new Deadline("the end of the connection", abortTimeoutMs);
    const abort = async () => {
      await this.#writeLast({ kind: "abort", source, reason }, "sendAbortTCP");
      await this.#link.closed;
    };
    try {
      await deadline.race(abort());
    } catch (error) {
      if (!(error instanceof DeadlineError) && source === abortSource.user) throw error;
    } finally {
      this.close();
    }
  }

  /** Writes a PDU behind which no data comes, where a PDU can begin. */
  #writeLast(pdu: SendablePdu, routine: string): Promise<void> {
    return this.#write(Uint8Array.of(...this.#data.takeCompletion(), ...encodePdu(pdu)), routine);
  }

  #write(bytes: Uint8Array, routine: string): Promise<void> {
    return this.#link.write(bytes, routine);
  }

  async #writeData(run: Uint8Array): Promise<void> {
    if (this.#error) throw this.#error;
    try {
      await this.#write(run, "writeDataPDU");
    } catch (error) {
      if (error instanceof DicomError && !this.#error) this.#end(error);
      throw this.#error ?? error;
    }
  }
}
