/**
 * P-DATA-TF (PS3.8, Section 9.3.5) and presentation data values (Annex E.2).
 *
 * @module
 */
import type { ByteReader, ByteWriter } from "../base/bytes.ts";
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

/** Writes the body of a P-DATA-TF: presentation data values, one after the other. */
export function writePDataTf(writer: ByteWriter, { pdvs }: PDataTf): void {
  for (const pdv of pdvs) {
    writer.withLength32(() => {
      writer.u8(pdv.contextId);
      writer.u8((pdv.isCommand ? commandBit : 0) | (pdv.isLast ? lastBit : 0));
      writer.bytes(pdv.data);
    });
  }
}

/** Reads the body of a P-DATA-TF; the data of its values are views. */
export function readPDataTf(reader: ByteReader): PDataTf {
  const pdvs: Pdv[] = [];
  while (reader.remaining >= lengthBytes) pdvs.push(readPdv(reader, pdvs.length));
  if (reader.remaining > 0) throw lengthsDoNotAddUp(pdvs.length);
  if (pdvs.length > 0) return { kind: "p-data-tf", pdvs };
  throw illegalPdu(
    "PDU without any PDVs encountered. In DT_2_IndicatePData.  " +
      "This probably indicates a  malformed P DATA PDU.",
  );
}

/** Bytes 1-4 length, 5 context id, 6 message control header, 7-n fragment (PS3.8, Table 9-23 and Annex E.2). */
function readPdv(reader: ByteReader, before: number): Pdv {
  const length = reader.u32();
  if (length < 2) {
    const text = `PDV with invalid length ${length} encountered. ` +
      "This probably indicates a malformed P DATA PDU.";
    throw new DicomError(networkCondition("DULC_ILLEGALPDULENGTH", text));
  }
  if (length > reader.remaining) throw lengthsDoNotAddUp(before + 1);
  const contextId = reader.u8();
  const control = reader.u8();
  const data = reader.bytes(length - 2);
  return { contextId, isCommand: (control & commandBit) !== 0, isLast: (control & lastBit) !== 0, data };
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
