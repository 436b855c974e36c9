/**
 * Transfer syntaxes (PS3.5, Section 10 and Annex A): one row each, as DCMTK 3.6.7 knows and names them.
 * A syntax without a row is unknown to DCMTK as well, which then reads a file as explicit VR little endian.
 *
 * @module
 */

/** What the encoding of a data set depends on. */
export interface TransferSyntax {
  /** Its UID. */
  readonly uid: string;
  /** The name for people, as DCMTK prints it in sentences. */
  readonly name: string;
  /** The name for machines, as DCMTK prints it in dumps and reads it in profile files. */
  readonly keyword: string;
  /** Byte order of everything but pixel data with an order of its own. */
  readonly endian: "little" | "big";
  /** Value representations are left out and come from the dictionary (PS3.5, Section 7.1.3). */
  readonly implicit: boolean;
  /** Pixel data is a sequence of fragments (PS3.5, Section A.4). */
  readonly encapsulated: boolean;
  /** The data set is compressed as a whole (PS3.5, Section A.5). */
  readonly deflated: boolean;
  /** Pixel data is big endian whatever `endian` says: a syntax private to one manufacturer. */
  readonly bigEndianPixelData: boolean;
  /** Pixel data is named by a URL instead of being present (PS3.5, Section A.6). */
  readonly referenced: boolean;
}

type Trait =
  | "big-endian"
  | "implicit"
  | "encapsulated"
  | "deflated"
  | "big-endian-pixel-data"
  | "referenced";

type Row = readonly [uid: string, keyword: string, name: string, ...traits: Trait[]];

/** All of them, in DCMTK's order. */
// deno-fmt-ignore
const rows: readonly Row[] = [
  ["1.2.840.10008.1.2", "LittleEndianImplicit", "Little Endian Implicit", "implicit"],
  ["1.2.840.10008.1.2.1", "LittleEndianExplicit", "Little Endian Explicit"],
  ["1.2.840.10008.1.2.2", "BigEndianExplicit", "Big Endian Explicit", "big-endian"],
  ["1.2.840.10008.1.2.4.50", "JPEGBaseline", "JPEG Baseline", "encapsulated"],
  ["1.2.840.10008.1.2.4.51", "JPEGExtended:Process2+4", "JPEG Extended, Process 2+4", "encapsulated"],
  ["1.2.840.10008.1.2.4.52", "JPEGExtended:Process3+5", "JPEG Extended, Process 3+5", "encapsulated"],
  ["1.2.840.10008.1.2.4.53", "JPEGSpectralSelection:Non-hierarchical:Process6+8", "JPEG Spectral Selection, Non-hierarchical, Process 6+8", "encapsulated"],
  ["1.2.840.10008.1.2.4.54", "JPEGSpectralSelection:Non-hierarchical:Process7+9", "JPEG Spectral Selection, Non-hierarchical, Process 7+9", "encapsulated"],
  ["1.2.840.10008.1.2.4.55", "JPEGFullProgression:Non-hierarchical:Process10+12", "JPEG Full Progression, Non-hierarchical, Process 10+12", "encapsulated"],
  ["1.2.840.10008.1.2.4.56", "JPEGFullProgression:Non-hierarchical:Process11+13", "JPEG Full Progression, Non-hierarchical, Process 11+13", "encapsulated"],
  ["1.2.840.10008.1.2.4.57", "JPEGLossless:Non-hierarchical:Process14", "JPEG Lossless, Non-hierarchical, Process 14", "encapsulated"],
  ["1.2.840.10008.1.2.4.58", "JPEGLossless:Non-hierarchical:Process15", "JPEG Lossless, Non-hierarchical, Process 15", "encapsulated"],
  ["1.2.840.10008.1.2.4.59", "JPEGExtended:Hierarchical:Process16+18", "JPEG Extended, Hierarchical, Process 16+18", "encapsulated"],
  ["1.2.840.10008.1.2.4.60", "JPEGExtended:Hierarchical:Process17+19", "JPEG Extended, Hierarchical, Process 17+19", "encapsulated"],
  ["1.2.840.10008.1.2.4.61", "JPEGSpectralSelection:Hierarchical:Process20+22", "JPEG Spectral Selection, Hierarchical, Process 20+22", "encapsulated"],
  ["1.2.840.10008.1.2.4.62", "JPEGSpectralSelection:Hierarchical:Process21+23", "JPEG Spectral Selection, Hierarchical, Process 21+23", "encapsulated"],
  ["1.2.840.10008.1.2.4.63", "JPEGFullProgression:Hierarchical:Process24+26", "JPEG Full Progression, Hierarchical, Process 24+26", "encapsulated"],
  ["1.2.840.10008.1.2.4.64", "JPEGFullProgression:Hierarchical:Process25+27", "JPEG Full Progression, Hierarchical, Process 25+27", "encapsulated"],
  ["1.2.840.10008.1.2.4.65", "JPEGLossless:Hierarchical:Process28", "JPEG Lossless, Hierarchical, Process 28", "encapsulated"],
  ["1.2.840.10008.1.2.4.66", "JPEGLossless:Hierarchical:Process29", "JPEG Lossless, Hierarchical, Process 29", "encapsulated"],
  ["1.2.840.10008.1.2.4.70", "JPEGLossless:Non-hierarchical-1stOrderPrediction", "JPEG Lossless, Non-hierarchical, 1st Order Prediction", "encapsulated"],
  ["1.2.840.10008.1.2.5", "RLELossless", "RLE Lossless", "encapsulated"],
  ["1.2.840.10008.1.2.1.99", "DeflatedLittleEndianExplicit", "Deflated Explicit VR Little Endian", "deflated"],
  ["1.2.840.10008.1.2.4.80", "JPEGLSLossless", "JPEG-LS Lossless", "encapsulated"],
  ["1.2.840.10008.1.2.4.81", "JPEGLSLossy", "JPEG-LS Lossy (Near-lossless)", "encapsulated"],
  ["1.2.840.10008.1.2.4.90", "JPEG2000LosslessOnly", "JPEG 2000 (Lossless only)", "encapsulated"],
  ["1.2.840.10008.1.2.4.91", "JPEG2000", "JPEG 2000 (Lossless or Lossy)", "encapsulated"],
  ["1.2.840.10008.1.2.4.92", "JPEG2000MulticomponentLosslessOnly", "JPEG 2000 Part 2 Multicomponent Image Compression (Lossless only)", "encapsulated"],
  ["1.2.840.10008.1.2.4.93", "JPEG2000Multicomponent", "JPEG 2000 Part 2 Multicomponent Image Compression (Lossless or Lossy)", "encapsulated"],
  ["1.2.840.10008.1.2.4.94", "JPIPReferenced", "JPIP Referenced", "referenced"],
  ["1.2.840.10008.1.2.4.95", "JPIPReferencedDeflate", "JPIP Referenced Deflate", "deflated", "referenced"],
  ["1.2.840.10008.1.2.4.100", "MPEG2MainProfile@MainLevel", "MPEG2 Main Profile @ Main Level", "encapsulated"],
  ["1.2.840.10008.1.2.4.101", "MPEG2MainProfile@HighLevel", "MPEG2 Main Profile @ High Level", "encapsulated"],
  ["1.2.840.10008.1.2.4.102", "MPEG4HighProfile/Level4.1", "MPEG-4 AVC/H.264 High Profile / Level 4.1", "encapsulated"],
  ["1.2.840.10008.1.2.4.103", "MPEG4BDcompatibleHighProfile/Level4.1", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", "encapsulated"],
  ["1.2.840.10008.1.2.4.104", "MPEG4HighProfile/Level4.2For2DVideo", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", "encapsulated"],
  ["1.2.840.10008.1.2.4.105", "MPEG4HighProfile/Level4.2For3DVideo", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", "encapsulated"],
  ["1.2.840.10008.1.2.4.106", "MPEG4StereoHighProfile/Level4.2", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", "encapsulated"],
  ["1.2.840.10008.1.2.4.107", "HEVCMainProfile/Level5.1", "HEVC/H.265 Main Profile / Level 5.1", "encapsulated"],
  ["1.2.840.10008.1.2.4.108", "HEVCMain10Profile/Level5.1", "HEVC/H.265 Main 10 Profile / Level 5.1", "encapsulated"],
  ["1.2.840.113619.5.2", "PrivateGELittleEndianImplicitWithBigEndianPixelData", "Private GE Little Endian Implicit with big endian pixel data", "implicit", "big-endian-pixel-data"],
];

function syntaxOf([uid, keyword, name, ...traits]: Row): TransferSyntax {
  return {
    uid,
    name,
    keyword,
    endian: traits.includes("big-endian") ? "big" : "little",
    implicit: traits.includes("implicit"),
    encapsulated: traits.includes("encapsulated"),
    deflated: traits.includes("deflated"),
    bigEndianPixelData: traits.includes("big-endian-pixel-data") || traits.includes("big-endian"),
    referenced: traits.includes("referenced"),
  };
}

/** Those that have been asked for, because few of them are: each is one object. */
const known = new Map<string, TransferSyntax>();

/** The transfer syntax with this UID, or `undefined` for one that DCMTK 3.6.7 does not know. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  const before = known.get(uid);
  if (before) return before;
  for (const row of rows) {
    if (row[0] !== uid) continue;
    const syntax = syntaxOf(row);
    known.set(uid, syntax);
    return syntax;
  }
  return undefined;
}

/** All transfer syntaxes, in DCMTK's order. */
export function transferSyntaxes(): readonly TransferSyntax[] {
  return rows.map(([uid]) => standard(uid));
}

function standard(uid: string): TransferSyntax {
  const syntax = transferSyntaxOf(uid);
  if (!syntax) throw new Error(`No transfer syntax ${uid}`);
  return syntax;
}

/** Implicit VR little endian: the default of DICOM (PS3.5, Section A.1). */
export const implicitVrLittleEndian: TransferSyntax = standard("1.2.840.10008.1.2");

/** Explicit VR little endian (PS3.5, Section A.2). */
export const explicitVrLittleEndian: TransferSyntax = standard("1.2.840.10008.1.2.1");

/** Explicit VR big endian, retired (PS3.5 2016b, Section A.3). */
export const explicitVrBigEndian: TransferSyntax = standard("1.2.840.10008.1.2.2");

/** Deflated explicit VR little endian (PS3.5, Section A.5). */
export const deflatedExplicitVrLittleEndian: TransferSyntax = standard("1.2.840.10008.1.2.1.99");
