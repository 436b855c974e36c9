/**
 * The DCMTK conditions this program can report, as data: module, code, text.
 * Codes and texts are facts of DCMTK 3.6.7 that scripts depend on.
 *
 * @module
 */
import type { Condition } from "../base/errors.ts";

const dcmnet = (code: number, text: string): Condition => ({ module: 0x0006, code, text });

/** Conditions by DCMTK's symbolic name. */
export const conditions = {
  ASC_BADPRESENTATIONCONTEXTID: dcmnet(0x0101, "ASC Bad presentation context ID"),
  DIMSE_BADDATA: dcmnet(0x0203, "DIMSE Inappropriate data for message"),
  DIMSE_NOVALIDPRESENTATIONCONTEXTID: dcmnet(0x0208, "DIMSE No valid Presentation Context ID"),
  DUL_PEERABORTEDASSOCIATION: dcmnet(0x0317, "Peer aborted Association (or never connected)"),
  DUL_PEERREQUESTEDRELEASE: dcmnet(0x0318, "DUL Peer Requested Release"),
} as const;
