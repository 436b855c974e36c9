/**
 * The data dictionary (PS3.6, Section 6; private elements: PS3.5, Section 7.8): from a tag to its VR and name,
 * with repeating groups and private creators, searched in DCMTK's order.
 *
 * @module
 */
import type { Vr } from "./vr.ts";

/** A tag as one number: the group in the upper 16 bits, the element in the lower, never negative. */
export type Tag = number;

/** Which numbers of a range belong to a repeating entry. */
export type Parity = "even" | "odd" | "any";

/** A run of group or element numbers; a single number has `first` equal to `last`. */
export interface NumberRange {
  /** The lowest number. */
  readonly first: number;
  /** The highest number. */
  readonly last: number;
  /** Which of them count. */
  readonly parity: Parity;
}

/** The tags an entry is about. */
export interface DictionaryPlace {
  /** Their groups. */
  readonly groups: NumberRange;
  /** Their elements within the group. */
  readonly elements: NumberRange;
  /** Whose private elements these are; `undefined` for the elements of the Standard. */
  readonly creator: string | undefined;
}

/** What a dictionary knows about a tag. */
export interface DictionaryEntry {
  /** Its VR, possibly one of DCMTK's own in small letters. */
  readonly vr: Vr;
  /** Its keyword. */
  readonly name: string;
}

/** A table of single elements, of the Standard or of a private creator, that is searched when they are met. */
export type ElementTable = (tag: Tag, creator?: string) => DictionaryEntry | undefined;

type Repeating = DictionaryPlace & { readonly entry: DictionaryEntry };

const isSingle = (range: NumberRange) => range.first === range.last;

function includes(range: NumberRange, value: number): boolean {
  return value >= range.first && value <= range.last;
}

function hasParity(range: NumberRange, value: number): boolean {
  return range.parity === "any" || (value & 1) === (range.parity === "odd" ? 1 : 0);
}

function equal(a: NumberRange, b: NumberRange): boolean {
  return a.first === b.first && a.last === b.last && a.parity === b.parity;
}

function within(a: NumberRange, b: NumberRange): boolean {
  return a.first >= b.first && a.last <= b.last;
}

function covers(
  place: DictionaryPlace,
  { tag, creator }: { tag: Tag; creator: string | undefined },
): boolean {
  const group = tag >>> 16;
  const element = tag & 0xffff;
  if (place.creator !== creator || !includes(place.groups, group)) return false;
  if (!hasParity(place.groups, group) || !hasParity(place.elements, element)) return false;
  return includes(place.elements, element) ||
    (creator !== undefined && includes(place.elements, element & 0xff));
}

/** Groups below have their VRs at hand, which is where almost all elements are. */
const groupsAtHand = 0x100;

/** VRs of elements of the Standard that were met already, found at once. */
export class VrsAtHand {
  /** By group, then by element. */
  readonly #groups: (Uint16Array | undefined)[] = new Array(groupsAtHand).fill(undefined);

  /** The VR, or 0 where it is not at hand. */
  get(tag: Tag): Vr {
    const group = this.#groups[tag >>> 16];
    return group === undefined ? 0 : group[tag & 0xffff];
  }

  /** Remembers a VR. */
  set(tag: Tag, vr: Vr): void {
    const group = tag >>> 16;
    if (group >= groupsAtHand) return;
    const vrs = this.#groups[group] ??= new Uint16Array(0x10000);
    vrs[tag & 0xffff] = vr;
  }
}

/** What is known about tags. Later entries replace earlier ones of the same tag. */
export class DataDictionary {
  readonly #table: ElementTable;
  /** VRs of the Standard that were found already. */
  readonly vrsAtHand: VrsAtHand = new VrsAtHand();
  readonly #standard = new Map<Tag, DictionaryEntry>();
  readonly #private = new Map<string, Map<Tag, DictionaryEntry>>();
  readonly #repeating: Repeating[] = [];
  #rangesToAdd: (() => Iterable<readonly [DictionaryPlace, DictionaryEntry]>) | undefined;

  /** Begins with everything in the table; what else there is in the beginning is added when it is first needed. */
  constructor(
    table: ElementTable = () => undefined,
    ranges?: () => Iterable<readonly [DictionaryPlace, DictionaryEntry]>,
  ) {
    this.#table = table;
    this.#rangesToAdd = ranges;
  }

  /** Adds what is known about one element of the Standard. */
  addElement(tag: Tag, entry: DictionaryEntry): void {
    this.#standard.set(tag, entry);
  }

  /** Adds what is known about a place; a part of a range takes precedence over the whole range. */
  add(place: DictionaryPlace, entry: DictionaryEntry): void {
    if (!isSingle(place.groups) || !isSingle(place.elements)) {
      this.#addRepeating({ ...place, entry });
      return;
    }
    const tag = (place.groups.first << 16 | place.elements.first) >>> 0;
    if (place.creator === undefined) {
      this.#standard.set(tag, entry);
    } else {
      const ofCreator = this.#private.get(place.creator) ?? new Map<Tag, DictionaryEntry>();
      this.#private.set(place.creator, ofCreator.set(tag, entry));
    }
  }

  #addRepeating(added: Repeating): void {
    this.#addRanges();
    for (const [index, old] of this.#repeating.entries()) {
      if (added.creator !== old.creator) continue;
      if (equal(added.groups, old.groups) && equal(added.elements, old.elements)) {
        this.#repeating[index] = added;
        return;
      }
      if (within(added.groups, old.groups) && within(added.elements, old.elements)) {
        this.#repeating.splice(index, 0, added);
        return;
      }
    }
    this.#repeating.push(added);
  }

  /**
   * What is known about a tag. A private element is found under its creator alone, by its full element number
   * or by the last two digits, which the creator's block leaves free.
   */
  find(tag: Tag, creator?: string): DictionaryEntry | undefined {
    return (creator === undefined ? this.#findStandard(tag) : this.#findPrivate(tag, creator)) ??
      this.#findRepeating(tag, creator);
  }

  #findRepeating(tag: Tag, creator: string | undefined): DictionaryEntry | undefined {
    this.#addRanges();
    return this.#repeating.find((place) => covers(place, { tag, creator }))?.entry;
  }

  #addRanges(): void {
    const ranges = this.#rangesToAdd;
    this.#rangesToAdd = undefined;
    if (ranges) { for (const [place, entry] of ranges()) this.add(place, entry); }
  }

  #findStandard(tag: Tag): DictionaryEntry | undefined {
    const entry = this.#standard.get(tag) ?? remembered(this.#standard, { tag, entry: this.#table(tag) });
    if (entry) this.vrsAtHand.set(tag, entry.vr);
    return entry;
  }

  #findPrivate(tag: Tag, creator: string): DictionaryEntry | undefined {
    return this.#findPrivateExactly(tag, creator) ??
      this.#findPrivateExactly((tag & 0xffff00ff) >>> 0, creator);
  }

  #findPrivateExactly(tag: Tag, creator: string): DictionaryEntry | undefined {
    const known = this.#private.get(creator)?.get(tag);
    if (known) return known;
    const entry = this.#table(tag, creator);
    if (!entry) return undefined;
    const ofCreator = this.#private.get(creator) ?? new Map<Tag, DictionaryEntry>();
    this.#private.set(creator, ofCreator);
    return remembered(ofCreator, { tag, entry });
  }

  /** The VR of a tag, or `undefined` for one that nobody knows. */
  vrOf(tag: Tag, creator?: string): Vr | undefined {
    return this.find(tag, creator)?.vr;
  }
}

/** What is found is remembered; what is not is not, because a broken file may ask for anything. */
function remembered(
  entries: Map<Tag, DictionaryEntry>,
  { tag, entry }: { tag: Tag; entry: DictionaryEntry | undefined },
): DictionaryEntry | undefined {
  if (entry) entries.set(tag, entry);
  return entry;
}
