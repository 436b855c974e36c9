/**
 * What became of one file: the single fact from which log lines, renames, journal, report and exit code follow.
 *
 * @module
 */

/** The fate of one attempt to store one file. A result that is not known is `lost`, never `stored`. */
export type StoreOutcome = Stored | Refused | NotSent | Lost;

/** The peer answered with success or a warning (PS3.4, Annex B.2.3): it has taken over the object. */
export interface Stored {
  /** Success or a warning. */
  readonly kind: "stored";
  /** Status (0000,0900) of the response. */
  readonly status: number;
}

/** The peer answered with a failure: it has not taken over the object. */
export interface Refused {
  /** A failure that the peer reports. */
  readonly kind: "refused";
  /** Status (0000,0900) of the response. */
  readonly status: number;
}

/** Nothing of the object was sent, or what was sent was aborted before its last fragment. */
export interface NotSent {
  /** The peer has nothing of it. */
  readonly kind: "not-sent";
  /** Why: unreadable or broken file, no presentation context, no conversion. */
  readonly error: Error;
}

/** The peer is gone or silent after the object was (possibly) complete: nobody here knows its fate. */
export interface Lost {
  /** Nobody knows. */
  readonly kind: "lost";
  /** What ended the wait. */
  readonly error: Error;
}

/** What a response means. Statuses that DCMTK takes for a success are one here, no others. */
export function outcomeOf(status: number): Stored | Refused {
  return isStored(status) ? { kind: "stored", status } : { kind: "refused", status };
}

/** Success, the warnings of PS3.7 (Annex C), and 0xBxxx. 0xFF00, pending, has no meaning for storing. */
function isStored(status: number): boolean {
  return [0x0000, 0x0001, 0x0107, 0x0116].includes(status) || (status & 0xf000) === 0xb000;
}
