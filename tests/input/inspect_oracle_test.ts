import { assert, assertEquals } from "@std/assert";
import type { ReadMode } from "../../lib/input/instance.ts";
import { corpusFiles } from "../support/corpus.ts";
import { inspectFile } from "../support/inspecting.ts";
import { mutatedFile } from "../support/mutated_files.ts";
import { oddFiles } from "../support/odd_files.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { oracleReadings } from "../support/reading_oracle.ts";

const programs = {
  "storescu 3.6.7": dcmtkProgram("storescu"),
  "storescp 3.6.7": dcmtkProgram("storescp"),
};

const options: Record<ReadMode, string> = { auto: "+f", "file-only": "+fo", dataset: "-f" };

async function compare(
  paths: readonly string[],
  { found, mode }: { found: Record<keyof typeof programs, string>; mode: ReadMode },
): Promise<void> {
  const { "storescu 3.6.7": storescu, "storescp 3.6.7": storescp } = found;
  const readings = await oracleReadings(paths, {
    programs: { storescu, storescp },
    options: [options[mode]],
  });
  assertEquals(readings.length, paths.length);
  for (const expected of readings) {
    const { lines, error } = await inspectFile(expected.path, mode);
    const actual = { path: expected.path, lines, ...(error ? { error: error.condition.text } : {}) };
    assertEquals(actual, expected);
  }
}

for (const mode of Object.keys(options) as ReadMode[]) {
  peerTest(`every file of the corpus gets DCMTK's verdict and lines with ${options[mode]}`, {
    needs: { ...programs, corpus: corpusFolder() },
    fn: ({ corpus, ...found }) => compare(corpusFiles(corpus), { found, mode }),
  });
}

async function compareFiles(
  files: ReadonlyMap<string, Uint8Array>,
  found: Record<keyof typeof programs, string>,
): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    const paths = [...files].map(([name, bytes]) => {
      const path = `${folder}/${name}.dcm`;
      Deno.writeFileSync(path, bytes);
      return path;
    });
    assert(paths.length > 0);
    await compare(paths, { found, mode: "auto" });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

peerTest("odd files get DCMTK's verdict and lines", {
  needs: programs,
  fn: (found) => compareFiles(oddFiles(), found),
});

peerTest("mutated files get DCMTK's verdict and lines", {
  needs: programs,
  fn: (found) => {
    const seeds = Array.from({ length: 150 }, (_, seed) => seed);
    return compareFiles(new Map(seeds.map((seed) => [String(seed), mutatedFile(seed)])), found);
  },
});
