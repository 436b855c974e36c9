/** Everything that DCMTK's storescp says when two objects are sent to it, and what can become of that on the way. */
import { encodePdu } from "../../lib/ul/codec.ts";
import { fromHex } from "./golden_pdus.ts";
import { concatenate } from "./cook.ts";

/** A-ASSOCIATE-AC of two contexts in explicit little endian. */
export const recordedAcceptance: Uint8Array = fromHex(
  "0200000000d900010000414e592d53435020202020202020202053544f52455343552020202020202020000000000000",
  "000000000000000000000000000000000000000000000000000010000015312e322e3834302e31303030382e332e312e",
  "312e312100001b0100000040000013312e322e3834302e31303030382e312e322e312100001b0300000040000013312e",
  "322e3834302e31303030382e312e322e315000003a51000004000040005200001b312e322e3237362e302e3732333030",
  "31302e332e302e332e362e375500000f4f464649535f44434d544b5f333637",
);

/** C-STORE-RSP with success to the message of that number. */
export function recordedResponse(messageId: number): Uint8Array {
  const bytes = fromHex(
    "04000000006e0000006a010300000000040000005c000000000002001a000000312e322e3834302e31303030382e352e",
    "312e342e312e312e37000000000102000000018000002001020000000100000000080200000001010000000902000000",
    "0000000000100a000000312e322e332e342e3100",
  );
  bytes[76] = messageId;
  return bytes;
}

/** A-RELEASE-RP. */
export const recordedReleaseResponse: Uint8Array = fromHex("06000000000400000000");

const rejection = encodePdu({ kind: "associate-rj", result: 1, source: 1, reason: 7 });
const abort = encodePdu({ kind: "abort", source: 2, reason: 2 });
const recorded = [recordedAcceptance, recordedResponse(1), recordedResponse(2), recordedReleaseResponse];

type Random = (below: number) => number;
type Change = (bytes: Uint8Array, place: { at: number; number: Random }) => Uint8Array;

const likely = [0, 1, 2, 3, 4, 5, 6, 7, 0x10, 0x20, 0x21, 0x40, 0x50, 0x53, 0x56, 0x59, 0x7f, 0x80, 0xff];

const changes: readonly Change[] = [
  /** Cut off. */
  (bytes, { at }) => bytes.slice(0, at),
  /** Another byte. */
  (bytes, { at, number }) => bytes.with(at, number(256)),
  /** Another bit. */
  (bytes, { at, number }) => bytes.with(at, bytes[at] ^ 1 << number(8)),
  /** A byte that means something. */
  (bytes, { at, number }) => bytes.with(at, likely[number(likely.length)]),
  /** A length of 4 GiB, or nearly. */
  (bytes, { at }) => bytes.slice().fill(0xff, at, at + 4),
  /** A length of nothing. */
  (bytes, { at }) => bytes.slice().fill(0, at, at + 4),
  /** Something missing. */
  (bytes, { at, number }) => concatenate([bytes.subarray(0, at), bytes.subarray(at + 1 + number(30))]),
  /** Something twice. */
  (bytes, { at, number }) => concatenate([bytes.subarray(0, at + number(60)), bytes.subarray(at)]),
  /** Something else in between. */
  (bytes, { at, number }) =>
    concatenate([
      bytes.subarray(0, at),
      recorded[number(recorded.length)].subarray(number(40)),
      bytes.subarray(at),
    ]),
  /** Bytes of no meaning. */
  (bytes, { at, number }) => bytes.map((byte, index) => index >= at && index < at + 8 ? number(256) : byte),
  /** Another PDU before it. */
  (bytes, { number }) => concatenate([[rejection, abort, ...recorded][number(6)], bytes]),
  /** Its length put right, whatever is in it. */
  (bytes) => withLength(bytes),
];

/** Something that gets beyond the header, too. */
function withLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 6) return bytes;
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(2, bytes.length - 6);
  return changed;
}

/** The answers of a peer: at least one of them is not what it was, but for every sixteenth time. */
export function damaged(number: Random): Uint8Array[] {
  const answers: Uint8Array[] = [number(12) === 0 ? rejection : recordedAcceptance, ...recorded.slice(1)];
  if (number(16) === 0) return answers;
  const index = number(answers.length);
  let bytes = answers[index];
  for (let round = 1 + number(3); round > 0 && bytes.length > 0; round--) {
    const at = number(3) === 0 ? number(Math.min(12, bytes.length)) : number(bytes.length);
    bytes = changes[number(changes.length)](bytes, { at, number });
  }
  answers[index] = number(2) === 0 ? withLength(bytes) : bytes;
  return answers;
}
