/**
 * What an association is made of, what it tells, and how it fails.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Transport } from "../transport/transport.ts";
import type { Action, Event, State } from "./fsm.ts";
import type { NetworkLog } from "./log.ts";
import type { AssociateRj, AssociateRq, Pdv } from "./pdu.ts";

/** How an association is made and what limits it. */
export interface AssociationOptions {
  /** Connects; gives up by itself when that takes too long. */
  readonly connect: () => Promise<Transport>;
  readonly request: AssociateRq;
  /** How long the peer may take to begin to answer a request for association or release. */
  readonly acseTimeoutMs?: number;
  /** How long the peer may send nothing of what it has begun, and take nothing of what is sent. */
  readonly socketTimeoutMs?: number;
  /** Longest P-DATA-TF sent, whatever the peer would take. */
  readonly maxSendPduBytes?: number;
  /** Told of the first object that turns out to be large, while it is being sent. */
  readonly onLargeObject?: () => void;
  readonly log: NetworkLog;
  /** Whether anybody reads the level debug, where what arrives is dumped; false for no. */
  readonly isDumped?: boolean;
  /** Absent where nobody reads the level trace. */
  readonly trace?: ProtocolTrace;
}

/** Told what happens inside of an association. */
export interface ProtocolTrace {
  /** A connection is about to be made. */
  connecting(): void;
  /** Something happens in a state, and this is what is done about it. */
  transition(event: Event, cell: { readonly state: State; readonly action: Action }): void;
  /** An A-ASSOCIATE-AC has come; what is secret in it is replaced. */
  accepted(pdu: Uint8Array): void;
  /** P-DATA-TF PDUs are written. */
  data(run: Uint8Array): void;
}

/** What an association tells its user. */
export interface AssociationUser {
  /** Presentation data values have arrived. */
  onData(pdvs: readonly Pdv[]): void;
  /** The association is of no more use. */
  onEnd(error: DicomError): void;
}

/** The peer refuses; thrown instead of giving an association. */
export class RejectedError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "RejectedError";

  /** @param rejection who refuses, why, and whether for good */
  constructor(readonly rejection: AssociateRj) {
    super(conditions.DUL_ASSOCIATIONREJECTED);
  }
}

/** The peer sends something that has no place at this point. */
export class UnexpectedPduError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "UnexpectedPduError";
}
