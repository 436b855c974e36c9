/**
 * Makes the DICOM files of testdata/dicom: small, synthetic, and the same on every machine.
 *
 *     deno run --allow-read --allow-write scripts/make_testdata.ts
 */
import { deflateRawSync } from "node:zlib";
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../lib/dictionary/transfer_syntaxes.ts";
import { Encoder } from "../tests/support/encoder.ts";
import { fileHead } from "./receiver/file_head.ts";
import { flatJpeg } from "./testdata/jpeg.ts";

const jpegBaseline = "1.2.840.10008.1.2.4.50";
const sopClass = {
  ct: "1.2.840.10008.5.1.4.1.1.2",
  mr: "1.2.840.10008.5.1.4.1.1.4",
  secondaryCapture: "1.2.840.10008.5.1.4.1.1.7",
  comprehensiveSr: "1.2.840.10008.5.1.4.1.1.88.33",
};

/** UIDs of this file only, under the root that needs no registration (PS3.5, Annex B.2). */
const uidRoot = "2.25.160339104577915137914403294512";

/** An element as a row: tag, VR, value. */
type Row = readonly [tag: number, name: string, value: string | readonly number[]];

interface TestFile {
  readonly name: string;
  readonly sopClassUid: string;
  /** How the data set is written. */
  readonly syntax: TransferSyntax;
  /** The transfer syntax named in the file, where it is another. */
  readonly transferSyntaxUid?: string;
  readonly rows: (encoder: Encoder) => (Row | number[])[];
  readonly compress?: (dataSet: Uint8Array) => Uint8Array;
}

const padded = (name: string, value: string) =>
  value.length % 2 === 0 ? value : value + (name === "UI" ? "\0" : " ");

function encode(encoder: Encoder, rows: readonly (Row | number[])[]): number[] {
  return rows.flatMap((row) => {
    if (typeof row[1] === "number") return row as number[];
    const [tag, name, value] = row as Row;
    return encoder.element(tag, { name, value: typeof value === "string" ? padded(name, value) : value });
  });
}

function patient(
  { sopClassUid, number, modality }: { sopClassUid: string; number: number; modality: string },
): Row[] {
  return [
    [0x00080016, "UI", sopClassUid],
    [0x00080018, "UI", `${uidRoot}.${number}.1`],
    [0x00080020, "DA", "20240229"],
    [0x00080030, "TM", "083000.125"],
    [0x00080060, "CS", modality],
    [0x00100010, "PN", "Test^Synthetic"],
    [0x00100020, "LO", `TEST-${number}`],
    [0x0020000d, "UI", `${uidRoot}.${number}.2`],
    [0x0020000e, "UI", `${uidRoot}.${number}.3`],
    [0x00200013, "IS", String(number)],
  ];
}

interface ImageShape {
  readonly samples: number;
  readonly photometric: string;
  readonly edge: number;
  readonly bits: 8 | 12;
  readonly frames?: number;
}

function image(encoder: Encoder, { samples, photometric, edge, bits, frames }: ImageShape): Row[] {
  const us = (tag: number, value: number): Row => [tag, "US", encoder.number(value, 2)];
  return [
    us(0x00280002, samples),
    [0x00280004, "CS", photometric],
    ...(samples > 1 ? [us(0x00280006, 0)] : []),
    ...(frames ? [[0x00280008, "IS", String(frames)] as Row] : []),
    us(0x00280010, edge),
    us(0x00280011, edge),
    us(0x00280100, bits === 8 ? 8 : 16),
    us(0x00280101, bits),
    us(0x00280102, bits - 1),
    us(0x00280103, 0),
  ];
}

/** A ramp of 12 bits, in words of the encoder's byte order. */
const ramp = (encoder: Encoder, edge: number) =>
  Array.from({ length: edge * edge }, (_, index) => encoder.number(index * 7 & 0xfff, 2)).flat();

const secondaryCapture: TestFile = {
  name: "sc_explicit_big_endian.dcm",
  sopClassUid: sopClass.secondaryCapture,
  syntax: explicitVrBigEndian,
  rows: (encoder) => [
    ...patient({ sopClassUid: sopClass.secondaryCapture, number: 3, modality: "OT" }),
    ...image(encoder, { samples: 3, photometric: "RGB", edge: 16, bits: 8 }),
    [0x7fe00010, "OB", Array.from({ length: 768 }, (_, index) => index * 5 & 0xff)],
  ],
};

/** Two frames in three fragments, behind an offset table (PS3.5, Annex A.4). */
const jpeg: TestFile = {
  name: "sc_jpeg_baseline.dcm",
  sopClassUid: sopClass.secondaryCapture,
  syntax: explicitVrLittleEndian,
  transferSyntaxUid: jpegBaseline,
  rows: (encoder) => {
    const frame = flatJpeg(16);
    const offsets = [0, frame.length + 16].flatMap((offset) => encoder.number(offset, 4));
    const values = [offsets, frame.slice(0, 100), frame.slice(100), frame];
    return [
      ...patient({ sopClassUid: sopClass.secondaryCapture, number: 4, modality: "OT" }),
      ...image(encoder, { samples: 1, photometric: "MONOCHROME2", edge: 16, bits: 8, frames: 2 }),
      encoder.fragments(0x7fe00010, { name: "OB", values }),
    ];
  },
};

/** Content items three deep, with both kinds of endings (PS3.3, Section A.35.3). */
function content(encoder: Encoder, depth: number): number[] {
  const ending = depth % 2 === 0 ? "length" : "delimiter";
  const code: Row[] = [
    [0x00080100, "SH", "121071"],
    [0x00080102, "SH", "DCM"],
    [0x00080104, "LO", "Finding"],
  ];
  const concept = encoder.sequence(0x0040a043, {
    items: [encoder.item(encode(encoder, code), ending)],
    ending,
  });
  const text: Row = [0x0040a160, "UT", `Nothing is wrong at depth ${depth}.`];
  const rows: (Row | number[])[] = [
    [0x0040a010, "CS", "CONTAINS"],
    [0x0040a040, "CS", depth === 0 ? "TEXT" : "CONTAINER"],
    concept,
    depth === 0 ? text : content(encoder, depth - 1),
  ];
  const item = encoder.item(encode(encoder, rows), ending);
  return encoder.sequence(0x0040a730, { items: [item, item], ending });
}

const report: TestFile = {
  name: "sr_deflated.dcm",
  sopClassUid: sopClass.comprehensiveSr,
  syntax: explicitVrLittleEndian,
  transferSyntaxUid: deflatedExplicitVrLittleEndian.uid,
  compress: (dataSet) => {
    const deflated = deflateRawSync(dataSet);
    return Uint8Array.from([...deflated, ...new Array<number>(deflated.length % 2).fill(0)]);
  },
  rows: (encoder) => [
    ...patient({ sopClassUid: sopClass.comprehensiveSr, number: 5, modality: "SR" }),
    [0x0040a040, "CS", "CONTAINER"],
    content(encoder, 3),
  ],
};

const slices: TestFile[] = ([["ct", implicitVrLittleEndian, 1], ["mr", explicitVrLittleEndian, 2]] as const)
  .map(([kind, syntax, number]) => ({
    name: `${kind}_${syntax.implicit ? "implicit" : "explicit"}.dcm`,
    sopClassUid: sopClass[kind],
    syntax,
    rows: (encoder) => [
      ...patient({ sopClassUid: sopClass[kind], number, modality: kind.toUpperCase() }),
      ...image(encoder, { samples: 1, photometric: "MONOCHROME2", edge: 32, bits: 12 }),
      [0x7fe00010, "OW", ramp(encoder, 32)],
    ],
  }));

/** The files: their names, and their bytes. */
export function testFiles(): Map<string, Uint8Array> {
  const dicom = [...slices, secondaryCapture, jpeg, report].map((file) =>
    [file.name, bytesOf(file)] as const
  );
  const notes = "This is no DICOM file. It is here to be left out.\n";
  return new Map([...dicom, ["notes.txt", new TextEncoder().encode(notes)]]);
}

function bytesOf({ sopClassUid, syntax, transferSyntaxUid, rows, compress }: TestFile): Uint8Array {
  const encoder = new Encoder(syntax);
  const list = rows(encoder);
  const sopInstanceUid = list.find(([tag]) => tag === 0x00080018)?.[2] as string;
  const dataSet = Uint8Array.from(encode(encoder, list));
  const head = fileHead({ sopClassUid, sopInstanceUid, transferSyntaxUid: transferSyntaxUid ?? syntax.uid });
  return Uint8Array.from([...head, ...(compress?.(dataSet) ?? dataSet)]);
}

if (import.meta.main) {
  const folder = new URL("../testdata/dicom/", import.meta.url);
  for (const [name, bytes] of testFiles()) Deno.writeFileSync(new URL(name, folder), bytes);
}
