/** Small files for runs whose files matter: good ones, odd ones, and ones that cannot be sent. */
import {
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "./dicom_file.ts";
import { Encoder, type Value } from "./encoder.ts";

const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7\0";

/** What is in a small data set, besides its SOP class and instance. */
export type Elements = readonly (readonly [tag: number, vr: string, value: Value])[];

/** How a small file is written. */
export interface SmallFile {
  readonly syntax?: TransferSyntax;
  readonly sopClass?: string;
  readonly sopInstance?: string;
  readonly elements?: Elements;
}

/** A data set: SOP class, SOP instance, and what else is wanted; the tags have to be in order. */
export function smallDataSet({ syntax = explicitVrLittleEndian, elements = [], ...sop }: SmallFile = {}) {
  const { sopClass = secondaryCapture, sopInstance = "1.2.3.4\0" } = sop;
  const encoder = new Encoder(syntax);
  const all: Elements = [[0x00080016, "UI", sopClass], [0x00080018, "UI", sopInstance], ...elements];
  const sorted = all.toSorted(([a], [b]) => a - b);
  return Uint8Array.from(sorted.flatMap(([tag, name, value]) => encoder.element(tag, { name, value })));
}

/** A file of it. */
export function smallDicomFile(options: SmallFile = {}): Uint8Array {
  return dicomFile(smallDataSet(options), options.syntax ?? explicitVrLittleEndian);
}

/** The attributes that can be invented, with values of their own. */
export const identity: Elements = [
  [0x00100010, "PN", "Doe^John"],
  [0x00100020, "LO", "4711"],
  [0x0020000d, "UI", "1.2.3.5\0"],
  [0x0020000e, "UI", "1.2.3.6\0"],
  [0x00200010, "SH", "S1"],
  [0x00200011, "IS", "1 "],
  [0x00200013, "IS", "22"],
];

/** A DICOMDIR, as far as anybody here looks into it. */
export function dicomDir(): Uint8Array {
  return smallDicomFile({ sopClass: "1.2.840.10008.1.3.10" });
}

/** Files of all kinds, by name. */
export const inputFiles = {
  "ct.dcm": smallDicomFile({ sopInstance: "1.2.3.4.10", elements: identity }),
  "implicit.dcm": smallDicomFile({ syntax: implicitVrLittleEndian, sopInstance: "1.2.3.4.11" }),
  "bare.dcm": smallDataSet({ sopInstance: "1.2.3.4.12" }),
  "bare_implicit.dcm": smallDataSet({ syntax: implicitVrLittleEndian, sopInstance: "1.2.3.4.13" }),
  "truncated.dcm": smallDicomFile({ elements: [[0x7fe00010, "OB", "pixels"]] }).slice(0, -3),
  "empty.dcm": new Uint8Array(0),
  "notes.txt": new TextEncoder().encode("It was a dark and stormy night.\n".repeat(20)),
  "short.txt": new TextEncoder().encode("dark"),
  "dicomdir.dcm": dicomDir(),
  "unknown_class.dcm": smallDicomFile({ sopClass: "1.2.3.4.5.6\0" }),
  "no_class.dcm": dicomFile(
    Uint8Array.from(new Encoder(explicitVrLittleEndian).element(0x00100020, { name: "LO", value: "4711" })),
    explicitVrLittleEndian,
  ),
  "segmentation.dcm": smallDicomFile({ sopClass: "1.2.840.10008.5.1.4.1.1.66.4" }),
} as const satisfies Record<string, Uint8Array>;

/** Some of them. */
export function files(...names: (keyof typeof inputFiles)[]): Record<string, Uint8Array> {
  return Object.fromEntries(names.map((name) => [name, inputFiles[name]]));
}

/** All of them, or some, as arguments. */
export function fileArgs(...names: (keyof typeof inputFiles)[]): string[] {
  return names.map((name) => `DIR/${name}`);
}
