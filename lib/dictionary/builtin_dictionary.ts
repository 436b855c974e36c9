/**
 * The built-in data dictionary: dcmjs's, with the corrections that make it give DCMTK 3.6.7's VRs.
 *
 * dcmjs's dictionary grew out of DCMTK's and keeps its notation, private creators included. It knows 187 elements
 * of the Standard that are younger than DCMTK 3.6.7: they are kept, so that they do not travel as UN.
 *
 * Its text takes 3 ms and 7 MiB to load. Import it when an element without a VR has to be given one, and not before.
 *
 * @module
 */
import { elementTable, rangeTable } from "./builtin_table.ts";
import { DataDictionary, type DictionaryEntry, type Tag } from "./data_dictionary.ts";
import { parseTag } from "./dictionary_file.ts";
import { vr } from "./vr.ts";

interface Correction {
  readonly tag: string;
  readonly vr: string;
  readonly name: string;
}

/** Where dcmjs 0.52.2 differs from DCMTK 3.6.7: other VRs first, then the elements it lacks. */
const corrections: readonly Correction[] = [
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

/** Makes the built-in dictionary. */
export function builtinDictionary(): DataDictionary {
  const sections = sectionsOf(elementTable);
  const result = new DataDictionary((tag, creator = "") => findElement(tag, sections.get(creator)));
  const add = ({ tag, vr: letters, name }: Correction) => {
    const place = parseTag(tag, () => {});
    if (place) result.add(place, { vr: vr(letters), name });
  };
  for (const row of rangeTable.split("\n")) {
    const [name] = row.split(" ", 1);
    add({ tag: row.slice(name.length + 1), vr: name.slice(0, 2), name: name.slice(2) });
  }
  corrections.forEach(add);
  return result;
}

/** Where the rows of a creator begin and end in the table; the Standard has the empty name. */
function sectionsOf(table: string): ReadonlyMap<string, readonly [begin: number, end: number]> {
  const sections = new Map<string, readonly [number, number]>();
  for (let at = table.indexOf("\n="); at + 2 < table.length;) {
    const begin = table.indexOf("\n", at + 1);
    const end = table.indexOf("\n=", begin);
    sections.set(table.slice(at + 2, begin), [begin, end]);
    at = end;
  }
  return sections;
}

const tagLetters = 8;

/** Searches the rows of a creator, which are in order, by halves. */
function findElement(
  tag: Tag,
  section: readonly [begin: number, end: number] | undefined,
): DictionaryEntry | undefined {
  const wanted = tag.toString(16).padStart(tagLetters, "0");
  let [begin, end] = section ?? [0, 0];
  while (begin < end) {
    const row = elementTable.lastIndexOf("\n", (begin + end) >> 1);
    const next = elementTable.indexOf("\n", row + 1);
    const letters = elementTable.slice(row + 1, row + 1 + tagLetters);
    if (letters === wanted) return entryOf(elementTable.slice(row + 1 + tagLetters, next));
    if (letters < wanted) begin = next;
    else end = row;
  }
}

function entryOf(text: string): DictionaryEntry {
  return { vr: vr(text.slice(0, 2)), name: text.slice(2) };
}
