/**
 * What the upper layer tells of itself: DCMTK's lines, made only when somebody reads them.
 *
 * @module
 */

/** Takes a line, or several, of DCMTK's logger `dcmtk.dcmnet`; asks for the text only when it is wanted. */
export type NetworkLog = (
  severity: "trace" | "debug" | "info" | "warn" | "error",
  text: () => string,
) => void;

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
