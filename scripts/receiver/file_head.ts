/** The beginning of a DICOM file: preamble, prefix and file meta information (PS3.10, Section 7.1). */
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder } from "../../tests/support/encoder.ts";

/** What the file meta information says of the data set. */
export interface FileHead {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Who sent it (0002,0016); absent where nobody did. */
  readonly sourceAeTitle?: string;
}

const implementationClassUid = "2.25.291839142347238412734871238471238471";
const encoder = new Encoder(explicitVrLittleEndian);

const uid = (tag: number, value: string) =>
  encoder.element(tag, { name: "UI", value: value.length % 2 ? `${value}\0` : value });

/** Everything of a file that stands in front of the data set. */
export function fileHead(
  { sopClassUid, sopInstanceUid, transferSyntaxUid, sourceAeTitle }: FileHead,
): Uint8Array {
  const title = sourceAeTitle?.padEnd(sourceAeTitle.length + sourceAeTitle.length % 2);
  const group = [
    ...encoder.element(0x00020001, { name: "OB", value: [0, 1] }),
    ...uid(0x00020002, sopClassUid),
    ...uid(0x00020003, sopInstanceUid),
    ...uid(0x00020010, transferSyntaxUid),
    ...uid(0x00020012, implementationClassUid),
    ...(title ? encoder.element(0x00020016, { name: "AE", value: title }) : []),
  ];
  const length = encoder.element(0x00020000, { name: "UL", value: encoder.number(group.length, 4) });
  const prefix = new TextEncoder().encode("DICM");
  return Uint8Array.from([...new Uint8Array(128), ...prefix, ...length, ...group]);
}
