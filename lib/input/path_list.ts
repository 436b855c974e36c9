/**
 * A list of the paths of very many files in little memory: the letters of their names, and one more for each.
 *
 * @module
 */

/** A path in two parts: what the files of a folder have in common, and the rest. */
export interface SplitPath {
  /** The folder with a slash behind it, or nothing. */
  readonly prefix: string;
  /** The name. */
  readonly name: string;
}

/** The paths from an index up to where the next of these begins are in this folder. */
interface Folder {
  readonly first: number;
  readonly prefix: string;
}

/** Stands between the names of a page; no name has one, as what stands before it belongs to the folder. */
const separator = "/";
const pageLength = 256;

/** Paths in the order in which they were added. Reading them one after the other is fast. */
export class PathList {
  /** Pages that are full, each one string. */
  readonly #pages: string[] = [];
  /** The names of the page that is not full. */
  #newest: string[] = [];
  readonly #folders: Folder[] = [];
  /** The page that was read last. */
  #open: { readonly page: number; readonly names: readonly string[] } = { page: -1, names: [] };

  /** How many paths are in it. */
  get length(): number {
    return this.#pages.length * pageLength + this.#newest.length;
  }

  /** Adds a path. */
  push({ prefix, name }: SplitPath): void {
    const begin = name.lastIndexOf(separator) + 1;
    const folder = prefix + name.slice(0, begin);
    if (this.#folders.at(-1)?.prefix !== folder) this.#folders.push({ first: this.length, prefix: folder });
    if (this.#newest.push(name.slice(begin)) < pageLength) return;
    this.#pages.push(this.#newest.join(separator));
    this.#newest = [];
  }

  /** The path at an index below `length`. */
  at(index: number): string {
    return this.#folderOf(index).prefix + this.#nameOf(index);
  }

  #nameOf(index: number): string {
    const page = Math.floor(index / pageLength);
    const at = index - page * pageLength;
    if (page === this.#pages.length) return this.#newest[at];
    if (page !== this.#open.page) this.#open = { page, names: this.#pages[page].split(separator) };
    return this.#open.names[at];
  }

  /** The last folder that begins at the index or before it. */
  #folderOf(index: number): Folder {
    let low = 0;
    for (let high = this.#folders.length; high - low > 1;) {
      const middle = (low + high) >>> 1;
      if (this.#folders[middle].first <= index) low = middle;
      else high = middle;
    }
    return this.#folders[low];
  }

  /** All paths; those that are added on the way, too. */
  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** All paths for the last time: their memory is given back on the way. */
  *drain(): Generator<SplitPath> {
    for (let index = 0; index < this.length; index++) {
      yield { prefix: this.#folderOf(index).prefix, name: this.#nameOf(index) };
      if (index % pageLength === pageLength - 1) this.#pages[(index + 1) / pageLength - 1] = "";
    }
  }
}

/**
 * What stands before the names of the files in a folder: as DCMTK puts paths together, without the slashes at the end,
 * and nothing for the current folder.
 */
export function prefixOf(folder: string): string {
  let end = folder.length;
  while (end > 1 && folder[end - 1] === separator) end--;
  const trimmed = folder.slice(0, end);
  if (trimmed === "" || trimmed === ".") return "";
  return trimmed === "/" ? trimmed : `${trimmed}/`;
}
