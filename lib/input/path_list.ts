/**
 * A list of the paths of very many files in little memory: about the length of their names.
 *
 * @module
 */
import { NumberList } from "../base/number_list.ts";

const firstBytes = 4096;

/** Paths in the order in which they were added. */
export class PathList {
  readonly #folders: string[] = [];
  /** For every path the index of its folder. */
  readonly #folderOf = new NumberList(Uint32Array);
  /** For every path where its name ends in the names. */
  readonly #endOf = new NumberList(Float64Array);
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  #names = new Uint8Array(firstBytes);
  #usedBytes = 0;

  /** How many paths are in it. */
  get length(): number {
    return this.#endOf.length;
  }

  /** Adds a path, given as the folder it is in (empty for none) and the rest. */
  push(folder: string, name: string): void {
    if (this.#folders.at(-1) !== folder) this.#folders.push(folder);
    this.#reserve(3 * name.length);
    this.#usedBytes += this.#encoder.encodeInto(name, this.#names.subarray(this.#usedBytes)).written;
    this.#folderOf.push(this.#folders.length - 1);
    this.#endOf.push(this.#usedBytes);
  }

  #reserve(bytes: number): void {
    if (this.#usedBytes + bytes <= this.#names.length) return;
    const grown = new Uint8Array(2 * this.#names.length + bytes);
    grown.set(this.#names.subarray(0, this.#usedBytes));
    this.#names = grown;
  }

  /** The path at an index below `length`. */
  at(index: number): string {
    const begin = index === 0 ? 0 : this.#endOf.at(index - 1);
    const name = this.#decoder.decode(this.#names.subarray(begin, this.#endOf.at(index)));
    return joinPath(this.#folders[this.#folderOf.at(index)], name);
  }

  /** All paths; those that are added on the way, too. */
  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/** A path as DCMTK puts it together: without the slashes at the end of the folder, and without `.` before the name. */
export function joinPath(folder: string, name: string): string {
  const trimmed = folder.replace(/(?<=.)\/+$/, "");
  if (trimmed === "" || trimmed === ".") return name;
  return trimmed === "/" ? `/${name}` : `${trimmed}/${name}`;
}
