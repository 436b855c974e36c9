/** The smallest DICOM file that can be sent. */
import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "./dicom_file.ts";

/** A Secondary Capture that consists of its SOP class and its SOP instance, in explicit little endian. */
export function smallFile(): Uint8Array {
  const element = (tag: number[], value: string) => {
    const padded = value.length % 2 === 1 ? `${value}\0` : value;
    return [...tag, 0x55, 0x49, padded.length, 0, ...new TextEncoder().encode(padded)];
  };
  const sopClass = element([8, 0, 0x16, 0], "1.2.840.10008.5.1.4.1.1.7");
  const dataSet = Uint8Array.from([...sopClass, ...element([8, 0, 0x18, 0], "1.2.3.4")]);
  return dicomFile(dataSet, transferSyntaxOf("1.2.840.10008.1.2.1")!);
}
