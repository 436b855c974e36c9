/**
 * Responses to the requests they belong to (PS3.7, Section 8.1 and Annex D.3.3.3): by message id, in any order.
 *
 * @module
 */
import { joined } from "../base/bytes.ts";
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import type { Association } from "../ul/association.ts";
import type { AssociationUser } from "../ul/association_types.ts";
import type { NetworkLog } from "../ul/log.ts";
import type { Pdv } from "../ul/pdu.ts";
import { type Command, commandFields } from "./command.ts";
import { decodeCommand } from "./command_codec.ts";

/** How responses are awaited, and what is made of them. */
export interface DispatcherOptions<Response> {
  readonly association: Association;
  /** Ids of the presentation contexts that responses may come on. */
  readonly contextIds: ReadonlySet<number>;
  /** How long a response may take to begin; absent for no limit but the socket's. */
  readonly dimseTimeoutMs?: number;
  readonly log: NetworkLog;
  readonly trace?: DimseTrace;
  /** Told of every command set that arrives. */
  readonly onCommand: (command: Command, contextId: number) => void;
  /** What whoever awaits a response gets; what is thrown is the error that he gets. */
  readonly responseOf: (command: Command, contextId: number) => Response;
}

/** Told of every message, where somebody reads the level trace. */
export interface DimseTrace {
  /** A command set is about to be sent. */
  sending(command: Uint8Array, contextId: number): void;
  /** A response is awaited. */
  receiving(): void;
  /** A command set has come, in so many fragments. */
  received(command: Uint8Array, how: { readonly contextId: number; readonly fragments: number }): void;
}

/** What one fragment costs besides its bytes. */
const fragmentHeaderBytes = 6;
/** The longest command set that is received; real ones have a few hundred bytes. */
const maxCommandBytes = 0x10000;

/** Awaits responses. A response that is not as it has to be ends all that is outstanding, and the association. */
export class Dispatcher<Response> implements AssociationUser {
  readonly #options: DispatcherOptions<Response>;
  readonly #outstanding = new Map<number, PromiseWithResolvers<Response>>();
  #fragments: Uint8Array[] = [];
  /** What the fragments take, empty ones included: a peer may send no end of those. */
  #fragmentBytes = 0;
  #contextId = 0;

  /** Becomes the user of the association. */
  constructor(options: DispatcherOptions<Response>) {
    this.#options = options;
    options.association.user = this;
  }

  /** The response to a request that is about to be sent: as long as that takes the peer may be silent. */
  expect(messageId: number): Promise<Response> {
    if (this.#outstanding.size > 0) this.#options.association.stopWaiting();
    const response = Promise.withResolvers<Response>();
    // Whoever sends may fail before anybody waits
    response.promise.catch(() => {});
    this.#outstanding.set(messageId, response);
    return response.promise;
  }

  /** A request has been sent: from now on the peer has to answer what is outstanding. */
  sent(): void {
    const { association, dimseTimeoutMs, trace } = this.#options;
    if (this.#outstanding.size === 0) return;
    trace?.receiving();
    // DCMTK takes the silence of a socket for the end of the association
    const error = dimseTimeoutMs === undefined
      ? conditions.DUL_PEERABORTEDASSOCIATION
      : conditions.DIMSE_NODATAAVAILABLE;
    association.expectData({ timeoutMs: dimseTimeoutMs, error });
  }

  /** Fragments of a command set have arrived. */
  onData(pdvs: readonly Pdv[]): void {
    try {
      for (const pdv of pdvs) this.#take(pdv);
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      this.#options.association.fail(error);
    }
  }

  /** Nothing more arrives. */
  onEnd(error: DicomError): void {
    for (const { reject } of this.#outstanding.values()) reject(error);
    this.#outstanding.clear();
  }

  #take(pdv: Pdv): void {
    if (this.#outstanding.size === 0) throw new DicomError(conditions.DUL_PDATAPDUARRIVED);
    if (this.#fragments.length === 0) this.#contextId = pdv.contextId;
    this.#check(pdv);
    this.#fragments.push(pdv.data);
    if (!pdv.isLast) return;
    const bytes = this.#fragments.length === 1 ? pdv.data : joined(this.#fragments);
    const command = decodeCommand(bytes);
    const { length: fragments } = this.#fragments;
    this.#fragments = [];
    this.#fragmentBytes = 0;
    this.#options.onCommand(command, pdv.contextId);
    this.#options.trace?.received(bytes, { contextId: pdv.contextId, fragments });
    this.#dispatch(command, pdv.contextId);
  }

  #check({ contextId, isCommand, data }: Pdv): void {
    if (contextId !== this.#contextId) {
      const text = `DIMSE: Different PresIDs inside Command Set: ${this.#contextId} != ${contextId}`;
      throw receiveFailed(networkCondition("DIMSEC_INVALIDPRESENTATIONCONTEXTID", text));
    }
    if (!this.#options.contextIds.has(contextId)) {
      throw receiveFailed(conditions.ASC_BADPRESENTATIONCONTEXTID);
    }
    if (!isCommand) {
      throw receiveFailed(networkCondition("DIMSEC_UNEXPECTEDPDVTYPE", "DIMSE: Command PDV Expected"));
    }
    this.#fragmentBytes += fragmentHeaderBytes + data.length;
    if (this.#fragmentBytes > maxCommandBytes) {
      throw receiveFailed(networkCondition("DIMSEC_PARSEFAILED", "DIMSE: Command set is too long"));
    }
  }

  #dispatch(command: Command, contextId: number): void {
    const { association, responseOf } = this.#options;
    if (command.commandField !== commandFields.cStoreRsp) {
      throw unexpected(`Command Field: 0x${command.commandField.toString(16)}`);
    }
    if (command.hasDataSet) throw this.#withDataSet();
    const messageId = command.messageIdBeingRespondedTo ?? 0;
    const response = this.#outstanding.get(messageId);
    if (!response) {
      throw unexpected(`MsgId: ${messageId} (expected: ${this.#outstanding.keys().next().value})`);
    }
    this.#outstanding.delete(messageId);
    if (this.#outstanding.size === 0) association.stopWaiting();
    try {
      response.resolve(responseOf(command, contextId));
    } catch (error) {
      response.reject(error);
    }
  }

  #withDataSet(): DicomError {
    const { association, log } = this.#options;
    const { callingAeTitle, calledAeTitle } = association.answer;
    const titles = `(${callingAeTitle},${calledAeTitle})`;
    log("warn", () => `DIMSE Warning: ${titles}: C-Store RSP: DataSetType != NULL`);
    return new DicomError(conditions.DIMSE_BADMESSAGE);
  }
}

function receiveFailed(cause: Condition): DicomError {
  return new DicomError(withCause(conditions.DIMSE_RECEIVEFAILED, cause));
}

function unexpected(what: string): DicomError {
  return new DicomError(networkCondition("DIMSEC_UNEXPECTEDRESPONSE", `DIMSE: Unexpected Response ${what}`));
}
