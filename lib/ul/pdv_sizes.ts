/**
 * How long the fragments are that a peer is sent (PS3.8, Annex D.1), in DCMTK's arithmetic.
 *
 * @module
 */
import type { NetworkLog } from "./log.ts";
import { fragmentHeaderBytes } from "./pdata_stream.ts";

/** Lengths of fragments. */
export interface PdvSizes {
  /** What DCMTK says when an association is accepted. */
  readonly maxSendPdvBytes: number;
  /** The longest fragment of a command; less than 1 where the peer takes none. */
  readonly maxCommandBytes: number;
  /** The longest fragment of a data set. */
  readonly maxDataBytes: number;
}

/** DCMTK's longest and shortest PDU. */
const maxPduBytes = 131072;
const minPduBytes = 4096;
/** A buffer that takes the header of an element. */
const minPdvBytes = 12;

/** The sizes for a peer that takes `peerMaxPduBytes` (0 for no limit), and where PDUs may have a limit of ours. */
export function pdvSizes(
  peerMaxPduBytes: number,
  { maxSendPduBytes, log }: { maxSendPduBytes?: number; log: NetworkLog },
): PdvSizes {
  let pduBytes = peerMaxPduBytes < 1 ? maxPduBytes : Math.min(peerMaxPduBytes, maxPduBytes);
  if (pduBytes % 2 !== 0) {
    const odd = pduBytes--;
    log("warn", () => `ASSOC: PDV send length ${odd} is odd (using ${odd - 1})`);
  }
  const longest = pduBytes - fragmentHeaderBytes;
  const maxSendPdvBytes = bufferBytes(longest, log);
  const wanted = Math.min(maxSendPdvBytes, (maxSendPduBytes ?? maxPduBytes) - fragmentHeaderBytes);
  return { maxSendPdvBytes, maxCommandBytes: longest, maxDataBytes: Math.min(longest, wanted) };
}

function bufferBytes(longest: number, log: NetworkLog): number {
  if (longest < 1) {
    log("warn", () => `ASSOC: PDV send length ${longest} (using default)`);
    return minPduBytes - fragmentHeaderBytes;
  }
  if (longest >= minPdvBytes) return longest;
  log("warn", () => "ASSOC: PDV send length too small, using DUL to split larger PDVs.");
  return minPduBytes - fragmentHeaderBytes;
}
