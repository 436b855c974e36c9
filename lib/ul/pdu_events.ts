/**
 * Which event of the state machine the arrival of a PDU is (PS3.8, Table 9-10).
 *
 * @module
 */
import { type Event, events } from "./fsm.ts";
import type { Received } from "./pdu_stream.ts";

/** Events by the kind of what arrives. */
export const pduEvents: Record<Received["kind"], Event> = {
  "associate-rq": events.associateRqPdu,
  "associate-ac": events.associateAcPdu,
  "associate-rj": events.associateRjPdu,
  "p-data-tf": events.dataPdu,
  "release-rq": events.releaseRqPdu,
  "release-rp": events.releaseRpPdu,
  abort: events.abortPdu,
  unknown: events.invalidPdu,
  fault: events.invalidPdu,
};
