/**
 * Finding the files to send, in the order in which DCMTK finds them: as the file system lists them, each folder
 * where it stands.
 *
 * @module
 */
import { type PathList, prefixOf } from "./path_list.ts";
import { wildcard } from "./wildcard.ts";

/** How folders are searched. */
export interface ScanOptions {
  /** Pattern for the names of files (not of folders); empty for all. */
  readonly pattern: string;
  /** Whether folders in folders are searched. */
  readonly recurse: boolean;
  /** Told about a folder that is not entered because it is reached from within itself. */
  readonly onCycle?: (path: string) => void;
}

/** What was found in a folder. */
export interface ScanResult {
  /** Whether the folders themselves say of everything found that it is a plain file, which need not be asked again. */
  readonly arePlainFiles: boolean;
}

/** Whether there is a folder that can be read: what DCMTK's `OFStandard::dirExists` calls a directory. */
export function isReadableFolder(path: string): boolean {
  try {
    if (!Deno.statSync(path).isDirectory) return false;
    Deno.openSync(path).close();
    return true;
  } catch {
    return false;
  }
}

/** Whether there is a file, readable or not: what DCMTK's `OFStandard::fileExists` calls a file. */
export function isFile(path: string): boolean {
  try {
    return !Deno.statSync(path).isDirectory || !isReadableFolder(path);
  } catch (error) {
    // The runtime says in its message how to allow it
    if (error instanceof Deno.errors.NotCapable) throw error;
    return false;
  }
}

/** Adds the files of a folder to the list. */
export function scanFolder(
  folder: string,
  { into, ...options }: ScanOptions & { into: PathList },
): ScanResult {
  const scan = new Scan(into, options);
  scan.enter(folder);
  return scan;
}

class Scan implements ScanResult {
  readonly #into: PathList;
  readonly #options: ScanOptions;
  readonly #matches: ((name: string) => boolean) | undefined;
  /** Device and inode of the folders that lead to the one being listed. */
  readonly #ancestors: string[] = [];
  arePlainFiles = true;
  /** The beginning of the paths that are known to lead to files. */
  #reached: string | undefined;

  constructor(into: PathList, options: ScanOptions) {
    this.#into = into;
    this.#options = options;
    if (options.pattern !== "") this.#matches = wildcard(options.pattern);
  }

  enter(folder: string): void {
    const identity = identityOf(folder);
    if (this.#ancestors.includes(identity)) return this.#options.onCycle?.(folder);
    this.#ancestors.push(identity);
    const prefix = prefixOf(folder);
    for (const entry of Deno.readDirSync(folder)) this.#take(prefix, entry);
    this.#ancestors.pop();
  }

  #take(prefix: string, { name, isFile: isPlain }: Deno.DirEntry): void {
    // DCMTK tries to open everything as a folder first; a plain file need not be tried
    if (!isPlain) {
      const path = prefix + name;
      if (isReadableFolder(path)) {
        if (this.#options.recurse) this.enter(path);
        return;
      }
    }
    if (this.#matches?.(name) === false) return;
    this.#into.push({ prefix, name });
    // The runtime lists a name that is no text with a replacement in it, and there is no file of that name
    this.arePlainFiles &&= isPlain && !name.includes("\ufffd") &&
      (prefix === this.#reached || this.#isReached(prefix, name));
  }

  /** A folder may be listed although nothing in it can be reached; its first file tells. */
  #isReached(prefix: string, name: string): boolean {
    if (!isFile(prefix + name)) return false;
    this.#reached = prefix;
    return true;
  }
}

function identityOf(folder: string): string {
  const { dev, ino } = Deno.statSync(folder);
  return `${dev}:${ino}`;
}
