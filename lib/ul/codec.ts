/**
 * PDUs as bytes (PS3.8, Section 9.3): encoding, and decoding with its three answers.
 *
 * @module
 */
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions, networkCondition, withCause } from "../dictionary/conditions.ts";
import {
  readAssociateAc,
  readAssociateRq,
  TransferSyntaxCountError,
  writeAssociateAc,
  writeAssociateRq,
} from "./associate_pdus.ts";
import { readAbort, readAssociateRj, writeAbort, writeAssociateRj, writeRelease } from "./ending_pdus.ts";
import { readPDataTf, writePDataTf } from "./pdata_pdu.ts";
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
  const header = new ByteReader(bytes);
  const type = header.u8();
  header.u8();
  const length = header.u32();
  if (!(type in bodies)) return unknownPdu({ type, bytes: length, available: bytes.length });
  const condition = lengthFault(length, { type, limits });
  if (condition) return { kind: "fault", condition };
  const end = pduHeaderBytes + length;
  if (bytes.length < end) return { kind: "need more", bytes: end };
  try {
    const pdu = bodies[type as PduType](new ByteReader(bytes.subarray(pduHeaderBytes, end)));
    return { kind: "pdu", pdu, bytes: end };
  } catch (error) {
    if (error instanceof DicomError) return { kind: "fault", condition: error.condition };
    throw error;
  }
}

/** Its body is not waited for: nothing good can follow it (PS3.8, Table 9-10, event 19). */
function unknownPdu({ type, bytes, available }: { type: number; bytes: number; available: number }): Decoded {
  const pdu: UnknownPdu = { kind: "unknown", type, bytes };
  return { kind: "pdu", pdu, bytes: Math.min(available, pduHeaderBytes + bytes) };
}

function lengthFault(
  length: number,
  { type, limits }: { type: number; limits: DecodeLimits },
): Condition | undefined {
  if (type !== pduTypes.pDataTf) return length > maxOtherBytes ? conditions.DUL_ILLEGALPDULENGTH : undefined;
  if (limits.maxPduBytes === 0 || length <= limits.maxPduBytes) return undefined;
  const text = `DUL Illegal PDU Length ${length}.  Max expected ${limits.maxPduBytes}`;
  return networkCondition("DULC_ILLEGALPDULENGTH", text);
}

type PduType = (typeof pduTypes)[keyof typeof pduTypes];

const bodies: Record<PduType, (reader: ByteReader) => Pdu> = {
  [pduTypes.associateRq]: illFormed(readAssociateRq),
  [pduTypes.associateAc]: illFormed(readAssociateAc),
  [pduTypes.associateRj]: readAssociateRj,
  [pduTypes.pDataTf]: readPDataTf,
  [pduTypes.releaseRq]: () => ({ kind: "release-rq" }),
  [pduTypes.releaseRp]: () => ({ kind: "release-rp" }),
  [pduTypes.abort]: readAbort,
};

/** Faults of these PDUs are the cause of another condition in DCMTK, with one exception. */
function illFormed(read: (reader: ByteReader) => Pdu): (reader: ByteReader) => Pdu {
  return (reader) => {
    try {
      return read(reader);
    } catch (cause) {
      if (!(cause instanceof DicomError) || cause instanceof TransferSyntaxCountError) throw cause;
      throw new DicomError(withCause(conditions.DUL_ILLEGALPDU, cause.condition), { cause });
    }
  };
}

/** Every PDU that can be sent. */
export type SendablePdu = Exclude<Pdu, UnknownPdu>;

/** Encodes a PDU; throws a `DicomError` where something in it cannot be sent. */
export function encodePdu(pdu: SendablePdu): Uint8Array {
  const writer = new ByteWriter();
  writer.u8(typeOf[pdu.kind]);
  writer.u8(0);
  writer.withLength32(() => writeBody(writer, pdu));
  return writer.written;
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

function writeBody(writer: ByteWriter, pdu: SendablePdu): void {
  switch (pdu.kind) {
    case "associate-rq":
      return writeAssociateRq(writer, pdu);
    case "associate-ac":
      return writeAssociateAc(writer, pdu);
    case "associate-rj":
      return writeAssociateRj(writer, pdu);
    case "p-data-tf":
      return writePDataTf(writer, pdu);
    case "release-rq":
    case "release-rp":
      return writeRelease(writer);
    case "abort":
      return writeAbort(writer, pdu);
  }
}
