/**
 * A-ASSOCIATE-RJ, A-RELEASE-RQ, A-RELEASE-RP and A-ABORT (PS3.8, Sections 9.3.4 and 9.3.6 to 9.3.8): four bytes each.
 *
 * @module
 */
import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { lengthError } from "./items.ts";
import type { Abort, AssociateRj } from "./pdu.ts";

const bodyBytes = 4;

/** Writes the body of an A-ASSOCIATE-RJ: byte 7 reserved, 8 result, 9 source, 10 reason. */
export function writeAssociateRj(writer: ByteWriter, { result, source, reason }: AssociateRj): void {
  writer.bytes(Uint8Array.of(0, result, source, reason));
}

/** Reads the body of an A-ASSOCIATE-RJ. */
export function readAssociateRj(reader: ByteReader): AssociateRj {
  checkLength(reader, "associate reject PDU");
  reader.u8();
  return { kind: "associate-rj", result: reader.u8(), source: reader.u8(), reason: reader.u8() };
}

/** Writes the body of an A-RELEASE-RQ or A-RELEASE-RP: bytes 7-10 reserved. */
export function writeRelease(writer: ByteWriter): void {
  writer.u32(0);
}

/** Writes the body of an A-ABORT: bytes 7-8 reserved, 9 source, 10 reason. */
export function writeAbort(writer: ByteWriter, { source, reason }: Abort): void {
  writer.bytes(Uint8Array.of(0, 0, source, reason));
}

/** Reads the body of an A-ABORT. */
export function readAbort(reader: ByteReader): Abort {
  checkLength(reader, "abort PDU");
  reader.u16();
  return { kind: "abort", source: reader.u8(), reason: reader.u8() };
}

function checkLength(reader: ByteReader, what: string): void {
  const got = reader.remaining;
  if (got < bodyBytes) throw lengthError(what, { got, minimum: bodyBytes });
}
