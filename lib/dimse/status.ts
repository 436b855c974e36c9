/**
 * Status codes of C-STORE (PS3.7, Annex C; PS3.4, Table B.2-1): categories, and the texts that DCMTK prints.
 *
 * @module
 */

/** What a status means for whoever asked. */
export type StatusCategory = "success" | "warning" | "failure" | "pending" | "cancel" | "unknown";

const warnings = new Set([0x0001, 0x0107, 0x0116]);

/** The category of a status. */
export function statusCategory(status: number): StatusCategory {
  const nibble = status >> 12;
  if (status === 0x0000) return "success";
  if (warnings.has(status) || nibble === 0xb) return "warning";
  if (status === 0xfe00) return "cancel";
  if (status === 0xff00 || status === 0xff01) return "pending";
  if ([0xa, 0xc].includes(nibble) || status >> 8 === 0x01 || status >> 8 === 0x02) return "failure";
  return "unknown";
}

const exact = new Map([
  [0x0000, "Success"],
  [0x0122, "Refused: SOPClassNotSupported"],
  [0xb000, "Warning: CoercionOfDataElements"],
  [0xb006, "Warning: ElementsDiscarded"],
  [0xb007, "Warning: DataSetDoesNotMatchSOPClass"],
]);
const byHighByte = new Map([
  [0xa7, "Refused: OutOfResources"],
  [0xa9, "Error: DataSetDoesNotMatchSOPClass"],
]);

/** What DCMTK prints for the status of a C-STORE-RSP. */
export function storeStatusText(status: number): string {
  return exact.get(status) ?? byHighByte.get(status >> 8) ??
    (status >> 12 === 0xc ? "Error: CannotUnderstand" : `Unknown Status: 0x${status.toString(16)}`);
}
