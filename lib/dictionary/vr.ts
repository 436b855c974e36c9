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

const OB = vr("OB");
const UN = vr("UN");
const traits = new Map<Vr, VrTraits>();

function define(names: string, given: Partial<Omit<VrTraits, "written">> & { written?: string }): void {
  for (const name of names.split(" ")) {
    const written = vr(given.written ?? name);
    const rest = { string: false, longForm: false, unitBytes: 1, padding: 0x00, new: false } as const;
    traits.set(vr(name), { ...rest, ...given, written });
  }
}

define("AE AS CS DA DS DT IS LO LT PN SH ST TM", { string: true, padding: 0x20 });
define("UI", { string: true });
define("UC UR UT", { string: true, padding: 0x20, longForm: true, new: true });
define("AT SS US", { unitBytes: 2 });
define("FL SL UL", { unitBytes: 4 });
define("FD", { unitBytes: 8 });
define("OB SQ", { longForm: true });
define("OW", { longForm: true, unitBytes: 2 });
define("OF OL", { longForm: true, unitBytes: 4, new: true });
define("OD OV SV UV", { longForm: true, unitBytes: 8, new: true });
define("UN", { longForm: true, new: true });
define("up", { unitBytes: 4, written: "UL" });
define("xs", { unitBytes: 2, written: "US" });
define("lt", { longForm: true, unitBytes: 2, written: "OW" });
define("ox px", { longForm: true, written: "OB" });
define("na pi", { written: "UN" });

/** Two capitals that are no VR yet: a byte string in long form, as every VR since 1993 has been. */
const future: VrTraits = {
  string: false,
  longForm: true,
  unitBytes: 1,
  padding: 0x00,
  written: UN,
  new: true,
};

/** Anything else in the place of a VR: read in short form, which is what such files have been seen to use. */
const illegal: VrTraits = { ...future, longForm: false };

const isCapital = (letter: number) => letter >= 0x41 && letter <= 0x5a;

/** The traits of a VR, or of what stands in its place. */
export function vrTraits(value: Vr): VrTraits {
  return traits.get(value) ?? (isCapital(value >> 8) && isCapital(value & 0xff) ? future : illegal);
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
  return traits.get(value)?.written === value;
}

/** The VRs of the Standard. */
export function standardVrs(): readonly Vr[] {
  return Array.from(traits.keys()).filter(isStandardVr);
}

/** Whether a dictionary may use the VR: one of the Standard or one of DCMTK's own. */
export function isDictionaryVr(value: Vr): boolean {
  return traits.has(value);
}

/** What is done about VRs that old receivers do not know (`--enable-new-vr`, `--disable-new-vr`). */
export type NewVrs = "as they are" | "as OB";

/** The VR that DCMTK writes for a VR: one of the Standard, or OB in place of a new one where these are disabled. */
export function writtenVr(value: Vr, newVrs: NewVrs): Vr {
  const { written } = vrTraits(value);
  return newVrs === "as OB" && vrTraits(written).new ? OB : written;
}
