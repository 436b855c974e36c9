/**
 * Conditions of what arrives but should not, or cannot be answered.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import { UnexpectedPduError } from "./association_types.ts";
import type { AssociateAc } from "./pdu.ts";
import type { Received } from "./pdu_stream.ts";

/** The error of something that has no place at this point, or is no PDU at all. */
export function refusal(received: Received | undefined, isAwaitingData: boolean): DicomError {
  if (received?.kind === "fault") return receiveFailed(received.condition, isAwaitingData);
  if (received?.kind !== "unknown") return new UnexpectedPduError(conditions.DUL_UNEXPECTEDPDU);
  const text = `Unrecognized PDU type: ${received.type.toString(16).padStart(2)}`;
  return receiveFailed(networkCondition("DULC_UNRECOGNIZEDPDUTYPE", text), isAwaitingData);
}

/** A condition as DCMTK reports it where a message is awaited, else as it is. */
export function receiveFailed(condition: Condition, isAwaitingData: boolean): DicomError {
  if (!isAwaitingData) return new DicomError(condition);
  const { DIMSE_RECEIVEFAILED, DIMSE_READPDVFAILED } = conditions;
  return new DicomError(withCause(DIMSE_RECEIVEFAILED, withCause(DIMSE_READPDVFAILED, condition)));
}

/** The error of a peer whose PDUs have no room for data. */
export function tooSmallForData({ userInformation }: AssociateAc): DicomError {
  const text = "DUL Cannot send P-DATA PDU because receiver's max PDU size of " +
    `${userInformation.maxPduBytes ?? 0} is illegal (must be > 12)`;
  return new DicomError(networkCondition("DULC_ILLEGALPDULENGTH", text));
}
