/**
 * Value representations (PS3.5, Section 6.2): what an encoder has to know of each.
 *
 * Besides the VRs of the Standard there are those of DCMTK's dictionary, written in small letters: they stand for
 * a choice the Standard leaves to other attributes, and become a VR of the Standard when they are written.
 *
 * A VR is handled as the number of its two letters, the first in the high byte, as they stand in the file:
 * comparing and switching on numbers is what makes a walk over a large data set fast.
 *
 * @module
 */

/** A value representation as the number of its two letters: `SQ` is 0x5351. */
export type Vr = number;

/** The number of a VR's two letters. */
export function vr(name: string): Vr {
  return name.charCodeAt(0) << 8 | name.charCodeAt(1);
}

/** The two letters of a VR's number. */
export function vrName(value: Vr): string {
  return String.fromCharCode(value >> 8, value & 0xff);
}

/** How the values of a VR are padded, swapped and measured. */
export interface VrTraits {
  /** A string, whose trailing padding does not count. */
  readonly string: boolean;
  /** Explicit VR: two reserved bytes and a four byte length (PS3.5, Table 7.1-1). */
  readonly longForm: boolean;
  /** Bytes swapped as one when the byte order changes; 1 for none. */
  readonly unitBytes: 1 | 2 | 4 | 8;
  /** The byte that makes an odd length even, and that is stripped from the end of strings. */
  readonly padding: 0x00 | 0x20;
  /** The VR DCMTK writes for it. */
  readonly written: Vr;
  /** Not defined before 1993, hence avoided by `--disable-new-vr`. */
  readonly new: boolean;
}

/** Two reserved bytes and a four byte length (PS3.5, Table 7.1-1). */
export const longForm = 0x10;
/** A VR of the Standard. */
export const standard = 0x20;
/** Younger than 1993. */
export const newVr = 0x40;
/** A VR of the Standard that never stands for pixel data. */
export const ordinary = 0x80;
/** A string, whose trailing padding does not count. */
export const text = 0x100;
/** A string that is padded with spaces, not with a zero byte. */
export const spaces = 0x200;
/** How many bytes one number of the VR takes. */
export const widthMask = 0x0f;

const usual = standard | ordinary;
const string = usual | text | 1;

/** The flags of VRs. Every name takes three letters, with the space behind it. */
const rows: readonly (readonly [names: string, flags: number])[] = [
  ["AE AS CS DA DS DT IS LO LT PN SH ST TM ", string | spaces],
  ["UI ", string],
  ["UC UR UT ", string | spaces | longForm | newVr],
  ["AT SS US ", usual | 2],
  ["FL SL UL ", usual | 4],
  ["FD ", usual | 8],
  ["OB ", standard | longForm | 1],
  ["SQ ", usual | longForm | 1],
  ["OW ", standard | longForm | 2],
  ["OF OL ", usual | longForm | newVr | 4],
  ["OD OV SV UV ", usual | longForm | newVr | 8],
  ["UN ", usual | longForm | newVr | 1],
  ["up ", 4],
  ["xs ", 2],
  ["lt ", longForm | 2],
  ["ox px ", longForm | 1],
];

/** Two capitals that are no VR yet: a byte string in long form, as every VR since 1993 has been. */
const future = longForm | newVr | 1;

/** Flags by VR, for one look-up per element. What is no VR at all, and has no flags, is read in short form. */
export const flagsByVr: Uint16Array = new Uint16Array(0x10000);
const [firstCapital, lastCapital] = [0x41, 0x5a];
for (let first = firstCapital; first <= lastCapital; first++) {
  flagsByVr.fill(future, first << 8 | firstCapital, (first << 8 | lastCapital) + 1);
}
for (const [names, flags] of rows) {
  for (let at = 0; at < names.length; at += 3) {
    flagsByVr[names.charCodeAt(at) << 8 | names.charCodeAt(at + 1)] = flags;
  }
}

/** What the VRs of DCMTK's dictionary become when they are written. */
const writtenNames: Readonly<Record<string, string>> = {
  up: "UL",
  xs: "US",
  lt: "OW",
  ox: "OB",
  px: "OB",
  na: "UN",
  pi: "UN",
};

/** The traits of VRs that have been asked for. */
const known = new Map<Vr, VrTraits>();

/** The traits of a VR, or of what stands in its place. */
export function vrTraits(value: Vr): VrTraits {
  let traits = known.get(value);
  if (!traits) known.set(value, traits = traitsOf(value));
  return traits;
}

function traitsOf(value: Vr): VrTraits {
  const flags = flagsByVr[value];
  return {
    string: (flags & text) !== 0,
    longForm: (flags & longForm) !== 0,
    unitBytes: (flags & widthMask || 1) as VrTraits["unitBytes"],
    padding: (flags & spaces) === 0 ? 0x00 : 0x20,
    written: isStandardVr(value) ? value : vr(writtenNames[vrName(value)] ?? "UN"),
    new: (flags & newVr) !== 0 || !isDictionaryVr(value),
  };
}

const maxLengths: Readonly<Record<string, number>> = {
  AE: 16,
  AS: 4,
  CS: 16,
  DA: 10,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10240,
  PN: 64,
  SH: 16,
  ST: 1024,
  TM: 16,
  UI: 64,
};

/** How long DCMTK takes one value of a string VR to be at most. */
export function maxValueLength(value: Vr): number {
  return maxLengths[vrName(value)] ?? 0xfffffffe;
}

/** Whether the two letters are a VR of the Standard. */
export function isStandardVr(value: Vr): boolean {
  return (flagsByVr[value] & standard) !== 0;
}

/** Whether a dictionary may use the VR: one of the Standard or one of DCMTK's own. */
export function isDictionaryVr(value: Vr): boolean {
  return isStandardVr(value) || Object.hasOwn(writtenNames, vrName(value));
}

/** The flags of a VR. */
export function vrFlags(value: Vr): number {
  return flagsByVr[value];
}

/** How many bytes one number takes that the flags belong to, or nothing to speak of. */
export function widthOf(flagsOfVr: number): number {
  return flagsOfVr & widthMask;
}

/** What is done about VRs that old receivers do not know (`--enable-new-vr`, `--disable-new-vr`). */
export type NewVrs = "as they are" | "as OB";

/** The VR that DCMTK writes for a VR: one of the Standard, or OB in place of a new one where these are disabled. */
export function writtenVr(value: Vr, newVrs: NewVrs): Vr {
  const { written } = vrTraits(value);
  return newVrs === "as OB" && vrTraits(written).new ? vr("OB") : written;
}
