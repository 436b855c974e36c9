/**
 * VRs of elements that carry none (PS3.5, Section 7.1.3 and Annex A): from the dictionary, from private creators
 * and, for those the Standard leaves open, from elements that come before them in the same item. Where DCMTK 3.6.7
 * does not decide, neither does this: the VR then stays one of DCMTK's own in small letters.
 *
 * @module
 */
import type { DataDictionary, Tag } from "./data_dictionary.ts";
import { tags } from "./tags.ts";
import { type Vr, vr } from "./vr.ts";

const OB = vr("OB");
const OW = vr("OW");
const SS = vr("SS");
const UN = vr("UN");
const US = vr("US");
const ox = vr("ox");
const px = vr("px");
const xs = vr("xs");

/** OB or OW by Waveform Bits Allocated (PS3.5, Section 8.3). */
const waveformTags: ReadonlySet<Tag> = new Set([0x54001010, 0x5400100a, 0x54000110, 0x54000112]);

/** US or SS by Pixel Representation (PS3.3, Sections C.7.5.1, C.7.6.16, C.11.5). */
const pixelValueTags: ReadonlySet<Tag> = new Set([
  0x00280120,
  0x00280121,
  0x00603004,
  0x00603006,
  0x00189810,
  0x00280106,
  0x00280107,
  0x00280108,
  0x00280109,
  0x00283002,
  0x00409211,
  0x00409216,
]);

/** What the elements of one item say about the VRs of those behind them. */
export class ItemContext {
  /** By block, once there are any. */
  #creators: Map<number, string> | undefined;
  #pixelRepresentation: number | undefined;
  #waveformBitsAllocated: number | undefined;

  /** Forgets everything: another item begins. */
  clear(): void {
    this.#creators = undefined;
    this.#pixelRepresentation = undefined;
    this.#waveformBitsAllocated = undefined;
  }

  /** Whether the value of an element is of interest to {@linkcode learn}. */
  static isOfInterest(tag: Tag): boolean {
    return decidesVrs(tag) || isCreator(tag);
  }

  /** Takes note of an element that {@linkcode isOfInterest}. */
  learn(tag: Tag, value: Uint8Array): void {
    if (isCreator(tag)) {
      const block = tag >>> 16 << 8 | tag & 0xff;
      const creators = this.#creators ??= new Map();
      if (!creators.has(block)) creators.set(block, creatorOf(value));
    } else if (value.length >= 2) {
      const number = value[0] | value[1] << 8;
      if (tag === tags.PixelRepresentation) this.#pixelRepresentation ??= number;
      else this.#waveformBitsAllocated ??= number;
    }
  }

  /** Who reserved the block a private element is in. */
  creatorFor(tag: Tag): string | undefined {
    return this.#creators?.get(tag >>> 16 << 8 | tag >>> 8 & 0xff);
  }

  /** The VR of an element; UN where nobody knows it. */
  resolve(tag: Tag, dictionary: DataDictionary): Vr {
    const known = dictionary.vrOf(tag) ?? UN;
    if (isPrivateData(tag)) return dictionary.vrOf(tag, this.creatorFor(tag)) ?? known;
    if (known === ox || known === px) return this.#bytesOrWords(tag, known);
    if (known === xs && pixelValueTags.has(tag) && this.#pixelRepresentation !== undefined) {
      return this.#pixelRepresentation === 1 ? SS : US;
    }
    return known;
  }

  #bytesOrWords(tag: Tag, known: Vr): Vr {
    if (known === px || tag === tags.PixelData) return OW;
    const repeating = (tag & 0xff00ffff) >>> 0;
    if (repeating === 0x60003000) return OW;
    if (repeating === 0x50003000) return OB;
    if (!waveformTags.has(tag) || this.#waveformBitsAllocated === undefined) return known;
    return this.#waveformBitsAllocated === 8 ? OB : OW;
  }
}

/** Whether the value of an element of the Standard says how others are read. */
export function decidesVrs(tag: Tag): boolean {
  return tag === tags.PixelRepresentation || tag === tags.WaveformBitsAllocated;
}

const isCreator = (tag: Tag) => (tag & 0x10000) !== 0 && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
const isPrivateData = (tag: Tag) => (tag & 0x10000) !== 0 && (tag & 0xffff) >= 0x1000;

/** A creator ends at the first zero byte, and spaces at its end do not count. */
function creatorOf(value: Uint8Array): string {
  const zero = value.indexOf(0);
  return String.fromCharCode(...value.subarray(0, zero < 0 ? value.length : zero)).replace(/ +$/, "");
}
