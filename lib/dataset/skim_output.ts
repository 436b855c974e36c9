/**
 * What is skimmed, written in explicit VR little endian: only the headers change on the way.
 *
 * @module
 */
import type { NumberList } from "../base/number_list.ts";
import type { Tag, VrsAtHand } from "../dictionary/data_dictionary.ts";
import type { ByteWindow } from "./byte_window.ts";
import { flagsByVr, longForm } from "../dictionary/vr.ts";

/** Tag, VR and length (PS3.5, Table 7.1-1), the longest there is. */
const longHeaderBytes = 12;
const shortHeaderBytes = 8;

/** The letters SQ and two reserved bytes, and the tag of an item, as the four bytes of them make a number. */
const sequenceVrWord = 0x5153;
const itemWord = 0xe000fffe | 0;

/** Copying a shorter value piece by piece takes less time than making the views for a block copy. */
const blockCopyBytes = 64;

/** Writes headers and values into memory that others lend. */
export class SkimOutput {
  /** Where the next byte goes. */
  at = 0;
  /** The number of the next sequence or item among the lengths. */
  slot = 0;
  /** The VRs of elements that have none in the file. */
  vrs: VrsAtHand | undefined;
  readonly #lengths: NumberList<Uint32Array<ArrayBuffer>>;
  #bytes: Uint8Array = new Uint8Array(0);
  #numbers: DataView = new DataView(new ArrayBuffer(0));

  /** Takes the lengths that were measured. */
  constructor(lengths: NumberList<Uint32Array<ArrayBuffer>>) {
    this.#lengths = lengths;
  }

  /** Lends memory, for what was measured from a number on. */
  lend(numbers: DataView, { bytes, at, slot }: { bytes: Uint8Array; at: number; slot: number }): void {
    this.#numbers = numbers;
    this.#bytes = bytes;
    this.at = at;
    this.slot = slot;
  }

  /** How many bytes there is room for. */
  get room(): number {
    return this.#bytes.length - this.at;
  }

  /** Writes a sequence's header. */
  sequence(tag: Tag): void {
    this.#numbers.setInt32(this.at, tag << 16 | tag >>> 16, true);
    this.#numbers.setInt32(this.at + 4, sequenceVrWord, true);
    this.#numbers.setUint32(this.at + 8, this.#lengths.at(this.slot++), true);
    this.at += longHeaderBytes;
  }

  /** Writes an item's header. */
  item(): void {
    this.#numbers.setInt32(this.at, itemWord, true);
    this.#numbers.setUint32(this.at + 4, this.#lengths.at(this.slot++), true);
    this.at += shortHeaderBytes;
  }

  /** Writes the elements up to a place of the window that are in explicit VR already. */
  copy(window: ByteWindow, to: number): void {
    this.#bytes.set(window.bytes.subarray(window.at, to), this.at);
    this.at += to - window.at;
  }

  /** Writes the elements up to a place of the window, whose VRs are at hand. */
  convert({ numbers: source, bytes, at: from }: ByteWindow, to: number): void {
    const numbers = this.#numbers;
    const { vrs } = this;
    let { at } = this;
    for (let valueAt = from + shortHeaderBytes; valueAt <= to; valueAt += shortHeaderBytes) {
      const tagWord = source.getInt32(valueAt - 8, true);
      const length = source.getInt32(valueAt - 4, true);
      const value = vrs?.get(tagWord << 16 | tagWord >>> 16) ?? 0;
      const letters = value << 8 & 0xff00 | value >>> 8;
      const isLong = (flagsByVr[value] & longForm) !== 0;
      numbers.setInt32(at, tagWord, true);
      numbers.setInt32(at + 4, isLong ? letters : length << 16 | letters, true);
      if (isLong) numbers.setInt32(at + 8, length, true);
      at += isLong ? longHeaderBytes : shortHeaderBytes;
      if (length >= blockCopyBytes) {
        this.#bytes.set(bytes.subarray(valueAt, valueAt + length), at);
      } else {
        let index = 0;
        for (; index + 4 <= length; index += 4) {
          numbers.setInt32(at + index, source.getInt32(valueAt + index));
        }
        if (index < length) numbers.setInt16(at + index, source.getInt16(valueAt + index));
      }
      at += length;
      valueAt += length;
    }
    this.at = at;
  }
}
