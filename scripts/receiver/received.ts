/** What a receiver has noted. */
import type { Command } from "../../lib/dimse/command.ts";
import type { AssociateRq } from "../../lib/ul/pdu.ts";
import type { Kept } from "./objects.ts";

/** Everything that a receiver has received. */
export interface Received {
  readonly associations: ReceivedAssociation[];
  readonly objects: ReceivedObject[];
  /** C-STORE-RQs that have come. */
  startedObjects: number;
  /** Objects whose last fragment has come. */
  completeObjects: number;
  /** Objects whose last fragment never came. */
  partialObjects: number;
  /** Of all data sets. */
  bytes: number;
}

/** One association. */
export interface ReceivedAssociation {
  readonly request: AssociateRq;
  /** The A-ASSOCIATE-RQ as it came. */
  readonly requestBytes: Uint8Array;
  /** Everything in which the sender broke the Standard. */
  readonly problems: string[];
  /** How it ended; `misbehaved` where the receiver itself did it. */
  end: "open" | "released" | "aborted" | "closed" | "reset" | "misbehaved";
  /** Source and reason of the A-ABORT, where there was one. */
  abort?: { readonly source: number; readonly reason: number };
  /** The largest P-DATA-TF PDU, without its header. */
  largestPduBytes: number;
}

/** One object, complete or not. */
export interface ReceivedObject {
  /** Counted from 0, over all associations. */
  readonly index: number;
  readonly association: ReceivedAssociation;
  readonly contextId: number;
  readonly transferSyntaxUid: string;
  readonly command: Command;
  /** The command set as it came. */
  readonly commandBytes: Uint8Array;
  /** How much of the data set has come. */
  bytes: number;
  /** Whether its last fragment has come. */
  complete: boolean;
  /** Where the data set is. */
  kept: Kept;
}
