/**
 * Which transfer syntax a data set has that does not say so: DCMTK 3.6.7 decides by its first element.
 *
 * @module
 */
import type { DataDictionary, Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../dictionary/transfer_syntaxes.ts";
import { isStandardVr } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import { DictionaryNeededError } from "./complaints.ts";

/** No transfer syntax of the Standard, and none that can be proposed; but such data sets can be read. */
const implicitVrBigEndian: TransferSyntax = Object.freeze({
  ...implicitVrLittleEndian,
  uid: "",
  name: "Virtual Big Endian Implicit",
  keyword: "VirtualBigEndianImplicit",
  endian: "big",
  bigEndianPixelData: true,
});

/** Guesses; the window stays where it is. Too few bytes count as explicit VR little endian. */
export function guessTransferSyntax(
  window: ByteWindow,
  dictionary: DataDictionary | undefined,
): TransferSyntax {
  if (!window.has(6)) return explicitVrLittleEndian;
  const vr = window.number16(window.at + 4, true);
  if (isBigEndian(window, dictionary)) return isStandardVr(vr) ? explicitVrBigEndian : implicitVrBigEndian;
  return isStandardVr(vr) ? explicitVrLittleEndian : implicitVrLittleEndian;
}

/** The byte order in which the tag is known; in both, the one in which the group is lower than 0x0100. */
function isBigEndian(window: ByteWindow, dictionary: DataDictionary | undefined): boolean {
  const little = window.tag(window.at, false);
  const big = window.tag(window.at, true);
  const groupsSayLittle = little >>> 16 <= 0xff || big >>> 16 > 0xff;
  if (groupsSayLittle && isKnownByHeart(little)) return false;
  if (!dictionary) throw new DictionaryNeededError();
  if (!dictionary.find(big)) return false;
  return !dictionary.find(little) || !groupsSayLittle;
}

const tagsByHeart: ReadonlySet<Tag> = new Set(Object.values(tags));

/** Known to any dictionary: group lengths and the elements that data sets usually begin with. */
function isKnownByHeart(tag: Tag): boolean {
  return (tag & 0xffff) === 0 || tagsByHeart.has(tag);
}
