/**
 * Command sets of messages (PS3.7, Section 6.3 and Annex E) as plain data: what a Storage SCU sends and receives.
 *
 * @module
 */

/** The commands of DIMSE messages (PS3.7, Annex E.1) that are handled here by name. */
export const commandFields = {
  cStoreRq: 0x0001,
  cStoreRsp: 0x8001,
} as const;

/** A command set. Elements that are absent are `undefined`; UIDs are without padding. */
export interface Command {
  /** Command Field (0000,0100). */
  readonly commandField: number;
  /** Affected SOP Class UID (0000,0002). */
  readonly affectedSopClassUid?: string;
  /** Affected SOP Instance UID (0000,1000). */
  readonly affectedSopInstanceUid?: string;
  /** Message ID (0000,0110), of requests. */
  readonly messageId?: number;
  /** Message ID Being Responded To (0000,0120), of responses. */
  readonly messageIdBeingRespondedTo?: number;
  /** Priority (0000,0700), of C-STORE-RQ: 0 medium, 1 high, 2 low. */
  readonly priority?: number;
  /** Whether a data set follows: Command Data Set Type (0000,0800) other than 0x0101. */
  readonly hasDataSet: boolean;
  /** Status (0000,0900), of responses. */
  readonly status?: number;
  /** Offending Element (0000,0901), Error Comment (0000,0902), Error ID (0000,0903): the status detail. */
  readonly statusDetail?: StatusDetail;
  /** Move Originator Application Entity Title (0000,1030) and Message ID (0000,1031), of C-STORE-RQ. */
  readonly moveOriginator?: { readonly aeTitle?: string; readonly messageId?: number };
}

/** Elements that explain a status (PS3.7, Annex C). */
export interface StatusDetail {
  /** Offending Element (0000,0901): tags as numbers. */
  readonly offendingElements: readonly number[];
  /** Error Comment (0000,0902). */
  readonly errorComment?: string;
  /** Error ID (0000,0903). */
  readonly errorId?: number;
  /** Affected SOP Class UID and other elements of group 0000 that the peer sent and no field above holds, by tag. */
  readonly others: ReadonlyMap<number, Uint8Array>;
}
