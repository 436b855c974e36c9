/**
 * User identity sub-items (PS3.7, Annex D.3.3.7).
 *
 * @module
 */
import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { itemTypes, lengthError, readItem, writeItem } from "./items.ts";
import type { UserIdentity } from "./pdu.ts";

/** Writes the sub-item of an A-ASSOCIATE-RQ (PS3.7, Table D.3-14). */
export function writeUserIdentity(writer: ByteWriter, identity: UserIdentity): void {
  writeItem(writer, {
    type: itemTypes.userIdentityRq,
    body: () => {
      writer.u8(identity.type);
      writer.u8(identity.positiveResponse ? 1 : 0);
      writer.withLength16(() => writer.bytes(identity.primary));
      writer.withLength16(() => writer.bytes(identity.secondary));
    },
  });
}

/** How many bytes the sub-item of an A-ASSOCIATE-RQ takes with its header. */
export function userIdentityBytes({ primary, secondary }: UserIdentity): number {
  return 4 + 2 + 2 + primary.length + 2 + secondary.length;
}

/**
 * Reads the sub-item of an A-ASSOCIATE-RQ: bytes 5 type, 6 positive response requested, 7-8 length of the primary
 * field, 9-n primary field, n+1 to n+2 length of the secondary field, n+3 to m secondary field.
 */
export function readUserIdentity(reader: ByteReader): UserIdentity {
  const { content } = readItem(reader, { what: "user identity rq", minimum: 10 });
  const type = content.u8();
  const positiveResponse = content.u8() !== 0;
  const primary = readField(content, "user identity rq");
  const secondary = readField(content, "user identity rq");
  return { type, positiveResponse, primary, secondary };
}

/** Writes the sub-item of an A-ASSOCIATE-AC (PS3.7, Table D.3-15). */
export function writeUserIdentityResponse(writer: ByteWriter, response: Uint8Array): void {
  writeItem(writer, {
    type: itemTypes.userIdentityAc,
    body: () => writer.withLength16(() => writer.bytes(response)),
  });
}

/** Reads the sub-item of an A-ASSOCIATE-AC: bytes 5-6 length of the response, 7-n response. */
export function readUserIdentityResponse(reader: ByteReader): Uint8Array {
  const { content } = readItem(reader, { what: "user identity ac", minimum: 6 });
  return readField(content, "user identity ac");
}

function readField(content: ByteReader, what: string): Uint8Array {
  if (content.remaining < 2) throw lengthError(what, { got: content.remaining, minimum: 2 });
  const length = content.u16();
  if (length > content.remaining) throw lengthError(what, { got: content.remaining, claimed: length });
  return content.bytes(length);
}
