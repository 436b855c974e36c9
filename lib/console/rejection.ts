/**
 * A-ASSOCIATE-RJ (PS3.8, Section 9.3.4, Table 9-21) in DCMTK's words. A code that the Standard does not define is
 * complained about, and counts as the plainest one.
 *
 * @module
 */
import type { Rejection } from "./events.ts";

const results = new Map([[1, "Rejected Permanent"], [2, "Rejected Transient"]]);

const sources = new Map([
  [1, "Service User"],
  [2, "Service Provider (ACSE Related)"],
  [3, "Service Provider (Presentation Related)"],
]);

/** By source (high byte) and reason. */
const reasons = new Map([
  [0x0101, "No Reason"],
  [0x0102, "App Context Name Not Supported"],
  [0x0103, "Calling AE Title Not Recognized"],
  [0x0107, "Called AE Title Not Recognized"],
  [0x0201, "No Reason"],
  [0x0202, "Protocol Version Not Supported"],
  [0x0301, "Temporary Congestion"],
  [0x0302, "Local Limit Exceeded"],
]);

/** What is said about a rejection. */
export interface RejectionText {
  /** Complaints about codes that nobody has defined. */
  readonly complaints: readonly string[];
  /** The two lines below `Association Rejected:`. */
  readonly text: string;
}

/** Puts a rejection into words. */
export function describeRejection({ result, source, reason }: Rejection): RejectionText {
  const complaints: string[] = [];
  const look = (words: Map<number, string>, { field, code, byDefault }: {
    field: string;
    code: number;
    byDefault: number;
  }) => {
    const found = words.get(code);
    if (found !== undefined) return found;
    const shown = `0x${code.toString(16).padStart(4, "0")}`;
    complaints.push(`Received invalid A-ASSOCIATE-RJ reject ${field} ${shown}, using default.`);
    return words.get(byDefault);
  };
  const resultText = look(results, { field: "result", code: result, byDefault: 1 });
  const sourceText = look(sources, { field: "source", code: source, byDefault: 1 });
  const code = source << 8 | reason;
  const reasonText = look(reasons, { field: "reason", code, byDefault: 0x0101 });
  return { complaints, text: `Result: ${resultText}, Source: ${sourceText}\nReason: ${reasonText}` };
}
