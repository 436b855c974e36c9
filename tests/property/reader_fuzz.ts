/** Feeds the reader with files that something happened to, and looks at what must hold whatever they are. */
import { assert, assertEquals } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { Conversion } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import type { Instance } from "../../lib/input/instance.ts";
import { drain } from "../support/cook.ts";
import { inspectFile } from "../support/inspecting.ts";
import { mutatedFile } from "../support/mutated_files.ts";
import { listElements, readerOver } from "../support/reading.ts";

/** What the cases came to. */
export interface FuzzResult {
  cases: number;
  refused: number;
  raw: number;
  rewritten: number;
}

/**
 * Runs the cases from one seed to another. For each: it ends, with a `DicomError` or an instance; what would be sent
 * is read again to the same elements, and writing that anew changes nothing.
 */
export async function fuzzReader({ first, count }: { first: number; count: number }): Promise<FuzzResult> {
  const result: FuzzResult = { cases: 0, refused: 0, raw: 0, rewritten: 0 };
  const path = Deno.makeTempFileSync({ suffix: ".dcm" });
  try {
    for (let seed = first; seed < first + count; seed++) {
      result.cases++;
      result[await fuzzOne(seed, path)]++;
    }
  } finally {
    Deno.removeSync(path);
  }
  return result;
}

async function fuzzOne(seed: number, path: string): Promise<"refused" | "raw" | "rewritten"> {
  const file = mutatedFile(seed);
  Deno.writeFileSync(path, file);
  const { instance, error } = await inspectFile(path);
  if (!instance) {
    assert(error, `seed ${seed}: neither an instance nor an error`);
    return "refused";
  }
  const written = rewrite(instance);
  if (written === undefined) return "refused";
  const raw = drain(instance.openRaw(), 65536);
  const syntax = instance.transferSyntax;
  const meaning = (bytes: Uint8Array) => listElements(readerOver(bytes, { syntax }));
  Deno.writeFileSync(path, written);
  const again = await inspectFile(path, "dataset");
  if (again.instance?.transferSyntax === syntax && syntax.uid !== "") {
    assertEquals(rewrite(again.instance)?.toHex(), written.toHex(), `seed ${seed}: not stable`);
  }
  if (instance.needsRewriting) return "rewritten";
  assertEquals(meaning(raw), meaning(written), `seed ${seed}: raw and rewritten differ`);
  return "raw";
}

/** The data set as it would be written; `undefined` where that is refused. */
function rewrite(instance: Instance): Uint8Array | undefined {
  const { transferSyntax: source } = instance;
  const tokens = instance.openTokens();
  try {
    const conversion = new Conversion({ source, target: source, newVrs: "as they are" });
    return drain(new CookedSource(tokens, conversion), 65536);
  } catch (error) {
    if (error instanceof DicomError) return undefined;
    throw error;
  } finally {
    tokens.close();
  }
}
