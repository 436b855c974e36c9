/** Objects to send: Secondary Captures of any size, each with an instance UID of its own. */
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "../support/dicom_file.ts";

/** SOP class of all of them. */
export const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

/** A file, and what has to arrive of it. */
export interface TestObject {
  readonly instanceUid: string;
  readonly dataSet: Uint8Array;
  readonly file: Uint8Array;
}

/** Makes the object of that number, with so many bytes of pixel data. */
export function testObject(number: number, pixelBytes: number): TestObject {
  const instanceUid = `1.2.3.4.${number}`;
  const head = [...uidElement(0x16, secondaryCapture), ...uidElement(0x18, instanceUid)];
  const dataSet = new Uint8Array(head.length + 12 + pixelBytes);
  dataSet.set(head);
  dataSet.set([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42], head.length);
  new DataView(dataSet.buffer).setUint32(head.length + 8, pixelBytes, true);
  for (let index = head.length + 12; index < dataSet.length; index++) dataSet[index] = index * number & 0xff;
  return { instanceUid, dataSet, file: dicomFile(dataSet, explicitVrLittleEndian) };
}

function uidElement(element: number, value: string): number[] {
  const padded = value.length % 2 === 1 ? `${value}\0` : value;
  return [8, 0, element, 0, 0x55, 0x49, padded.length, 0, ...new TextEncoder().encode(padded)];
}
