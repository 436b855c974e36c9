/**
 * A-ASSOCIATE-RJ, A-RELEASE-RQ, A-RELEASE-RP and A-ABORT (PS3.8, Sections 9.3.4 and 9.3.6 to 9.3.8): four bytes each.
 *
 * @module
 */
import { lengthError } from "./items.ts";
import type { Abort, AssociateRj } from "./pdu.ts";

const bodyBytes = 4;

/** The body of an A-ASSOCIATE-RJ: byte 7 reserved, 8 result, 9 source, 10 reason. */
export function associateRjBody({ result, source, reason }: AssociateRj): Uint8Array {
  return Uint8Array.of(0, result, source, reason);
}

/** Reads the body of an A-ASSOCIATE-RJ. */
export function readAssociateRj(body: Uint8Array): AssociateRj {
  checkLength(body, "associate reject PDU");
  return { kind: "associate-rj", result: body[1], source: body[2], reason: body[3] };
}

/** The body of an A-RELEASE-RQ or A-RELEASE-RP: bytes 7-10 reserved. */
export function releaseBody(): Uint8Array {
  return new Uint8Array(bodyBytes);
}

/** The body of an A-ABORT: bytes 7-8 reserved, 9 source, 10 reason. */
export function abortBody({ source, reason }: Abort): Uint8Array {
  return Uint8Array.of(0, 0, source, reason);
}

/** Reads the body of an A-ABORT. */
export function readAbort(body: Uint8Array): Abort {
  checkLength(body, "abort PDU");
  return { kind: "abort", source: body[2], reason: body[3] };
}

function checkLength(body: Uint8Array, what: string): void {
  const got = body.length;
  if (got < bodyBytes) throw lengthError(what, { got, minimum: bodyBytes });
}
