/** The files of the corpus. */

/** Paths of all DICOM files below a folder, in order; those without a file extension count, too. */
export function corpusFiles(folder: string): string[] {
  return [...filesBelow(folder)].filter((path) => !/LICENSE|\.(jsonl|md|txt)$/.test(path)).sort();
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* filesBelow(path);
    else if (entry.isFile) yield path;
  }
}
