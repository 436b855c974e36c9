/** Files that are odd in one way each, made by hand. */
import { deflateRawSync } from "node:zlib";
import { explicitVrLittleEndian, transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import { concatenate } from "./cook.ts";
import { dicomFile } from "./dicom_file.ts";
import { Encoder, type Value } from "./encoder.ts";

const encoder = new Encoder(explicitVrLittleEndian);
const element = (tag: number, [name, value]: [string, Value]) => encoder.element(tag, { name, value });
const file = (dataSet: number[], syntax = explicitVrLittleEndian) =>
  dicomFile(Uint8Array.from(dataSet), syntax);
const sopClass = "1.2.840.10008.5.1.4.1.1.7";
const sopInstance = element(0x00080018, ["UI", "1.2.3.4\0"]);
const patient = element(0x00100020, ["LO", "1234"]);
const prefixEnd = 132;
const groupLengthEnd = 144;

/** Group lengths of the meta information that are none. */
function* groupLengths(): Generator<[string, Uint8Array]> {
  const whole = file([...element(0x00080016, ["UI", `${sopClass}\0`]), ...sopInstance, ...patient]);
  const lengths = { UL: [0, 1, 2, 3, 8], US: [2, 4], UI: [4], OB: [4], OL: [4], "??": [4], FL: [4], UN: [4] };
  for (const [name, sizes] of Object.entries(lengths)) {
    for (const size of sizes) {
      const value = [0x54, 0, 0, 0, 0, 0, 0, 0].slice(0, size);
      const groupLength = Uint8Array.from(element(0x00020000, [name, value]));
      const parts = [whole.subarray(0, prefixEnd), groupLength, whole.subarray(groupLengthEnd)];
      yield [`group-length-${name.replace("??", "none")}-${size}`, concatenate(parts)];
    }
  }
  for (const change of [-86, -20, -8, 1, 8, 30, 50, 100]) {
    const bytes = whole.slice();
    bytes[groupLengthEnd - 4] += change;
    yield [`group-length-by-${change}`, bytes];
  }
}

/** Meta information that is said to be longer than the file, which ends in this or that way. */
function* endsOfMeta(): Generator<[string, Uint8Array]> {
  const item = encoder.item([], "length");
  const ends: Record<string, number[]> = {
    "empty-text": element(0x00100020, ["LO", ""]),
    "empty-bytes": element(0x00420011, ["OB", ""]),
    "empty-numbers": element(0x00660016, ["OF", ""]),
    "empty-meta": element(0x00020016, ["AE", ""]),
    "empty-sequence": encoder.sequence(0x0040a043, { items: [], ending: "length" }),
    "empty-item": encoder.sequence(0x0040a043, { items: [item], ending: "length" }),
    "empty-in-item": encoder.sequence(0x0040a043, {
      items: [encoder.item(element(0x00100020, ["LO", ""]), "length")],
      ending: "length",
    }),
    "delimiter": encoder.sequence(0x0040a043, { items: [], ending: "delimiter" }),
    "a-value": patient,
  };
  for (const [name, end] of Object.entries(ends)) {
    const bytes = file([...sopInstance, ...end]);
    bytes[groupLengthEnd - 3] = 9;
    yield [`meta-ends-with-${name}`, bytes];
    yield [`meta-ends-with-${name}-no-preamble`, bytes.slice(prefixEnd)];
  }
}

/** SOP Class UIDs that are no UIDs. */
function* sopClasses(): Generator<[string, Uint8Array]> {
  const values: [name: string, value: string][] = [
    ["UI", ` ${sopClass}`],
    ["LO", `${sopClass} `],
    ["UT", `${sopClass} `],
    ["OB", `${sopClass}\0`],
    ["UN", ""],
    ["US", "12"],
    ["ZZ", `${sopClass}\0`],
    ["LT", `1.2\0${sopClass}`],
  ];
  for (const [index, [name, value]] of values.entries()) {
    yield [
      `sop-class-${index}-${name}`,
      file([...element(0x00080016, [name, value]), ...sopInstance, ...patient]),
    ];
  }
}

/** Pixel data, overlays and look-up tables that are not what they should be. */
function* pixels(): Generator<[string, Uint8Array]> {
  const jpeg = transferSyntaxOf("1.2.840.10008.1.2.4.50");
  const fragments = (tag: number, name: string) =>
    encoder.fragments(tag, { name, values: [[], "abc", "abcd"] });
  const creator = element(0x7fe10010, ["LO", "GEMS_Ultrasound_MovieGroup_001"]);
  const cases: number[][] = [
    fragments(0x7fe00010, "OW"),
    fragments(0x7fe00010, "UN"),
    fragments(0x60003000, "OW"),
    fragments(0x00281201, "OB"),
    element(0x7fe00010, ["OB", "abcd"]),
    element(0x7fe00010, ["OX", "abcd"]),
    element(0x00283010, ["OW", "abcd"]),
    [...creator, ...fragments(0x7fe11060, "OB")],
    [...creator, ...element(0x7fe11060, ["OB", "abcd"])],
  ];
  for (const [index, dataSet] of cases.entries()) {
    yield [`pixels-${index}`, file([...sopInstance, ...dataSet])];
    yield [`pixels-${index}-jpeg`, file([...sopInstance, ...dataSet], jpeg)];
  }
}

/** Values without an end in deflated data sets, where DCMTK loads them at once. */
function* endless(): Generator<[string, Uint8Array]> {
  const deflated = transferSyntaxOf("1.2.840.10008.1.2.1.99")!;
  for (const name of ["UT", "UC", "OF", "OV", "SV"]) {
    for (const rest of [0, 1, 300]) {
      const header = [0x10, 0, 0, 0x40, ...name].map((part) =>
        typeof part === "string" ? part.charCodeAt(0) : part
      );
      const value = [0, 0, 0xff, 0xff, 0xff, 0xff, ...new Array<number>(rest).fill(0x41)];
      const dataSet = Uint8Array.from([...sopInstance, ...header, ...value]);
      yield [`endless-${name}-${rest}`, dicomFile(new Uint8Array(deflateRawSync(dataSet)), deflated)];
    }
  }
}

/** All of them, by name. */
export function oddFiles(): Map<string, Uint8Array> {
  return new Map([
    ...groupLengths(),
    ...sopClasses(),
    ...pixels(),
    ...endless(),
    ...endsOfMeta(),
    ["empty", new Uint8Array(0)],
    ["text", new TextEncoder().encode("It was a dark and stormy night.\n".repeat(20))],
    ["preamble-alone", new Uint8Array(200)],
    ["meta-alone", file([])],
  ]);
}
