/**
 * What the upper layer tells of itself: DCMTK's lines, made only when somebody reads them.
 *
 * @module
 */
import type { ProtocolTrace } from "./association_types.ts";
import { itemTypes } from "./items.ts";

/** Takes a line, or several, of DCMTK's logger `dcmtk.dcmnet`; asks for the text only when it is wanted. */
export type NetworkLog = (
  severity: "trace" | "debug" | "info" | "warn" | "error",
  text: () => string,
) => void;

/** Type, reserved byte and length. */
const itemHeaderBytes = 4;
/** Header and fixed fields of an A-ASSOCIATE-AC (PS3.8, Section 9.3.3). */
const beforeItemsBytes = 74;
const dumpedBytes = 512;
const bytesPerLine = 16;

/** A PDU in hexadecimal digits, as DCMTK dumps it. */
export function dumpPdu(name: string, pdu: Uint8Array): string {
  const bytes = pdu.subarray(0, dumpedBytes);
  const lines = [`PDU Type: ${name}, PDU Length: ${pdu.length - 6} + 6 bytes PDU header`];
  if (pdu.length > dumpedBytes) lines.push(`Only dumping ${dumpedBytes} bytes.`);
  for (let begin = 0; begin < bytes.length; begin += bytesPerLine) {
    lines.push(Array.from(bytes.subarray(begin, begin + bytesPerLine), (byte) => `  ${hex(byte)}`).join(""));
  }
  // A line ends when it is full
  return lines.join("\n") + (bytes.length % bytesPerLine === 0 ? "\n" : "");
}

/**
 * An A-ASSOCIATE-AC that can be dumped: what the peer answers to an identity may be a ticket, and is replaced by zeros
 * (PS3.7, Annex D.3.3.7.2). DCMTK dumps it.
 */
function withoutIdentityResponse(pdu: Uint8Array): Uint8Array {
  const dumpable = pdu.slice();
  for (const { type, content } of items(dumpable.subarray(beforeItemsBytes))) {
    if (type !== itemTypes.userInformation) continue;
    for (const { type, content: response } of items(content)) {
      if (type === itemTypes.userIdentityAc) response.fill(0, 2);
    }
  }
  return dumpable;
}

/** Items as far as there are any. */
function* items(bytes: Uint8Array): Generator<{ type: number; content: Uint8Array }> {
  for (let rest = bytes; rest.length >= itemHeaderBytes;) {
    const end = itemHeaderBytes + (rest[2] << 8 | rest[3]);
    yield { type: rest[0], content: rest.subarray(itemHeaderBytes, end) };
    rest = rest.subarray(end);
  }
}

/** Tells an A-ASSOCIATE-AC. */
export function tellAnswer(
  answer: Uint8Array,
  { log, trace }: { readonly log: NetworkLog; readonly trace?: ProtocolTrace },
): void {
  const dumpable = () => withoutIdentityResponse(answer);
  log("debug", () => dumpPdu("Associate Accept", dumpable()));
  log("debug", () => "Parsing an A-ASSOCIATE PDU");
  trace?.accepted(dumpable());
}

/** The header of a PDU, as DCMTK traces it. */
export function traceHeader(pdu: Uint8Array): string {
  const header = Array.from(pdu.subarray(0, 6), hex).join(" ");
  const length = new DataView(pdu.buffer, pdu.byteOffset).getUint32(2);
  return `Read PDU HEAD TCP: ${header}\n` +
    `Read PDU HEAD TCP: type: ${hex(pdu[0])}, length: ${length} (${length.toString(16).padStart(2, "0")})`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
