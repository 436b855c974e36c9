/** Very many files that something happened to, made fast: from files that are made once. */
import { DicomError } from "../../lib/base/errors.ts";
import { TokenKind } from "../../lib/dataset/tokens.ts";
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { corpusFiles } from "./corpus.ts";
import { mutated, type Random, unharmedFile } from "./mutated_files.ts";
import { random } from "./random_data_set.ts";
import { readerOver } from "./reading.ts";

/** A file, and where its elements and items begin. */
interface Original {
  readonly file: Uint8Array;
  readonly places: readonly number[];
}

/** Gives the file of a seed. */
export type FileOf = (seed: number) => Uint8Array;

const originals = 150;
/** Tag, VR and length of an element. */
const headerBytes = 12;

function placesIn(
  dataSet: Uint8Array,
  { syntax, begin }: { syntax: TransferSyntax; begin: number },
): number[] {
  const places: number[] = [];
  const reader = readerOver(dataSet, { syntax });
  try {
    while (reader.next() !== TokenKind.end) places.push(begin + reader.offset);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
  }
  return places;
}

function made(seed: number): Original {
  const { file, dataSet, syntax } = unharmedFile(random(seed * 104_729 + 7));
  return { file, places: placesIn(dataSet, { syntax, begin: file.length - dataSet.length }) };
}

/** Every eighth is as it was. Half of what happens happens to the header of an element. */
function fuzzed(list: readonly Original[]): FileOf {
  return (seed) => {
    const number = random(seed * 7919 + 13);
    const { file, places } = list[number(list.length)];
    const count = seed % 8 === 0 ? 0 : 1 + number(3);
    return mutated(file, { count, at: () => place({ file, places }, number), number });
  };
}

function place({ file, places }: Original, number: Random): number {
  if (places.length === 0 || number(2) === 0) return number(file.length);
  return places[number(places.length)] + number(headerBytes);
}

/** Made of generated files. */
export function fuzzedFiles(): FileOf {
  return fuzzed(Array.from({ length: originals }, (_, seed) => made(seed)));
}

/** Of a longer file most is pixels. */
const longestFile = 60_000;

/** Made of real files. Where their elements are nobody has looked, but most begin near the beginning. */
export function fuzzedCorpus(folder: string): FileOf {
  const files = corpusFiles(folder).map((path) => Deno.readFileSync(path)).filter(({ length }) =>
    length < longestFile
  );
  const places = (file: Uint8Array) => Array.from({ length: Math.min(file.length, 3000) }, (_, at) => at);
  return fuzzed(files.map((file) => ({ file, places: places(file) })));
}
