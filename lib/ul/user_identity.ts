/**
 * User identity sub-items (PS3.7, Annex D.3.3.7).
 *
 * @module
 */
import { contentAt, itemOf, itemTypes, lengthError, lengthField } from "./items.ts";
import type { UserIdentity } from "./pdu.ts";

/** The sub-item of an A-ASSOCIATE-RQ (PS3.7, Table D.3-14). */
export function userIdentityItem({ type, positiveResponse, primary, secondary }: UserIdentity): Uint8Array {
  return itemOf(itemTypes.userIdentityRq, [
    Uint8Array.of(type, positiveResponse ? 1 : 0),
    lengthField(primary.length),
    primary,
    lengthField(secondary.length),
    secondary,
  ]);
}

/** How many bytes the sub-item of an A-ASSOCIATE-RQ takes with its header. */
export function userIdentityBytes({ primary, secondary }: UserIdentity): number {
  return 4 + 2 + 2 + primary.length + 2 + secondary.length;
}

/**
 * Reads the sub-item of an A-ASSOCIATE-RQ: bytes 5 type, 6 positive response requested, 7-8 length of the primary
 * field, 9-n primary field, n+1 to n+2 length of the secondary field, n+3 to m secondary field.
 */
export function userIdentityAt(bytes: Uint8Array, at: number): UserIdentity {
  const what = "user identity rq";
  const content = contentAt(bytes, { at, what, minimum: 10 });
  const primary = fieldAt(content, { at: 2, what });
  const secondary = fieldAt(content, { at: 4 + primary.length, what });
  return { type: content[0], positiveResponse: content[1] !== 0, primary, secondary };
}

/** The sub-item of an A-ASSOCIATE-AC (PS3.7, Table D.3-15). */
export function userIdentityResponseItem(response: Uint8Array): Uint8Array {
  return itemOf(itemTypes.userIdentityAc, [lengthField(response.length), response]);
}

/** Reads the sub-item of an A-ASSOCIATE-AC: bytes 5-6 length of the response, 7-n response. */
export function userIdentityResponseAt(bytes: Uint8Array, at: number): Uint8Array {
  const what = "user identity ac";
  return fieldAt(contentAt(bytes, { at, what, minimum: 6 }), { at: 0, what });
}

function fieldAt(content: Uint8Array, { at, what }: { at: number; what: string }): Uint8Array {
  const got = content.length - at;
  if (got < 2) throw lengthError(what, { got, minimum: 2 });
  const length = content[at] << 8 | content[at + 1];
  if (length > got - 2) throw lengthError(what, { got: got - 2, claimed: length });
  return content.subarray(at + 2, at + 2 + length);
}
