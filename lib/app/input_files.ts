/**
 * Which files are sent: what was given, scanned and checked before anything goes over the network.
 *
 * DCMTK knows every file before it connects, and tells first what is missing and that nothing is sent then: sending
 * cannot begin while files are still being found. The list is therefore complete before, but there is only one of it,
 * and it takes about as many bytes as the names have letters: 20 MB for a million files.
 *
 * @module
 */
import type { InputSettings } from "../cli/settings.ts";
import type { Emit } from "../console/events.ts";
import { dataLogger } from "../console/messages.ts";
import { isStorageSopClass } from "../dictionary/sop_classes.ts";
import type { Inspect, Instance } from "../input/instance.ts";
import { PathList } from "../input/path_list.ts";
import type { NotSent } from "../storage/outcome.ts";
import { isFile, isReadableFolder, scanFolder } from "../input/scan.ts";

/** The files that are meant. */
export interface FoundFiles {
  readonly files: PathList;
  /** Whether it is known that all of them are files, and not only names. */
  readonly arePlainFiles: boolean;
}

/** Finds the files that are meant by the paths; `undefined` when there are none, which has been told. */
export function findFiles(
  paths: readonly string[],
  { input, emit }: { input: InputSettings; emit: Emit },
): FoundFiles | undefined {
  if (input.scanDirectories) emit({ kind: "scanning" });
  const files = new PathList();
  const { scanPattern: pattern, recurse } = input;
  const onCycle = (path: string) => emit({ kind: "folder cycle", path });
  let arePlainFiles = true;
  for (const path of paths) {
    if (!isReadableFolder(path)) {
      files.push({ prefix: "", name: path });
      arePlainFiles = false;
    } else if (input.scanDirectories) {
      const scan = scanFolder(path, { into: files, pattern, recurse, onCycle });
      arePlainFiles &&= scan.arePlainFiles;
    } else emit({ kind: "folder ignored", path });
  }
  emit({ kind: "files found", files: files.length });
  if (files.length > 0) return { files, arePlainFiles };
  emit({ kind: "no input files" });
  return undefined;
}

/** How files are checked. */
export interface CheckOptions {
  readonly inspect: Inspect;
  /** `-R`: every file is read, to know what has to be proposed. */
  readonly requiredOnly: boolean;
  readonly haltOnUnsuccessfulStore: boolean;
  readonly emit: Emit;
  /** Gives up between two files, by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The files that are left. */
export interface CheckedFiles {
  readonly files: PathList;
  /** The SOP classes of the files, if they were read, in the order of the files. */
  readonly sopClassUids: ReadonlySet<string>;
}

/**
 * Leaves out what cannot be sent; `undefined` when nothing may be sent because of that, which has been told. The list
 * of what was found is used up.
 */
export async function checkFiles(
  found: FoundFiles,
  options: CheckOptions,
): Promise<CheckedFiles | undefined> {
  options.emit({ kind: "checking files" });
  const sopClassUids = new Set<string>();
  if (found.arePlainFiles && !options.requiredOnly) return { files: found.files, sopClassUids };
  const files = new PathList();
  for (const split of found.files.drain()) {
    const path = split.prefix + split.name;
    const verdict = await check(path, options);
    options.signal?.throwIfAborted();
    if (typeof verdict === "string") {
      if (verdict !== "") sopClassUids.add(verdict);
      files.push(split);
    } else {
      const fatal = options.haltOnUnsuccessfulStore;
      options.emit({ kind: "file rejected", path, fatal, ...verdict });
      options.emit({ kind: "file settled", path, pass: 0, outcome: notSent(path, verdict) });
      if (fatal) return undefined;
    }
  }
  return { files, sopClassUids };
}

type Rejection = {
  reason: "cannot access" | "missing SOP class" | "unknown SOP class";
  sopClassUid?: string;
};

function notSent(path: string, { reason, sopClassUid }: Rejection): NotSent {
  const words = {
    "cannot access": `Cannot access file ${path}`,
    "missing SOP class": `Missing SOP class or instance in file ${path}`,
    "unknown SOP class": `Unknown storage SOP class ${sopClassUid} in file ${path}`,
  } as const;
  return { kind: "not-sent", error: new Error(words[reason]) };
}

/** The SOP class of a good file, or an empty string where it was not asked for; else what is wrong. */
async function check(
  path: string,
  { inspect, requiredOnly, emit }: CheckOptions,
): Promise<string | Rejection> {
  if (!isFile(path)) return { reason: "cannot access" };
  if (!requiredOnly) return "";
  const sopClassUid = await sopClassOf(path, { inspect, emit });
  if (sopClassUid === undefined) return { reason: "missing SOP class" };
  return isStorageSopClass(sopClassUid) ? sopClassUid : { reason: "unknown SOP class", sopClassUid };
}

async function sopClassOf(
  path: string,
  { inspect, emit }: { inspect: Inspect; emit: Emit },
): Promise<string | undefined> {
  let instance: Instance;
  try {
    instance = await inspect(path, (notice) => emit({ kind: "log", logger: dataLogger, ...notice }));
  } catch {
    // Why it cannot be read is not told at this point; DCMTK says that the class is missing
    return undefined;
  }
  const complete = [instance.meta, instance.dataSet].find((reference) =>
    reference.sopClassUid !== undefined && reference.sopInstanceUid !== undefined
  );
  return complete?.sopClassUid;
}
