/** Files that were good before something happened to them. */
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { concatenate } from "./cook.ts";
import { dicomFile } from "./dicom_file.ts";
import { Encoder } from "./encoder.ts";
import { random, randomDataSet } from "./random_data_set.ts";

const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];
const longestFile = 8000;

/** Where most of what can go wrong is decided: behind the preamble. */
const interestingBytes = 1200;

/** Gives a number from 0 up to, and without, another. */
export type Random = (below: number) => number;
type Mutation = (bytes: Uint8Array, place: { at: number; number: Random }) => Uint8Array;

const mark = (element: number) => Uint8Array.of(0xfe, 0xff, element, 0xe0, 0, 0, 0, 0);
const likely = [0, 1, 2, 0x53, 0x51, 0x55, 0x4e, 0x4f, 0x42, 0xff];

const mutations: readonly Mutation[] = [
  /** Cut off. */
  (bytes, { at }) => bytes.slice(0, at + 1),
  /** Another byte. */
  (bytes, { at, number }) => bytes.with(at, number(256)),
  /** Another bit. */
  (bytes, { at, number }) => bytes.with(at, bytes[at] ^ 1 << number(8)),
  /** An undefined length, perhaps. */
  (bytes, { at }) => bytes.slice().fill(0xff, at, at + 4),
  /** An item or a delimiter. */
  (bytes, { at, number }) =>
    concatenate([bytes.subarray(0, at), mark([0, 0x0d, 0xdd][number(3)]), bytes.subarray(at)]),
  /** Something missing. */
  (bytes, { at, number }) => concatenate([bytes.subarray(0, at), bytes.subarray(at + number(20))]),
  /** Something twice. */
  (bytes, { at, number }) => concatenate([bytes.subarray(0, at + number(60)), bytes.subarray(at)]),
  /** A byte that means something. */
  (bytes, { at, number }) => bytes.with(at, likely[number(likely.length)]),
];

/** A data set with nothing wrong in it, which may go out as it is. */
function cleanDataSet(number: Random, syntax: TransferSyntax): number[] {
  const encoder = new Encoder(syntax);
  const ending = () => number(2) === 0 ? "length" as const : "delimiter" as const;
  const text = (tag: number, name: string) =>
    encoder.element(tag, { name, value: "AB^CD EF".slice(0, 2 * number(5)) });
  const code = () => [...text(0x00080100, "SH"), ...text(0x00080104, "LO")];
  const item = (content: number[]) => encoder.item(content, ending());
  const items = (content: () => number[]) => Array.from({ length: number(4) }, () => item(content()));
  const sequence = (tag: number, content: () => number[]) =>
    encoder.sequence(tag, { items: items(content), ending: ending() });
  const content = () => [
    ...text(0x0040a040, "CS"),
    ...sequence(0x0040a043, code),
    ...encoder.element(0x0040a160, { name: "UT", value: "text".repeat(number(9)) }),
  ];
  return [
    ...encoder.element(0x00080016, { name: "UI", value: "1.2.840.10008.5.1.4.1.1.7\0" }),
    ...encoder.element(0x00080018, { name: "UI", value: `1.2.3.${10 + number(90)}` }),
    ...text(0x00100010, "PN"),
    ...encoder.element(0x00280010, { name: "US", value: [number(2), number(2)] }),
    ...sequence(0x0040a730, content),
    ...encoder.element(0x7fe00010, { name: "OW", value: new Array(2 * number(3000)).fill(number(256)) }),
  ];
}

const randomSeeds = 15;
const smallDataSets = new Map<TransferSyntax, Uint8Array[]>();

/** A data set with everything in it that real files have been seen to hold. */
function wildDataSet(number: Random, syntax: TransferSyntax): Uint8Array {
  let known = smallDataSets.get(syntax);
  if (!known) {
    known = Array.from(
      { length: randomSeeds },
      (_, seed) => randomDataSet(seed, { syntax, disorder: seed % 2 === 0 }),
    )
      .filter(({ length }) => length < longestFile);
    smallDataSets.set(syntax, known);
  }
  return known[number(known.length)];
}

/** A file with what happened to it; `at` says where something may happen. */
export function mutated(file: Uint8Array, { count, at, number }: Mutating): Uint8Array {
  let bytes = file;
  for (let round = 0; round < count && bytes.length > 0; round++) {
    const place = Math.min(bytes.length - 1, at(bytes));
    bytes = mutations[number(mutations.length)](bytes, { at: place, number });
  }
  return bytes;
}

/** How often something happens to a file, and where. */
export interface Mutating {
  readonly count: number;
  readonly at: (bytes: Uint8Array) => number;
  readonly number: Random;
}

/** A file of a random kind with nothing wrong in it, or with much. */
export function unharmedFile(
  number: Random,
): { file: Uint8Array; dataSet: Uint8Array; syntax: TransferSyntax } {
  const syntax = native[number(3)];
  const isClean = number(3) > 0;
  const dataSet = isClean ? Uint8Array.from(cleanDataSet(number, syntax)) : wildDataSet(number, syntax);
  return { file: dicomFile(dataSet, syntax), dataSet, syntax };
}

/** The file of a seed: the same one every time. Every eighth is as good as it was. */
export function mutatedFile(seed: number): Uint8Array {
  const number = random(seed * 7919 + 13);
  const { file } = unharmedFile(number);
  const count = seed % 8 === 0 ? 0 : 1 + number(3);
  const at = (bytes: Uint8Array) => number(3) === 0 ? number(bytes.length) : 128 + number(interestingBytes);
  return mutated(file, { count, at, number });
}
