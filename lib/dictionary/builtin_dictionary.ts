/**
 * The built-in data dictionary: dcmjs's, with the corrections that make it give DCMTK 3.6.7's VRs.
 *
 * dcmjs's dictionary grew out of DCMTK's and keeps its notation, private creators included. It knows 187 elements
 * of the Standard that are younger than DCMTK 3.6.7: they are kept, so that they do not travel as UN.
 *
 * This module is large. Import it when an element without a VR has to be given one, and not before.
 *
 * @module
 */
import { dictionary } from "npm:dcmjs@0.52.2/dictionary";
import { DataDictionary } from "./data_dictionary.ts";
import { parseTag } from "./dictionary_file.ts";
import { vr } from "./vr.ts";

interface DcmjsEntry {
  readonly tag: string;
  readonly vr: string;
  readonly name: string;
}

/** Where dcmjs 0.52.2 differs from DCMTK 3.6.7: other VRs first, then the elements it lacks. */
const corrections: readonly DcmjsEntry[] = [
  { tag: "(0066,0040)", vr: "OL", name: "LongPrimitivePointIndexList" },
  { tag: "(0066,0041)", vr: "OL", name: "LongTrianglePointIndexList" },
  { tag: "(0066,0042)", vr: "OL", name: "LongEdgePointIndexList" },
  { tag: "(0066,0043)", vr: "OL", name: "LongVertexPointIndexList" },
  { tag: "(0068,62F0)", vr: "SQ", name: "ViewOrientationModifierCodeSequence" },
  { tag: "(0070,150C)", vr: "UL", name: "NumberOfVolumetricCurvePoints" },
  { tag: "(0076,0034)", vr: "SQ", name: "ComponentTypeCodeSequence" },
  { tag: "(7FE0,0010)", vr: "px", name: "PixelData" },
  { tag: "(0006,0001)", vr: "SQ", name: "CurrentFrameFunctionalGroupsSequence" },
  { tag: '(7fe1,"GEMS_Ultrasound_MovieGroup_001",1060)', vr: "px", name: "IllegalPrivatePixelSequence" },
];

/** Most entries are plain: `(gggg,eeee)`. They are read without a pattern, for speed. */
const plainTagLength = "(0010,0010)".length;

/** Makes the built-in dictionary. */
export function builtinDictionary(): DataDictionary {
  const result = new DataDictionary();
  const add = ({ tag, vr: letters, name }: DcmjsEntry) => {
    const entry = { vr: vr(letters), name };
    const plain = tag.length === plainTagLength ? parseInt(tag.slice(1, 5) + tag.slice(6, 10), 16) : NaN;
    if (plain >= 0) return result.addElement(plain, entry);
    const place = parseTag(tag, () => {});
    if (place) result.add(place, entry);
  };
  for (const entry of Object.values<DcmjsEntry>(dictionary)) {
    if (entry.vr) add(entry);
  }
  corrections.forEach(add);
  return result;
}
