/**
 * A list of the paths of very many files in little memory: about the length of their names.
 *
 * @module
 */
import { NumberList } from "../base/number_list.ts";

const firstBytes = 4096;

/** Paths in the order in which they were added. */
export class PathList {
  readonly #prefixes: string[] = [];
  /** For every path the index of its prefix. */
  readonly #prefixOf = new NumberList(Uint32Array);
  /** For every path where its name ends in the names. */
  readonly #endOf = new NumberList(Float64Array);
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #names = new Uint8Array(firstBytes);
  #usedBytes = 0;

  /** How many paths are in it. */
  get length(): number {
    return this.#endOf.length;
  }

  /** Adds a path in two parts; files of one folder have the first in common. */
  push(prefix: string, name: string): void {
    if (this.#prefixes.at(-1) !== prefix) this.#prefixes.push(prefix);
    this.#reserve(3 * name.length);
    this.#usedBytes += this.#encoder.encodeInto(name, this.#names.subarray(this.#usedBytes)).written;
    this.#prefixOf.push(this.#prefixes.length - 1);
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
    return this.#prefixes[this.#prefixOf.at(index)] + name;
  }

  /** All paths; those that are added on the way, too. */
  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/**
 * What stands before the names of the files in a folder: as DCMTK puts paths together, without the slashes at the end,
 * and nothing for the current folder.
 */
export function prefixOf(folder: string): string {
  const trimmed = folder.replace(/(?<=.)\/+$/, "");
  if (trimmed === "" || trimmed === ".") return "";
  return trimmed === "/" ? trimmed : `${trimmed}/`;
}
