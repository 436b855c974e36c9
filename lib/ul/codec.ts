/**
 * PDUs as bytes (PS3.8, Section 9.3): encoding, and decoding with its three answers.
 *
 * @module
 */
import { joined } from "../base/bytes.ts";
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import {
  associateAcBody,
  associateRqBody,
  readAssociateAc,
  readAssociateRq,
  TransferSyntaxCountError,
} from "./associate_pdus.ts";
import { abortBody, associateRjBody, readAbort, readAssociateRj, releaseBody } from "./ending_pdus.ts";
import { pDataTfBody, readPDataTf } from "./pdata_pdu.ts";
import type { Pdu, UnknownPdu } from "./pdu.ts";

/** Types of PDUs. */
export const pduTypes = {
  associateRq: 0x01,
  associateAc: 0x02,
  associateRj: 0x03,
  pDataTf: 0x04,
  releaseRq: 0x05,
  releaseRp: 0x06,
  abort: 0x07,
} as const;

/** Bytes of a PDU before its body: 1 type, 2 reserved, 3-6 length. */
export const pduHeaderBytes = 6;

/** What bytes turned out to be. */
export type Decoded = DecodedPdu | NeedMore | Fault;

/** A whole PDU. */
export interface DecodedPdu {
  readonly kind: "pdu";
  readonly pdu: Pdu;
  /** How many bytes it took. */
  readonly bytes: number;
}

/** The beginning of a PDU. */
export interface NeedMore {
  readonly kind: "need more";
  /** How many bytes there have to be from its beginning before another try makes sense. */
  readonly bytes: number;
}

/** Something that is no PDU, or more of it than is allowed. Where the next one begins nobody knows. */
export interface Fault {
  readonly kind: "fault";
  /** What DCMTK says of it. */
  readonly condition: Condition;
}

/** What limits the PDUs that are decoded. */
export interface DecodeLimits {
  /** Longest P-DATA-TF, without its header: what was announced as maximum length received; 0 for no limit. */
  readonly maxPduBytes: number;
}

/**
 * Length of all other PDUs that is believed. An A-ASSOCIATE-RQ with 128 contexts of 100 transfer syntaxes and full
 * user information is shorter.
 */
const maxOtherBytes = 0x100000;

/** Decodes the PDU at the beginning of the bytes. Its byte arrays are views of them. */
export function decodePdu(bytes: Uint8Array, limits: DecodeLimits): Decoded {
  if (bytes.length < pduHeaderBytes) return { kind: "need more", bytes: pduHeaderBytes };
  const type = bytes[0];
  const length = (bytes[2] << 24 | bytes[3] << 16 | bytes[4] << 8 | bytes[5]) >>> 0;
  if (type === 0 || type > pduTypes.abort) {
    return unknownPdu({ type, bytes: length, available: bytes.length });
  }
  const maxBytes = type === pduTypes.pDataTf ? limits.maxPduBytes || Infinity : maxOtherBytes;
  if (length > maxBytes) return { kind: "fault", condition: tooLong(length, { type, limits }) };
  const end = pduHeaderBytes + length;
  if (bytes.length < end) return { kind: "need more", bytes: end };
  try {
    const pdu = readBody(type as PduType, bytes.subarray(pduHeaderBytes, end));
    return { kind: "pdu", pdu, bytes: end };
  } catch (error) {
    if (error instanceof DicomError) return { kind: "fault", condition: faultOf(type, error) };
    throw error;
  }
}

/** Its body is not waited for: nothing good can follow it (PS3.8, Table 9-10, event 19). */
function unknownPdu({ type, bytes, available }: { type: number; bytes: number; available: number }): Decoded {
  const pdu: UnknownPdu = { kind: "unknown", type, bytes };
  return { kind: "pdu", pdu, bytes: Math.min(available, pduHeaderBytes + bytes) };
}

function tooLong(length: number, { type, limits }: { type: number; limits: DecodeLimits }): Condition {
  if (type !== pduTypes.pDataTf) return conditions.DUL_ILLEGALPDULENGTH;
  const text = `DUL Illegal PDU Length ${length}.  Max expected ${limits.maxPduBytes}`;
  return networkCondition("DULC_ILLEGALPDULENGTH", text);
}

type PduType = (typeof pduTypes)[keyof typeof pduTypes];

function readBody(type: PduType, body: Uint8Array): Pdu {
  switch (type) {
    case pduTypes.associateRq:
      return readAssociateRq(body);
    case pduTypes.associateAc:
      return readAssociateAc(body);
    case pduTypes.associateRj:
      return readAssociateRj(body);
    case pduTypes.pDataTf:
      return readPDataTf(body);
    case pduTypes.releaseRq:
      return { kind: "release-rq" };
    case pduTypes.releaseRp:
      return { kind: "release-rp" };
    case pduTypes.abort:
      return readAbort(body);
  }
}

/** Faults of A-ASSOCIATE-RQ and -AC are the cause of another condition in DCMTK, with one exception. */
function faultOf(type: number, error: DicomError): Condition {
  const isAssociate = type === pduTypes.associateRq || type === pduTypes.associateAc;
  if (!isAssociate || error instanceof TransferSyntaxCountError) return error.condition;
  return withCause(conditions.DUL_ILLEGALPDU, error.condition);
}

/** Every PDU that can be sent. */
export type SendablePdu = Exclude<Pdu, UnknownPdu>;

/** Encodes a PDU; throws a `DicomError` where something in it cannot be sent. */
export function encodePdu(pdu: SendablePdu): Uint8Array {
  const encoded = joined([new Uint8Array(pduHeaderBytes), ...bodyOf(pdu)]);
  encoded[0] = typeOf[pdu.kind];
  new DataView(encoded.buffer).setUint32(2, encoded.length - pduHeaderBytes);
  return encoded;
}

const typeOf: Record<SendablePdu["kind"], PduType> = {
  "associate-rq": pduTypes.associateRq,
  "associate-ac": pduTypes.associateAc,
  "associate-rj": pduTypes.associateRj,
  "p-data-tf": pduTypes.pDataTf,
  "release-rq": pduTypes.releaseRq,
  "release-rp": pduTypes.releaseRp,
  abort: pduTypes.abort,
};

function bodyOf(pdu: SendablePdu): Uint8Array[] {
  switch (pdu.kind) {
    case "associate-rq":
      return associateRqBody(pdu);
    case "associate-ac":
      return associateAcBody(pdu);
    case "associate-rj":
      return [associateRjBody(pdu)];
    case "p-data-tf":
      return pDataTfBody(pdu);
    case "release-rq":
    case "release-rp":
      return [releaseBody()];
    case "abort":
      return [abortBody(pdu)];
  }
}
