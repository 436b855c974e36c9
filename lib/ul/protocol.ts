/**
 * The protocol machine of an association's requestor (PS3.8, Section 9.2): what is done about what happens.
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
import { tellAnswer } from "./log.ts";
import type { AssociateAc } from "./pdu.ts";
import { pduEvents } from "./pdu_events.ts";
import type { Received } from "./pdu_stream.ts";
import { ReceiveTimer } from "./receive_timer.ts";
import { receiveFailed, refusal } from "./refusal.ts";

/** How long the peer may take to close the connection after an abort, so that it has time to read of it. */
const abortTimeoutMs = 2000;
const abortSource = { user: 0, provider: 2 } as const;
const abortReason = { none: 0, unrecognizedPdu: 1, unexpectedPdu: 2 } as const;

/** Actions that only end the association. */
const endings: Partial<Record<Action, Condition>> = {
  "AR-2": conditions.DUL_PEERREQUESTEDRELEASE,
  "AR-6": conditions.DUL_PDATAPDUARRIVED,
  "AA-3": conditions.DUL_PEERABORTEDASSOCIATION,
  "AA-4": conditions.DUL_PEERABORTEDASSOCIATION,
};

/** What a protocol machine asks of the association it works for. */
export interface ProtocolOwner {
  /** A PDU has begun to arrive whose rest is still to come. */
  onBegun(): void;
  /** What completes the PDU that is being sent, if one is. */
  takeCompletion(): Uint8Array;
}

/** Keeps the state of an association, and does what the state table says. */
export class Protocol {
  /** Told of what arrives. Data that nobody has asked for end the association. */
  user: AssociationUser = {
    onData: () => this.end(new DicomError(conditions.DUL_PDATAPDUARRIVED)),
    onEnd() {},
  };
  readonly #options: AssociationOptions;
  readonly #owner: ProtocolOwner;
  readonly #machine = new StateMachine();
  readonly #link: Link;
  readonly #timer: ReceiveTimer;
  readonly #answered = Promise.withResolvers<AssociateAc>();
  readonly #released = Promise.withResolvers<void>();
  #aborted: Promise<void> | undefined;
  #error: DicomError | undefined;
  /** Whether whoever uses the association knows of the error. */
  #isErrorTold = false;
  #isAwaitingData = false;
  #begunType: number | undefined;
  /** An A-ASSOCIATE-AC that nothing has been told of yet. */
  #answerBytes: Uint8Array | undefined;
  /** Whether the header of a PDU has arrived whose rest has not. */
  #hasHeader = false;

  /** Begins to receive. */
  constructor(transport: Transport, options: AssociationOptions & { owner: ProtocolOwner }) {
    this.#options = options;
    this.#owner = options.owner;
    this.#timer = new ReceiveTimer(options.socketTimeoutMs);
    const { socketTimeoutMs, log, request } = options;
    const maxPduBytes = request.userInformation.maxPduBytes ?? 0;
    this.#link = new Link(transport, { maxPduBytes, socketTimeoutMs, log, listener: this.#listener() });
    for (const { promise } of [this.#answered, this.#released]) promise.catch(() => {});
  }

  /** Whether data can be sent. */
  get isUsable(): boolean {
    return this.#error === undefined && this.#machine.state === 6;
  }

  /** Why the association is of no more use. */
  get error(): DicomError | undefined {
    return this.#error;
  }

  /** Nothing can be sent: what is tried then is told as DCMTK tells it, by the state machine. */
  get isOver(): boolean {
    const { state } = this.#machine;
    return state === 1 || state === 13;
  }

  /**
   * Throws the error that has ended the association, if it has ended. Once it has been told, and nothing can be sent
   * any more, it is left to the state machine to say so, as it is in DCMTK.
   */
  tellError(): void {
    if (!this.#error || (this.#isErrorTold && this.isOver)) return;
    this.#isErrorTold = true;
    throw this.#error;
  }

  /** Type of the PDU whose beginning has arrived. */
  get begunType(): number | undefined {
    return this.#begunType;
  }

  /** The answer to a request for association. */
  get answered(): Promise<AssociateAc> {
    return this.#answered.promise;
  }

  /** Fulfilled when the peer has agreed to a release. */
  get released(): Promise<void> {
    return this.#released.promise;
  }

  /** Settled when an A-ABORT that was sent is out of the house. */
  get aborted(): Promise<void> | undefined {
    return this.#aborted;
  }

  /** Something happens; an event that has no place in this state throws a `DicomError`. */
  take(event: Event, received?: Received): void {
    const { trace } = this.#options;
    const state = trace && this.#machine.state;
    const action = this.#machine.take(event);
    if (state) trace.transition(event, { state, action });
    if (received && this.#answerBytes) this.#tellAnswer();
    this.#perform(action, received);
  }

  /** Tells the bytes of an A-ASSOCIATE-AC, once. */
  #tellAnswer(): void {
    if (this.#answerBytes) tellAnswer(this.#answerBytes, this.#options);
    this.#answerBytes = undefined;
  }

  /** From now on something is awaited; where nothing comes in time the association ends with the error. */
  expect(
    timeoutMs: number | undefined,
    { error, isData = false }: { error: Condition; isData?: boolean },
  ): void {
    this.#isAwaitingData = isData;
    if (this.#error) return;
    const onExpired = (begun: boolean) => {
      if (begun) this.end(this.#incomplete(isData));
      // A socket that is silent for too long counts as closed
      else if (error === conditions.DUL_PEERABORTEDASSOCIATION) this.take(events.transportClosed);
      else this.end(new DicomError(error));
    };
    this.#timer.start({ timeoutMs, onExpired });
  }

  /** What has begun does not come to its end. */
  #incomplete(isData: boolean): DicomError {
    const { DUL_NETWORKCLOSED, DUL_READTIMEOUT } = conditions;
    return receiveFailed(this.#hasHeader ? DUL_NETWORKCLOSED : DUL_READTIMEOUT, isData);
  }

  /** Nothing is awaited any more. */
  stopWaiting(): void {
    this.#isAwaitingData = false;
    this.#timer.stop();
  }

  /** Closes the connection without a word. */
  close(): void {
    this.#timer[Symbol.dispose]();
    this.#link.close();
  }

  #listener() {
    return {
      onReceived: (received: Received) => {
        this.#begunType = undefined;
        this.#hasHeader = false;
        if (this.#machine.state !== 1) this.take(pduEvents[received.kind], received);
        else this.#tellAnswer();
        this.#timer.arrived();
      },
      onBegun: (type: number, hasHeader: boolean) => {
        this.#begunType = type;
        this.#hasHeader = hasHeader;
        this.#timer.begun();
        this.#owner.onBegun();
      },
      onBytes: this.#options.isDumped === false ? undefined : (bytes: Uint8Array) => {
        if (bytes[0] === pduTypes.associateAc) this.#answerBytes = bytes.slice();
      },
      onClosed: () => {
        if (this.#hasHeader && this.#isAwaitingData) this.end(this.#incomplete(true));
        if (this.#machine.state !== 1) this.take(events.transportClosed);
        this.close();
      },
    };
  }

  #perform(action: Action, received?: Received): void {
    const ending = endings[action];
    if (ending) return this.end(new DicomError(ending));
    switch (action) {
      case "AE-3":
        if (received?.kind === "associate-ac") this.#answered.resolve(received);
        break;
      case "AE-4":
        if (received?.kind === "associate-rj") this.end(new RejectedError(received));
        break;
      case "DT-2":
        if (received?.kind === "p-data-tf") this.user.onData(received.pdvs);
        break;
      case "AR-3":
        this.#released.resolve();
        break;
      case "AR-8":
        this.#collide();
        break;
      case "AA-1":
        this.end(new DicomError(conditions.DUL_PEERABORTEDASSOCIATION, { message: "Association aborted" }));
        this.#aborted = this.#sendAbort(abortSource.user, abortReason.none);
        break;
      case "AA-2":
      case "AR-5":
        this.close();
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
    this.#aborted = this.writeLast({ kind: "release-rp" }, "sendReleaseRPTCP").catch(() => {});
    this.end(new DicomError(conditions.DUL_PEERREQUESTEDRELEASE));
  }

  /** What arrived has no place here, or is no PDU at all. */
  #refuse(received: Received | undefined): void {
    const invalid = received?.kind === "fault" || received?.kind === "unknown";
    this.end(refusal(received, this.#isAwaitingData));
    const reason = invalid ? abortReason.unrecognizedPdu : abortReason.unexpectedPdu;
    this.#aborted = this.#sendAbort(abortSource.provider, reason);
  }

  /** The association is of no more use; the first error counts. */
  end(error: DicomError): void {
    if (this.#error) return;
    this.#error = error;
    this.#isErrorTold = this.#isAwaitingData;
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
      await this.writeLast({ kind: "abort", source, reason }, "sendAbortTCP");
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
  writeLast(pdu: SendablePdu, routine: string): Promise<void> {
    return this.write(Uint8Array.of(...this.#owner.takeCompletion(), ...encodePdu(pdu)), routine);
  }

  /** Writes; `routine` is what DCMTK calls it. */
  write(bytes: Uint8Array, routine: string): Promise<void> {
    return this.#link.write(bytes, routine);
  }

  /** Writes a run of data. When that fails the association ends. */
  async writeData(run: Uint8Array): Promise<void> {
    try {
      if (!this.#error) await this.#link.write(run, "writeDataPDU");
    } catch (error) {
      if (error instanceof DicomError && !this.#error) this.end(error);
      if (!this.#error) throw error;
    }
    if (!this.#error) return;
    this.#isErrorTold = true;
    throw this.#error;
  }
}
