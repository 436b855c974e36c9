/**
 * Statuses of C-STORE responses (PS3.4, Table B.2-1; PS3.7, Annex C) in DCMTK's words: short ones for the line that
 * verbose mode prints, long ones for the dump of the message.
 *
 * @module
 */

interface StatusText {
  /** In a status line; absent where DCMTK calls the status unknown there. */
  readonly short?: string;
  /** In a dump. */
  readonly long: string;
}

/** Statuses that mean one thing. */
const exact = new Map<number, StatusText>([
  [0x0000, { short: "Success", long: "Success" }],
  [0x0122, { short: "Refused: SOPClassNotSupported", long: "Refused: SOP Class not supported" }],
  [0x0124, { long: "Refused: Not authorized" }],
  [0x0117, { long: "Invalid SOP Class" }],
  [0x0210, { long: "Duplicate invocation" }],
  [0x0211, { long: "Unrecognized operation" }],
  [0x0212, { long: "Mistyped argument" }],
  [0xb000, { short: "Warning: CoercionOfDataElements", long: "Warning: Coercion of Data Elements" }],
  [0xb007, {
    short: "Warning: DataSetDoesNotMatchSOPClass",
    long: "Warning: Data Set does not match SOP Class",
  }],
  [0xb006, { short: "Warning: ElementsDiscarded", long: "Warning: Elements discarded" }],
]);

/** Statuses that mean the same whatever their last digits are. */
const ranges: readonly { readonly mask: number; readonly value: number; readonly text: StatusText }[] = [
  {
    mask: 0xff00,
    value: 0xa700,
    text: { short: "Refused: OutOfResources", long: "Refused: Out of resources" },
  },
  {
    mask: 0xff00,
    value: 0xa900,
    text: { short: "Error: DataSetDoesNotMatchSOPClass", long: "Error: Data Set does not match SOP Class" },
  },
  {
    mask: 0xf000,
    value: 0xc000,
    text: { short: "Error: CannotUnderstand", long: "Error: Cannot understand" },
  },
];

function textOf(status: number): StatusText | undefined {
  return exact.get(status) ?? ranges.find(({ mask, value }) => (status & mask) === value)?.text;
}

/** The words of a status line: `Refused: OutOfResources`. */
export function shortStatusText(status: number): string {
  return textOf(status)?.short ?? `Unknown Status: 0x${status.toString(16)}`;
}

/** The words of a dump: `0xa700: Refused: Out of resources`. */
export function longStatusText(status: number): string {
  return `0x${status.toString(16).padStart(4, "0")}: ${textOf(status)?.long ?? statusClass(status)}`;
}

/** What kind of status it is, for a status without words of its own (PS3.7, Annex C). */
function statusClass(status: number): string {
  if (status === 0x0001 || status === 0x0107 || status === 0x0116) return "Warning";
  if ([0x0100, 0x0200].includes(status & 0xff00)) return "Failure";
  if ((status & 0xf000) === 0xa000) return "Failure";
  if ((status & 0xf000) === 0xb000) return "Warning";
  if (status === 0xfe00) return "Cancel";
  if (status === 0xff00 || status === 0xff01) return "Pending";
  return "Unknown Status Code (non-standard)";
}
