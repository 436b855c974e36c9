/**
 * What the dictionary says of elements that are being read, and DCMTK's words for it.
 *
 * @module
 */
import type { DataDictionary, Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import { type Vr, vr } from "../dictionary/vr.ts";
import { type Complaints, DictionaryNeededError } from "./complaints.ts";

const OB = vr("OB");
const OW = vr("OW");
const SS = vr("SS");
const US = vr("US");
const ox = vr("ox");
const px = vr("px");
const xs = vr("xs");

/** Tells which VR was chosen where the dictionary leaves a choice. */
export function tellChoice(
  tag: Tag,
  { found, dictionary, complaints }: { found: Vr; dictionary: DataDictionary; complaints: Complaints },
): void {
  if (found !== OW && found !== US && found !== OB && found !== SS) return;
  if ((tag & 0x10000) !== 0) return;
  const known = dictionary.vrOf(tag);
  if (known === xs && (found === US || found === SS)) {
    const value = found === SS ? "of 1" : "that is different from 1";
    const because = ` because PixelRepresentation (0028,0103) has a value ${value}`;
    complaints.vrFound(tag, { vr: found, because });
  } else if (known === ox) {
    const byWaveform = tag >>> 16 === 0x5400;
    const value = found === OB ? "of 8" : "that is different from 8";
    const because = byWaveform ? ` because WaveformBitsAllocated (5400,1004) has a value ${value}` : "";
    complaints.vrFound(tag, { vr: found, because });
  }
}

/** The only creator of whom the built-in dictionary knows pixel data. It need not be loaded for any other. */
const pixelDataCreator = "GEMS_Ultrasound_MovieGroup_001";

/** Whether a private element is pixel data, possibly encapsulated. */
export function isPrivatePixelData(
  tag: Tag,
  { creator, dictionary }: { creator: string | undefined; dictionary?: DataDictionary },
): boolean {
  if (creator === undefined || (tag & 0xffff) < 0x1000 || tag === tags.PixelData) return false;
  if (dictionary) return dictionary.vrOf(tag, creator) === px;
  if (creator === pixelDataCreator) throw new DictionaryNeededError();
  return false;
}
