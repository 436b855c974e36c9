/**
 * Random data sets with everything in them that real files have been seen to hold: all VRs, odd lengths, blanks in
 * UIDs, padding, group lengths, elements out of order or twice, private blocks, UN that is a sequence, deep nesting.
 */
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder, type Ending, type Value } from "./encoder.ts";
import { vr, vrTraits } from "../../lib/dictionary/vr.ts";

/** A small generator of numbers that gives the same ones for the same seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) % below;
  };
}

/** Tags of every kind, with the VR they have; those in implicit VR must be what the dictionary says. */
const known: readonly (readonly [tag: number, vr: string])[] = [
  [0x00080005, "CS"],
  [0x00080018, "UI"],
  [0x00080020, "DA"],
  [0x00080030, "TM"],
  [0x0008002a, "DT"],
  [0x00080054, "AE"],
  [0x00080070, "LO"],
  [0x00080090, "PN"],
  [0x00080120, "UR"],
  [0x00080119, "UC"],
  [0x00081140, "SQ"],
  [0x00081195, "UI"],
  [0x00101010, "AS"],
  [0x00104000, "LT"],
  [0x00181063, "DS"],
  [0x00189810, "US"],
  [0x00200013, "IS"],
  [0x00209165, "AT"],
  [0x00280103, "US"],
  [0x00280106, "US"],
  [0x00280107, "SS"],
  [0x00281052, "DS"],
  [0x00281201, "OW"],
  [0x00283002, "US"],
  [0x00283006, "OW"],
  [0x00400260, "SQ"],
  [0x0040a043, "SQ"],
  [0x0040a160, "UT"],
  [0x0040a730, "SQ"],
  [0x00660016, "OF"],
  [0x00660022, "OD"],
  [0x00660040, "OL"],
  [0x00701a01, "OV"],
  [0x00186060, "FL"],
  [0x00186020, "SL"],
  [0x00189087, "FD"],
  [0x00083010, "UI"],
  [0x00080081, "ST"],
  [0x00080050, "SH"],
  [0x00720082, "SV"],
  [0x00720083, "UV"],
  [0x00089007, "CS"],
  [0x00081199, "SQ"],
  [0x54001010, "OB"],
  [0x60003000, "OW"],
  [0x60020010, "US"],
  [0x7fe00010, "OW"],
  [0xfffcfffc, "OB"],
];

/** What a random data set is made of. */
export interface RandomOptions {
  /** How deep sequences nest. */
  depth?: number;
  /** Elements out of order and twice. */
  disorder?: boolean;
}

/** Makes a data set in one of the three syntaxes that are not compressed. */
export function randomDataSet(seed: number, { syntax, depth = 3, disorder = false }: RandomOptions & {
  syntax: TransferSyntax;
}): Uint8Array {
  const writer = new RandomWriter(random(seed), { syntax, disorder });
  return Uint8Array.from(writer.elements(depth, true));
}

interface Part {
  readonly tag: number;
  readonly bytes: number[];
}

class RandomWriter {
  readonly #random: (below: number) => number;
  readonly #disorder: boolean;
  #encoder: Encoder;

  constructor(random: (below: number) => number, options: { syntax: TransferSyntax; disorder: boolean }) {
    this.#random = random;
    this.#encoder = new Encoder(options.syntax);
    this.#disorder = options.disorder;
  }

  elements(depth: number, top: boolean): number[] {
    const chosen = known.filter(() => this.#random(4) === 0).filter(([tag]) => top || tag !== 0x7fe00010);
    const parts = chosen.map(([tag, name]) => ({ tag, bytes: this.#element(tag, { name, depth }) }));
    // DCMTK forgets a creator that is out of order
    if (!this.#disorder && this.#random(3) === 0) parts.push(...this.#privateBlock());
    for (const group of new Set(parts.map(({ tag }) => tag >>> 16))) {
      if (this.#random(6) === 0) {
        parts.push(this.#part((group << 16) >>> 0, { name: "UL", value: [1, 2, 3, 4] }));
      }
    }
    parts.sort((a, b) => a.tag - b.tag);
    if (this.#disorder && this.#random(2) === 0) this.#shuffle(parts);
    return parts.flatMap(({ bytes }) => bytes);
  }

  #shuffle(parts: Part[]): void {
    for (let count = 1 + this.#random(3); count > 0 && parts.length > 0; count--) {
      const part = parts[this.#random(parts.length)];
      parts.splice(this.#random(parts.length), 0, part);
    }
  }

  #part(tag: number, element: { name: string; value: Value }): Part {
    return { tag, bytes: this.#encoder.element(tag, element) };
  }

  /** Two elements of the block are in the dictionary, two are not. */
  #privateBlock(): Part[] {
    return [
      this.#part(0x00190010, { name: "LO", value: "TOSHIBA_MEC_CT_1.0" }),
      this.#part(0x0019100b, { name: "DS", value: this.#text("12.5", { length: 9 }) }),
      this.#part(0x0019100c, { name: "US", value: this.#bytes(6) }),
      this.#part(0x001910f1, { name: "UN", value: this.#bytes(6) }),
      this.#part(0x001910f2, { name: "ZZ", value: this.#bytes(5) }),
    ];
  }

  #element(tag: number, { name, depth }: { name: string; depth: number }): number[] {
    if (name === "SQ") return this.#sequence(tag, depth);
    return this.#encoder.element(tag, { name, value: this.#value(name) });
  }

  #value(name: string): number[] {
    const length = [0, 2, 7, 16, 33, 64, 3000][this.#random(7)];
    if (name === "UI") return this.#text("1. 2", { length, padding: this.#random(2) === 0 ? 0 : 0x20 });
    if (vrTraits(vr(name)).string) {
      const long = this.#encoder.implicit || vrTraits(vr(name)).longForm ? 40 : 1;
      return this.#text("AB^ =\\", { length: length * (this.#random(8) === 0 ? long : 1) });
    }
    // DCMTK sends odd OW as it is, which is no DICOM
    return this.#bytes(name === "OW" || name === "OB" ? length & ~1 : length);
  }

  #text(letters: string, { length, padding = 0x20 }: { length: number; padding?: number }): number[] {
    const padded = this.#random(4) === 0 ? this.#random(5) : 0;
    return Array.from(
      { length },
      (_, index) => index >= length - padded ? padding : letters.charCodeAt(this.#random(letters.length)),
    );
  }

  #bytes(length: number): number[] {
    return Array.from({ length }, () => this.#random(256));
  }

  #ending(): Ending {
    return this.#random(2) === 0 ? "delimiter" : "length";
  }

  #sequence(tag: number, depth: number): number[] {
    const unknown = this.#random(5) === 0;
    const outer = this.#encoder;
    if (unknown) this.#encoder = Encoder.insideUnknown;
    const items = Array.from(
      { length: depth > 0 ? this.#random(4) : 0 },
      () => this.#encoder.item(this.elements(depth - 1, false), this.#ending()),
    );
    this.#encoder = outer;
    if (unknown) return outer.sequence(tag, { items, ending: "delimiter", name: "UN" });
    return outer.sequence(tag, { items, ending: this.#ending() });
  }
}
