/** Feeds the reader with files that something happened to, and looks at what must hold whatever they are. */
import { assert, assertEquals } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { Glance } from "../../lib/dataset/glance.ts";
import { Conversion } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Instance } from "../../lib/input/instance.ts";
import { drain } from "../support/cook.ts";
import { inMemory } from "../support/dicom_file.ts";
import type { FileOf } from "../support/fuzzed_files.ts";
import { inspectFile } from "../support/inspecting.ts";
import { listElements, readerOver } from "../support/reading.ts";

/** What the cases came to. */
export interface FuzzResult {
  cases: number;
  refused: number;
  raw: number;
  rewritten: number;
  /** Of those that go out as they are, how many a glance was enough for. */
  glanced: number;
  /** Of the slowest case. */
  longestMs: number;
}

/**
 * Runs the cases from one seed to another. For each: it ends, with a `DicomError` or an instance; what would be sent
 * is read again to the same elements; and writing that anew, or in another transfer syntax and back, changes nothing.
 */
export async function fuzzReader(
  { first, count, fileOf }: { first: number; count: number; fileOf: FileOf },
): Promise<FuzzResult> {
  const result: FuzzResult = { cases: 0, refused: 0, raw: 0, rewritten: 0, glanced: 0, longestMs: 0 };
  const path = Deno.makeTempFileSync({ suffix: ".dcm" });
  try {
    for (let seed = first; seed < first + count; seed++) {
      const file = fileOf(seed);
      Deno.writeFileSync(path, file);
      const begin = performance.now();
      result[await fuzzOne(path).catch((cause) => failed(seed, cause))]++;
      result.longestMs = Math.max(result.longestMs, performance.now() - begin);
      if (await checkGlance(path, file).catch((cause) => failed(seed, cause))) result.glanced++;
      result.cases++;
    }
  } finally {
    Deno.removeSync(path);
  }
  return result;
}

function failed(seed: number, cause: Error): never {
  throw new Error(`Seed ${seed}: ${cause.message}`, { cause });
}

async function fuzzOne(path: string): Promise<"refused" | "raw" | "rewritten"> {
  const { instance, error } = await inspectFile(path);
  if (!instance) {
    assert(error, "neither an instance nor an error");
    return "refused";
  }
  const written = rewrite(instance);
  if (written === undefined) return "refused";
  const { transferSyntax: syntax } = instance;
  if (syntax.deflated) return "rewritten";
  const elements = listElements(readerOver(written, { syntax }));
  assertEquals(again(written, [syntax]).toHex(), written.toHex(), "not stable");
  checkRoundTrip(written, syntax);
  if (instance.needsRewriting) return "rewritten";
  const raw = drain(instance.openRaw(), 65536);
  assertEquals(listElements(readerOver(raw, { syntax })), elements, "raw and rewritten differ");
  return "raw";
}

/** Enough for the longest identifiers that there are several of. */
const narrowBytes = 300;

/** What a glance tells, be it at the whole file or piece by piece, a close look finds, too, and nothing besides. */
async function checkGlance(path: string, file: Uint8Array): Promise<boolean> {
  const { length: sizeBytes } = file;
  const whole = inMemory(file);
  const glance = new Glance();
  const isTaken = glance.take(file, whole);
  const told = isTaken && whatIsTold(glance);
  const narrow = new Glance(narrowBytes);
  const isTakenPiecewise = narrow.take(file.subarray(0, narrowBytes), whole);
  // Fragments that are not at hand are not all looked at
  if (isTakenPiecewise || (told && !told.transferSyntax.encapsulated)) {
    assertEquals(isTakenPiecewise && whatIsTold(narrow), told, "piecewise it is something else");
  }
  if (!told) return false;
  const { instance, lines } = await inspectFile(path);
  if (!instance) throw new Error("a glance takes what a close look refuses");
  const { dataSet, hasNewVrs, transferSyntax, needsRewriting, meta } = instance;
  const begin = sizeBytes - drain(instance.openRaw(), 65536).length;
  assertEquals({ ...dataSet, transferSyntax, hasNewVrs, begin }, told);
  assertEquals({ needsRewriting, meta }, { needsRewriting: false, meta: {} });
  assertEquals(lines, [
    'D: DcmMetaInfo::checkAndReadPreamble() TransferSyntax="Little Endian Explicit"',
    `D: DcmDataset::read() TransferSyntax="${transferSyntax.name}"`,
  ]);
  return true;
}

function whatIsTold({ begin, transferSyntax, sopClassUid, sopInstanceUid, hasNewVrs }: Glance) {
  return { begin, transferSyntax, sopClassUid, sopInstanceUid, hasNewVrs };
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

function writtenAs(
  target: TransferSyntax,
  { bytes, from }: { bytes: Uint8Array; from: TransferSyntax },
): Uint8Array {
  const tokens = { open: () => readerOver(bytes, { syntax: from }), close: () => {} };
  return drain(
    new CookedSource(tokens, new Conversion({ source: from, target, newVrs: "as they are" })),
    65536,
  );
}

/** Written in one transfer syntax after the other; the first is the one it has. */
function again(dataSet: Uint8Array, [source, ...targets]: readonly TransferSyntax[]): Uint8Array {
  let [bytes, from] = [dataSet, source];
  for (const target of targets.length > 0 ? targets : [source]) {
    bytes = writtenAs(target, { bytes, from });
    from = target;
  }
  return bytes;
}

/**
 * What has been in another transfer syntax and back has the VRs of the dictionary, and all that follows from them.
 * From then on nothing changes.
 */
function checkRoundTrip(dataSet: Uint8Array, syntax: TransferSyntax): void {
  if (syntax.encapsulated) return;
  for (const other of [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian]) {
    if (other === syntax) continue;
    const back = roundTrip(dataSet, [syntax, other, syntax]);
    if (!back) continue;
    assertEquals(again(back, [syntax, other, syntax]).toHex(), back.toHex(), `not stable by ${other.name}`);
  }
}

/** Nothing where an element had the VR of a value but has a tag of a sequence: in implicit VR it is one. */
function roundTrip(dataSet: Uint8Array, syntaxes: readonly TransferSyntax[]): Uint8Array | undefined {
  try {
    return again(dataSet, syntaxes);
  } catch (error) {
    if (error instanceof DicomError && syntaxes.includes(implicitVrLittleEndian)) return undefined;
    throw error;
  }
}
