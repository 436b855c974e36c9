/**
 * What storing needs of an association.
 *
 * @module
 */
import type { DicomError } from "../base/errors.ts";
import type { ByteSource } from "../base/byte_source.ts";
import type { Command } from "../dimse/command.ts";
import type { AcceptedContext } from "./choose.ts";

/** An association on which objects are stored. Every method throws a `DicomError`. */
export interface StoreAssociation {
  /** The contexts the peer has accepted, in the order of their ids. */
  readonly accepted: readonly AcceptedContext[];
  /** The most bytes of a data set that one PDU takes. */
  readonly maxSendPdvBytes: number;
  /** How many operations may be outstanding (PS3.7, Annex D.3.3.3), as it was agreed on. */
  readonly asyncWindow: number;
  /** Whether an operation can be begun; false as soon as the connection has failed in any way. */
  readonly isUsable: boolean;
  /** Why it is not usable any more. */
  readonly error?: DicomError;
  /**
   * Sends a C-STORE-RQ and the whole data set. Done when everything is written; the response is awaited apart.
   * When anything fails inside the object the association is aborted, so that no peer keeps half of it, and this
   * throws; when writing the last fragment fails, the response does.
   */
  send(operation: StoreOperation): Promise<PendingStore>;
  /**
   * Reads the beginning of an object that is most likely the next one to be sent, while the response to the last one is
   * awaited. Never throws: what goes wrong does so when the object is sent.
   */
  readAhead?(operation: StoreOperation): Promise<void>;
  /** Releases the association. */
  release(): Promise<void>;
  /** Aborts the association. */
  abort(): Promise<void>;
}

/** One C-STORE operation (PS3.7, Section 9.1.1). */
export interface StoreOperation {
  readonly contextId: number;
  readonly messageId: number;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** The data set; closed by whoever opened it. */
  readonly source: ByteSource;
  /** Told of P-DATA-TF PDUs as they are written. */
  readonly onProgress?: (pdus: number) => void;
}

/** An operation whose object is completely sent. */
export interface PendingStore {
  /** The status of the response. */
  readonly response: Promise<StoreResponse>;
  /**
   * Says that another object is ready to follow, so that the first byte of it may be sent ahead where that makes
   * the response come sooner. If it does not follow after all, that byte does no harm.
   */
  announceNext?(): void;
}

/** A C-STORE-RSP. */
export interface StoreResponse {
  /** Status (0000,0900). */
  readonly status: number;
  /** The whole message, for who wants to show it. */
  readonly message?: ReceivedMessage;
}

/** A message as it was received. */
export interface ReceivedMessage {
  /** Its command set. */
  readonly command: Command;
  /** The presentation context that it came on. */
  readonly contextId: number;
}
