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
import { DataDictionary, type DictionaryEntry, type DictionaryPlace, type Tag } from "./data_dictionary.ts";
import { parseTag } from "./dictionary_file.ts";
import { vr } from "./vr.ts";

/** Where dcmjs 0.52.2 differs from DCMTK 3.6.7: other VRs first, then other names, then the elements it lacks. */
const corrections: readonly (readonly [tag: Tag, vr: string, name: string])[] = [
  [0x00660040, "OL", "LongPrimitivePointIndexList"],
  [0x00660041, "OL", "LongTrianglePointIndexList"],
  [0x00660042, "OL", "LongEdgePointIndexList"],
  [0x00660043, "OL", "LongVertexPointIndexList"],
  [0x006862f0, "SQ", "ViewOrientationModifierCodeSequence"],
  [0x0070150c, "UL", "NumberOfVolumetricCurvePoints"],
  [0x00760034, "SQ", "ComponentTypeCodeSequence"],
  [0x7fe00010, "px", "PixelData"],
  [0x00221642, "UL", "NumberOfBscansPerFrame"],
  [0x0040a803, "UL", "NumberOfTableColumns"],
  [0x00701305, "FD", "Plane"],
  [0x00701306, "FD", "PlaneNormal"],
  [0x300a0131, "FL", "AverageBeamDosePointSourceToExternalContourDistance"],
  [0x40101029, "LO", "ThreatDetectionAlgorithmAndVersion"],
  [0x00020026, "UR", "SourcePresentationAddress"],
  [0x00020027, "UR", "SendingPresentationAddress"],
  [0x00020028, "UR", "ReceivingPresentationAddress"],
  [0x00020031, "OB", "RTVMetaInformationVersion"],
  [0x00020032, "UI", "RTVCommunicationSOPClassUID"],
  [0x00020033, "UI", "RTVCommunicationSOPInstanceUID"],
  [0x00020035, "OB", "RTVSourceIdentifier"],
  [0x00020036, "OB", "RTVFlowIdentifier"],
  [0x00020037, "UL", "RTVFlowRTPSamplingRate"],
  [0x00020038, "FD", "RTVFlowActualFrameDuration"],
  [0x00060001, "SQ", "CurrentFrameFunctionalGroupsSequence"],
];

/** The same for a private creator. */
const privateCorrection: readonly [DictionaryPlace, DictionaryEntry] = [
  {
    groups: { first: 0x7fe1, last: 0x7fe1, parity: "any" },
    elements: { first: 0x1060, last: 0x1060, parity: "any" },
    creator: "GEMS_Ultrasound_MovieGroup_001",
  },
  { vr: vr("px"), name: "IllegalPrivatePixelSequence" },
];

/** Makes the built-in dictionary. What is rarely asked for is made when it is. */
export function builtinDictionary(): DataDictionary {
  const standard = sectionAt(0);
  let creators: ReadonlyMap<string, Section> | undefined;
  const find = (tag: Tag, creator?: string) => {
    if (creator === undefined) return findElement(tag, standard);
    creators ??= sectionsByCreator();
    return findElement(tag, creators.get(creator));
  };
  const result = new DataDictionary(find, ranges);
  for (const [tag, letters, name] of corrections) result.addElement(tag, { vr: vr(letters), name });
  result.add(...privateCorrection);
  return result;
}

/** Repeating groups and elements. */
function* ranges(): Generator<readonly [DictionaryPlace, DictionaryEntry]> {
  for (const row of rangeTable.split("\n")) {
    const [name] = row.split(" ", 1);
    const place = parseTag(row.slice(name.length + 1), () => {});
    if (place) yield [place, entryOf(name)];
  }
}

/** Where rows begin and end in the table. */
type Section = readonly [begin: number, end: number];

/** The rows of the creator whose line begins there; those of the Standard are the first. */
function sectionAt(at: number): Section {
  const begin = elementTable.indexOf("\n", at + 1);
  return [begin, elementTable.indexOf("\n=", begin)];
}

function sectionsByCreator(): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  for (let at = 0; at + 2 < elementTable.length;) {
    const section = sectionAt(at);
    const [begin, end] = section;
    sections.set(elementTable.slice(at + 2, begin), section);
    at = end;
  }
  return sections;
}

const tagLetters = 8;

/** Searches the rows of a creator, which are in order, by halves. */
function findElement(tag: Tag, section: Section | undefined): DictionaryEntry | undefined {
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
