/** Inspecting files, with everything that is said about them. */
import { DicomError } from "../../lib/base/errors.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { createInspect } from "../../lib/input/inspect.ts";
import type { InputNotice, Instance, ReadMode } from "../../lib/input/instance.ts";

/** What came of it. */
export interface Inspected {
  instance?: Instance;
  error?: DicomError;
  /** As DCMTK's log prints it: `W: DcmItem: ...`. */
  lines: string[];
}

const dictionary = dictionaryInForce(undefined);
const inspectors = new Map<ReadMode, ReturnType<typeof createInspect>>();

/** Inspects a file; any error but a `DicomError` is thrown. */
export async function inspectFile(path: string, readMode: ReadMode = "auto"): Promise<Inspected> {
  const inspect = inspectors.get(readMode) ?? createInspect(
    { readMode, uidPadding: false, dictionary, foreseesExplicit: true },
  );
  inspectors.set(readMode, inspect);
  const lines: string[] = [];
  const notice = ({ severity, text }: InputNotice) => lines.push(`${severity[0].toUpperCase()}: ${text}`);
  try {
    return { instance: await inspect(path, notice), lines };
  } catch (error) {
    if (error instanceof DicomError) return { error, lines };
    throw error;
  }
}

/** Inspects bytes as if they were a file. */
export async function inspectBytes(bytes: Uint8Array, readMode: ReadMode = "auto"): Promise<Inspected> {
  const path = Deno.makeTempFileSync({ suffix: ".dcm" });
  try {
    Deno.writeFileSync(path, bytes);
    return await inspectFile(path, readMode);
  } finally {
    Deno.removeSync(path);
  }
}

/** Lends files with these bytes in them. */
export async function withFiles<T>(
  contents: readonly Uint8Array[],
  use: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = Deno.makeTempDirSync();
  try {
    const paths = contents.map((_, index) => `${folder}/${index}.dcm`);
    for (const [index, path] of paths.entries()) Deno.writeFileSync(path, contents[index]);
    return await use(paths);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Lends a file with these bytes in it. */
export async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T> | T): Promise<T> {
  const path = Deno.makeTempFileSync({ suffix: ".dcm" });
  try {
    Deno.writeFileSync(path, bytes);
    return await use(path);
  } finally {
    Deno.removeSync(path);
  }
}
