/** DICOM files made of a data set and as little meta information as DCMTK accepts. */
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const number16 = (value: number) => [value & 0xff, value >> 8];

function metaElement(element: number, { vr, value }: { vr: string; value: number[] }): number[] {
  return [...number16(2), ...number16(element), ...ascii(vr), ...number16(value.length), ...value];
}

const uid = (value: string) => ascii(value.length % 2 === 1 ? `${value}\0` : value);

/** A file of Secondary Capture with the data set given (PS3.10, Section 7.1). */
export function dicomFile(dataSet: Uint8Array, syntax: TransferSyntax): Uint8Array {
  const group = [
    ...[2, 0, 1, 0, ...ascii("OB"), 0, 0, 2, 0, 0, 0, 0, 1],
    ...metaElement(0x0002, { vr: "UI", value: uid("1.2.840.10008.5.1.4.1.1.7") }),
    ...metaElement(0x0003, { vr: "UI", value: uid("1.2.3.4") }),
    ...metaElement(0x0010, { vr: "UI", value: uid(syntax.uid) }),
    ...metaElement(0x0012, { vr: "UI", value: uid("1.2.3") }),
  ];
  const length = metaElement(0x0000, { vr: "UL", value: [...number16(group.length), 0, 0] });
  const head = [...new Array<number>(128).fill(0), ...ascii("DICM"), ...length, ...group];
  const file = new Uint8Array(head.length + dataSet.length);
  file.set(head);
  file.set(dataSet, head.length);
  return file;
}

/** Bytes as a file that is read from anywhere. */
export function inMemory(bytes: Uint8Array): {
  readonly sizeBytes: number;
  readAt(target: Uint8Array, position: number): number;
} {
  return {
    sizeBytes: bytes.length,
    readAt(target, position) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
}
