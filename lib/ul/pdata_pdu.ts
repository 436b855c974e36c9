/**
 * P-DATA-TF (PS3.8, Section 9.3.5) and presentation data values (Annex E.2).
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import type { PDataTf, Pdv } from "./pdu.ts";

/** Bit of the message control header: a fragment of a command. */
export const commandBit = 0x01;
/** Bit of the message control header: the last fragment. */
export const lastBit = 0x02;
/** Bytes of a PDV before its fragment: 1-4 length, 5 context id, 6 message control header. */
export const pdvHeaderBytes = 6;

const lengthBytes = 4;

/** The body of a P-DATA-TF: presentation data values, one after the other, in parts. */
export function pDataTfBody({ pdvs }: PDataTf): Uint8Array[] {
  return pdvs.flatMap(({ contextId, isCommand, isLast, data }) => {
    const header = new Uint8Array(pdvHeaderBytes);
    new DataView(header.buffer).setUint32(0, pdvHeaderBytes - lengthBytes + data.length);
    header[4] = contextId;
    header[5] = (isCommand ? commandBit : 0) | (isLast ? lastBit : 0);
    return [header, data];
  });
}

/**
 * Reads the body of a P-DATA-TF: in every presentation data value bytes 1-4 length, 5 context id, 6 message control
 * header, 7-n fragment (PS3.8, Table 9-23 and Annex E.2). Fragments are views.
 */
export function readPDataTf(body: Uint8Array): PDataTf {
  const pdvs: Pdv[] = [];
  let at = 0;
  while (body.length - at >= lengthBytes) {
    const length = (body[at] << 24 | body[at + 1] << 16 | body[at + 2] << 8 | body[at + 3]) >>> 0;
    const begin = at + pdvHeaderBytes;
    at += lengthBytes + length;
    if (length < 2) throw invalidLength(length);
    if (at > body.length) throw lengthsDoNotAddUp(pdvs.length + 1);
    const control = body[begin - 1];
    pdvs.push({
      contextId: body[begin - 2],
      isCommand: (control & commandBit) !== 0,
      isLast: (control & lastBit) !== 0,
      data: body.subarray(begin, at),
    });
  }
  if (at < body.length) throw lengthsDoNotAddUp(pdvs.length);
  if (pdvs.length > 0) return { kind: "p-data-tf", pdvs };
  throw illegalPdu(
    "PDU without any PDVs encountered. In DT_2_IndicatePData.  " +
      "This probably indicates a  malformed P DATA PDU.",
  );
}

function invalidLength(length: number): DicomError {
  const text = `PDV with invalid length ${length} encountered. ` +
    "This probably indicates a malformed P DATA PDU.";
  return new DicomError(networkCondition("DULC_ILLEGALPDULENGTH", text));
}

function lengthsDoNotAddUp(pdvs: number): DicomError {
  return illegalPdu(
    `PDV lengths don't add up correctly: ${pdvs} PDVs. ` +
      "This probably indicates a malformed P-DATA PDU. PDU type is 04.",
  );
}

function illegalPdu(text: string): DicomError {
  return new DicomError(networkCondition("DULC_ILLEGALPDU", text));
}
