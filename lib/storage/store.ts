/**
 * Storing objects (PS3.4, Annex B; PS3.7, Section 9.1.1) on an association.
 *
 * @module
 */
import { HeldBytes } from "../base/byte_source.ts";
import { DicomError } from "../base/errors.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import { type Command, commandFields } from "../dimse/command.ts";
import { encodeCommand } from "../dimse/command_codec.ts";
import { type DimseTrace, Dispatcher } from "../dimse/dispatcher.ts";
import type { Association } from "../ul/association.ts";
import type { NetworkLog } from "../ul/log.ts";
import type { MessagePart } from "../ul/pdata_stream.ts";
import type { AnsweredPresentationContext, AssociateRq } from "../ul/pdu.ts";
import type { PendingStore, StoreAssociation, StoreOperation, StoreResponse } from "./association.ts";
import type { AcceptedContext } from "./choose.ts";
import { outcomeOf } from "./outcome.ts";

/** What is told, and what limits the wait for a response. */
export interface StoreOptions {
  /** What was proposed. */
  readonly request: AssociateRq;
  /** How long a response may take to begin; absent for no limit but the socket's. */
  readonly dimseTimeoutMs?: number;
  /** Whether bytes of the next object are sent ahead where that makes a response come sooner. */
  readonly ackPriming: boolean;
  readonly log: NetworkLog;
  readonly trace?: DimseTrace;
  readonly onSent: (command: Command) => void;
  readonly onReceived: (command: Command, contextId: number) => void;
}

/** Medium, which is what DCMTK sends. */
const priority = 0;
/** A failure; responses without a status are refused before. */
const unknownStatus = 0xffff;
/** DCMTK cuts longer ones. */
const maxUidBytes = 64;

/** Stores objects on an association of the upper layer. */
export class StoreScu implements StoreAssociation {
  /** What the peer has accepted. */
  readonly accepted: readonly AcceptedContext[];
  readonly #association: Association;
  readonly #dispatcher: Dispatcher<StoreResponse>;
  readonly #options: StoreOptions;
  /** The message that is being sent. */
  #sendingId: number | undefined;
  /** The message whose beginning has been read. */
  #ahead: (Message & { readonly operation: StoreOperation }) | undefined;
  readonly #announceNext = () => {
    if (this.#options.ackPriming) this.#association.announceNext();
  };

  /** Takes over the association. */
  constructor(association: Association, options: StoreOptions) {
    this.#association = association;
    this.#options = options;
    this.accepted = acceptedContexts(options.request, association);
    const contextIds = new Set<number>();
    for (const { id } of this.accepted) contextIds.add(id);
    this.#dispatcher = new Dispatcher({
      association,
      contextIds,
      dimseTimeoutMs: options.dimseTimeoutMs,
      log: options.log,
      trace: options.trace,
      onCommand: options.onReceived,
      responseOf: (command, contextId) => this.#responseOf(command, contextId),
    });
  }

  /** The longest fragment, as DCMTK counts it. */
  get maxSendPdvBytes(): number {
    return this.#association.maxSendPdvBytes;
  }

  /** How many operations may be outstanding: what was proposed, and granted; one where nothing was said. */
  get asyncWindow(): number {
    const { asyncOperations: proposed } = this.#options.request.userInformation;
    const { asyncOperations: answered } = this.#association.answer.userInformation;
    if (!proposed || !answered) return 1;
    return answered.maxInvoked === 0
      ? proposed.maxInvoked
      : Math.min(proposed.maxInvoked, answered.maxInvoked);
  }

  /** Whether the peer has answered the user identity request. */
  get hasIdentityResponse(): boolean {
    return this.#association.answer.userInformation.userIdentityResponse !== undefined;
  }

  /** Whether an object can be sent. */
  get isUsable(): boolean {
    return this.#association.isUsable;
  }

  /** Why no object can be sent any more. */
  get error(): DicomError | undefined {
    return this.#association.error;
  }

  /**
   * Sends a C-STORE-RQ and the whole data set; aborts the association when that fails. From the last fragment on
   * nobody knows whether the peer has the object: then it is the response that fails.
   */
  async send(operation: StoreOperation): Promise<PendingStore> {
    const { messageId, onProgress } = operation;
    const { command, parts } = this.#ahead?.operation === operation ? this.#ahead : messageOf(operation);
    this.#ahead = undefined;
    this.#checkRoom();
    const response = this.#dispatcher.expect(messageId);
    this.#options.onSent(command);
    this.#options.trace?.sending(encodeCommand(command), operation.contextId);
    this.#sendingId = messageId;
    try {
      await this.#association.send(parts, onProgress);
    } catch (error) {
      await this.#giveUp(error);
      if (this.#association.mayBeComplete) return this.#failed(sendFailed(error));
      throw sendFailed(error);
    } finally {
      this.#sendingId = undefined;
    }
    this.#dispatcher.sent();
    return { response, announceNext: this.#announceNext };
  }

  /** {@inheritDoc StoreAssociation.readAhead} */
  readAhead(operation: StoreOperation): Promise<void> {
    const message = messageOf(operation);
    this.#ahead = { operation, ...message };
    return this.#association.readAhead(message.parts);
  }

  #failed(error: unknown): PendingStore {
    const response = Promise.reject(error);
    // It fails before anybody waits for it
    response.catch(() => {});
    return { response };
  }

  /** Nobody can have stored what was not there; but it can be refused. */
  #responseOf(command: Command, contextId: number): StoreResponse {
    const { status = unknownStatus, messageIdBeingRespondedTo: messageId } = command;
    const isEarly = messageId === this.#sendingId && !this.#association.mayBeComplete;
    if (!isEarly || outcomeOf(status).kind === "refused") return { status, message: { command, contextId } };
    const text = `DIMSE: Unexpected Response MsgId: ${messageId} (its data set is not complete)`;
    throw new DicomError(networkCondition("DIMSEC_UNEXPECTEDRESPONSE", text));
  }

  /** Nothing has been sent yet, so that other objects may follow, and the association be released. */
  #checkRoom(): void {
    try {
      this.#association.checkRoomForData();
    } catch (error) {
      throw sendFailed(error);
    }
  }

  /** Nobody knows how much of the object the peer has: nothing else can follow it. */
  async #giveUp(error: unknown): Promise<void> {
    if (error instanceof DicomError) this.#association.fail(error);
    else this.#association.fail(new DicomError(conditions.DIMSE_SENDFAILED, { cause: error }));
    await this.#association.abort().catch(() => this.#association.close());
  }

  /** Releases the association. */
  async release(): Promise<void> {
    await this.#association.release();
  }

  /** Aborts the association. */
  async abort(): Promise<void> {
    await this.#association.abort();
  }

  /** Closes the connection without a word. */
  close(): void {
    this.#association.close();
  }
}

/** An operation as it goes over the wire. */
interface Message {
  readonly command: Command;
  readonly parts: readonly MessagePart[];
}

function messageOf(operation: StoreOperation): Message {
  const { contextId, source } = operation;
  const command = storeRequest(operation);
  const parts = [
    { contextId, isCommand: true, source: new HeldBytes(encodeCommand(command)) },
    { contextId, isCommand: false, source },
  ];
  return { command, parts };
}

/** C-STORE-RQ (PS3.7, Table 9.3-1). */
function storeRequest({ messageId, sopClassUid, sopInstanceUid }: StoreOperation): Command {
  return {
    commandField: commandFields.cStoreRq,
    affectedSopClassUid: sopClassUid,
    affectedSopInstanceUid: sopInstanceUid.slice(0, maxUidBytes),
    messageId,
    priority,
    hasDataSet: true,
  };
}

/** An error of the network as DCMTK reports it for a message; those of sources are what they are. */
function sendFailed(error: unknown): unknown {
  if (!(error instanceof DicomError)) return error;
  const { module, code } = error.condition;
  const isUpperLayer = module === 0x0006 && code >= 0x0300 && code < 0x0400;
  const isEnd = error.condition === conditions.DUL_PEERABORTEDASSOCIATION ||
    error.condition === conditions.DUL_PEERREQUESTEDRELEASE;
  if (!isUpperLayer || isEnd) return error;
  return new DicomError(withCause(conditions.DIMSE_SENDFAILED, error.condition), { cause: error });
}

/** The contexts that were requested and accepted, in the order of their ids; the last answer to one counts. */
function acceptedContexts(request: AssociateRq, { answer }: Association): AcceptedContext[] {
  const answers = new Map<number, AnsweredPresentationContext>();
  for (const context of answer.presentationContexts) answers.set(context.id, context);
  // What has a number for a name comes in the order of the numbers
  const accepted: Record<number, AcceptedContext> = {};
  for (const { id, abstractSyntax } of request.presentationContexts) {
    const context = answers.get(id);
    if (context?.result !== 0) continue;
    accepted[id] = { id, abstractSyntax, transferSyntax: context.transferSyntax };
  }
  return Object.values(accepted);
}
