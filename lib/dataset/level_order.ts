/**
 * The ascending order of elements (PS3.5, Section 7.1) where a data set or an item does not keep it.
 *
 * Almost every level is in order, so nothing is remembered of levels that are. Of one that is not, DCMTK sends the
 * elements sorted, and of those with the same tag the first.
 *
 * @module
 */
import { NumberList } from "../base/number_list.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import type { Vr } from "../dictionary/vr.ts";

/** An element of a level that is out of order. */
export interface LevelElement {
  /** Its tag. */
  readonly tag: Tag;
  /** Its VR. */
  readonly vr: Vr;
  /** Where it begins in the data set. */
  readonly offset: number;
  /** The first number that was measured within it. */
  readonly slot: number;
  /** How many bytes it takes in the output. */
  readonly bytes: number;
}

/** Where a level ends in the file, whatever the order of its elements. */
export interface LevelEnd {
  /** Where its end begins in the data set. */
  readonly offset: number;
  /** The first number that was measured behind it. */
  readonly slot: number;
}

/** The elements of one level, remembered in the order of the file. */
export class LevelOrder {
  readonly #tags = new NumberList(Uint32Array);
  readonly #vrs = new NumberList(Uint16Array);
  readonly #offsets = new NumberList(Float64Array);
  readonly #slots = new NumberList(Uint32Array);
  readonly #bytes = new NumberList(Float64Array);
  #sorted: Uint32Array = new Uint32Array(0);
  #end: LevelEnd = { offset: 0, slot: 0 };

  /** Remembers the next element of the file. */
  push(element: LevelElement): void {
    this.#tags.push(element.tag);
    this.#vrs.push(element.vr);
    this.#offsets.push(element.offset);
    this.#slots.push(element.slot);
    this.#bytes.push(element.bytes);
  }

  /** Sorts the elements and drops repeated tags, now that the level ends. */
  sort(end: LevelEnd): void {
    const byTag = (a: number, b: number) => this.#tags.at(a) - this.#tags.at(b) || a - b;
    const all = Uint32Array.from({ length: this.#tags.length }, (_, index) => index).sort(byTag);
    this.#sorted = all.filter((element, index) =>
      index === 0 || this.#tags.at(element) !== this.#tags.at(all[index - 1])
    );
    this.#end = end;
  }

  /** How many elements are left. */
  get length(): number {
    return this.#sorted.length;
  }

  /** Where the level ends. */
  get end(): LevelEnd {
    return this.#end;
  }

  /** The element at a place of the ascending order. */
  at(index: number): LevelElement {
    const element = this.#sorted[index];
    return {
      tag: this.#tags.at(element),
      vr: this.#vrs.at(element),
      offset: this.#offsets.at(element),
      slot: this.#slots.at(element),
      bytes: this.#bytes.at(element),
    };
  }
}
