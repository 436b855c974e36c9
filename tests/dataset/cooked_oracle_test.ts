import { assert, assertEquals } from "@std/assert";
import { inflateRawSync } from "node:zlib";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { cook } from "../support/cook.ts";
import { dcmconv } from "../support/dcmconv.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { splitFile } from "../support/memory_tokens.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { randomDataSet } from "../support/random_data_set.ts";

const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];

function assertSameBytes(
  actual: Uint8Array,
  { expected, caption }: { expected: Uint8Array; caption: string },
): void {
  const length = Math.min(actual.length, expected.length);
  let at = 0;
  while (at < length && actual[at] === expected[at]) at++;
  if (at === length && actual.length === expected.length) return;
  const around = (bytes: Uint8Array) => bytes.subarray(Math.max(0, at - 16), at + 16).toHex();
  assertEquals(around(actual), around(expected), `${caption}: at byte ${at} of ${expected.length}`);
  assertEquals(actual.length, expected.length, caption);
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* filesBelow(path);
    else if (entry.isFile) yield path;
  }
}

/** The data set of a file with preamble and meta information; others are the reader's business. */
function readFile(path: string): { syntax: TransferSyntax; dataSet: Uint8Array } | undefined {
  const file = Deno.readFileSync(path);
  if (new TextDecoder().decode(file.subarray(128, 132)) !== "DICM") return undefined;
  if (path.endsWith("meta_missing_tsyntax.dcm")) return undefined;
  const { syntax, dataSet } = splitFile(file);
  if (!syntax.deflated) return { syntax, dataSet };
  return { syntax: explicitVrLittleEndian, dataSet: new Uint8Array(inflateRawSync(dataSet)) };
}

peerTest("every file of the corpus converts to the bytes that DCMTK's writer makes", {
  needs: { "dcmconv 3.6.7": dcmtkProgram("dcmconv"), corpus: corpusFolder() },
  fn: ({ "dcmconv 3.6.7": program, corpus }) => {
    let compared = 0;
    for (const path of filesBelow(corpus)) {
      const read = readFile(path);
      if (!read) continue;
      for (const target of read.syntax.encapsulated ? [read.syntax] : native) {
        const expected = dcmconv(program, { file: path, target });
        if (!expected) continue;
        const actual = cook(read.dataSet, { source: read.syntax, target });
        assertSameBytes(actual, { expected, caption: `${path} as ${target.keyword}` });
        compared++;
      }
    }
    assert(compared > 190, `only ${compared} conversions compared`);
  },
});

for (const disorder of [false, true]) {
  peerTest(`random data sets convert to DCMTK's bytes, ${disorder ? "out of order" : "in order"}`, {
    needs: { "dcmconv 3.6.7": dcmtkProgram("dcmconv") },
    fn: ({ "dcmconv 3.6.7": program }) => {
      const file = Deno.makeTempFileSync({ suffix: ".dcm" });
      try {
        for (let seed = 0; seed < 40; seed++) compareRandom(seed, { program, file, disorder });
      } finally {
        Deno.removeSync(file);
      }
    },
  });
}

function compareRandom(seed: number, options: { program: string; file: string; disorder: boolean }): void {
  const { program, file, disorder } = options;
  const source = native[seed % 3];
  const dataSet = randomDataSet(seed, { syntax: source, disorder });
  if (dataSet.length === 0) return;
  Deno.writeFileSync(file, dicomFile(dataSet, source));
  for (const target of native) {
    const expected = dcmconv(program, { file, target });
    if (!expected) throw new Error(`seed ${seed}: dcmconv refused what the generator made`);
    const viewBytes = [1, 13, 100, 5000, 1_000_000][seed % 5];
    const largeBytes = [0, 100, 16384][seed % 3];
    const actual = cook(dataSet, { source, target, viewBytes, largeBytes });
    assertSameBytes(actual, {
      expected,
      caption: `seed ${seed} from ${source.keyword} to ${target.keyword}`,
    });
  }
}
