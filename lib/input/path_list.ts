/**
 * A list of the paths of very many files in little memory: the length of their names and four bytes for each.
 *
 * @module
 */

const blockBytes = 16 * 1024;
const lengthBytes = 4;

/** A path in two parts: what the files of a folder have in common, and the rest. */
export interface SplitPath {
  /** The folder with a slash behind it, or nothing. */
  readonly prefix: string;
  /** The name. */
  readonly name: string;
}

/** Something that stands for all indexes from a first one up to the next of its kind. */
interface Run {
  readonly first: number;
}

/** Names, one behind the other, each with its length in front. */
class Block implements Run {
  readonly first: number;
  count = 0;
  #bytes: Uint8Array<ArrayBuffer>;
  #usedBytes = 0;
  /** Where reading stopped: a number among the names, and the place of that name. */
  #cursor = { number: 0, at: 0 };

  constructor(first: number, sizeBytes: number) {
    this.first = first;
    this.#bytes = new Uint8Array(sizeBytes);
  }

  hasRoomFor(name: string): boolean {
    return this.#usedBytes + maxBytes(name) <= this.#bytes.length;
  }

  push(name: string): void {
    const begin = this.#usedBytes + lengthBytes;
    const { written } = encoder.encodeInto(name, this.#bytes.subarray(begin));
    this.#view.setUint32(this.#usedBytes, written);
    this.#usedBytes = begin + written;
    this.count++;
  }

  at(number: number): string {
    if (number < this.#cursor.number) this.#cursor = { number: 0, at: 0 };
    const cursor = this.#cursor;
    const view = this.#view;
    for (; cursor.number < number; cursor.number++) cursor.at += lengthBytes + view.getUint32(cursor.at);
    const begin = cursor.at + lengthBytes;
    return decoder.decode(this.#bytes.subarray(begin, begin + view.getUint32(cursor.at)));
  }

  forget(): void {
    this.#bytes = new Uint8Array(0);
  }

  get #view(): DataView {
    return new DataView(this.#bytes.buffer);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function maxBytes(name: string): number {
  return lengthBytes + 3 * name.length;
}

/** Paths in the order in which they were added. Reading them one after the other is fast. */
export class PathList {
  readonly #blocks: Block[] = [];
  readonly #prefixes: (Run & { readonly prefix: string })[] = [];
  #length = 0;

  /** How many paths are in it. */
  get length(): number {
    return this.#length;
  }

  /** Adds a path. */
  push({ prefix, name }: SplitPath): void {
    if (this.#prefixes.at(-1)?.prefix !== prefix) this.#prefixes.push({ first: this.#length, prefix });
    let block = this.#blocks.at(-1);
    if (!block?.hasRoomFor(name)) {
      block = new Block(this.#length, Math.max(blockBytes, maxBytes(name)));
      this.#blocks.push(block);
    }
    block.push(name);
    this.#length++;
  }

  /** The path at an index below `length`. */
  at(index: number): string {
    const { prefix, name } = this.#split(index);
    return prefix + name;
  }

  #split(index: number): SplitPath {
    const block = runOf(this.#blocks, index);
    return { prefix: runOf(this.#prefixes, index).prefix, name: block.at(index - block.first) };
  }

  /** All paths; those that are added on the way, too. */
  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** All paths for the last time: their memory is given back on the way. */
  *drain(): Generator<SplitPath> {
    for (const block of this.#blocks) {
      const { first, count } = block;
      for (let index = first; index < first + count; index++) yield this.#split(index);
      block.forget();
    }
  }
}

/** The run that an index belongs to. */
function runOf<T extends Run>(runs: readonly T[], index: number): T {
  let low = 0;
  for (let high = runs.length; high - low > 1;) {
    const middle = (low + high) >>> 1;
    if (runs[middle].first <= index) low = middle;
    else high = middle;
  }
  return runs[low];
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
