import { assertEquals } from "@std/assert";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder, type Value } from "../support/encoder.ts";
import { inspectBytes } from "../support/inspecting.ts";

const encoder = new Encoder(explicitVrLittleEndian);
const element = (tag: number, [name, value]: [string, Value]) => encoder.element(tag, { name, value });
const file = (dataSet: number[]) => dicomFile(Uint8Array.from(dataSet), explicitVrLittleEndian);
const sop = [
  ...element(0x00080016, ["UI", "1.2.840.10008.5.1.4.1.1.7\0"]),
  ...element(0x00080018, ["UI", "1.2.3.4\0"]),
];
const patient = element(0x00100020, ["LO", "1234"]);
const code = encoder.item(element(0x00080100, ["SH", "AB"]), "delimiter");

const undefinedSequence = encoder.sequence(0x0040a043, { items: [code], ending: "delimiter" });
const group = (length: number) => element(0x00100000, ["UL", encoder.number(length, 4)]);

const rewriting: Record<string, [dataSet: number[], needsRewriting: boolean]> = {
  "undefined lengths": [[...sop, ...undefinedSequence], false],
  "defined lengths": [[
    ...sop,
    ...encoder.sequence(0x0040a043, { items: [encoder.item([], "length")], ending: "length" }),
  ], false],
  "much padding of a text": [[...sop, ...element(0x00100020, ["LO", "1         "])], false],
  "a right group length": [[...sop, ...group(12), ...patient], false],
  "a right group length in the middle": [[
    ...sop,
    ...group(12),
    ...patient,
    ...element(0x00200011, ["IS", "1 "]),
  ], false],
  "a wrong group length": [[...sop, ...group(14), ...patient], true],
  "a group length that is too short": [[...sop, ...group(2), ...patient], true],
  "an odd length": [[...sop, ...element(0x00100020, ["LO", "123"])], true],
  "a UID with a space at its end": [[...sop, ...element(0x0020000d, ["UI", "1.2.3 "])], true],
  "a UID with too much padding": [[...sop, ...element(0x0020000d, ["UI", "1.2.3\0\0\0"])], true],
  "elements out of order": [[...patient, ...sop], true],
  "an element twice": [[...sop, ...patient, ...patient], true],
  "trailing padding": [[...sop, ...element(0xfffcfffc, ["OB", [0, 0]])], true],
  "trailing padding of an item": [[
    ...sop,
    ...encoder.sequence(0x0040a043, {
      items: [encoder.item(element(0xfffcfffc, ["OB", [0, 0]]), "length")],
      ending: "length",
    }),
  ], true],
  "trailing zeros": [[...sop, ...patient, 0, 0, 0, 0, 0, 0, 0, 0], true],
  "meta elements in the data set": [[...element(0x00020010, ["UI", "1.2 "]), ...sop], true],
  "no VR": [[...sop, ...element(0x00100020, ["??", "1234"])], true],
  "UN that is a sequence": [[
    ...sop,
    ...encoder.sequence(0x00411001, { items: [], ending: "delimiter", name: "UN" }),
  ], true],
  "UN that is none": [[...sop, ...element(0x00411001, ["UN", "1234"])], false],
  "fragments in a transfer syntax without any": [[
    ...sop,
    ...[0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff],
    ...[0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
  ], true],
  "reserved bytes": [[...sop, 0x10, 0, 0, 0x40, 0x55, 0x54, 1, 0, 0, 0, 0, 0], true],
};

for (const [name, [bytes, needsRewriting]] of Object.entries(rewriting)) {
  Deno.test(`${needsRewriting ? "written anew" : "sent as it is"}: ${name}`, async () => {
    const { instance } = await inspectBytes(file(bytes));
    assertEquals(instance?.needsRewriting, needsRewriting);
  });
}
