/**
 * What readers and writers have to know of each VR, as a table of numbers: one look-up per element.
 *
 * @module
 */
import { isStandardVr, standardVrs, type Vr, vr, vrTraits } from "../dictionary/vr.ts";

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

const notOrdinary: ReadonlySet<Vr> = new Set(["OB", "OW"].map(vr));

function flagsOf(value: Vr): number {
  const traits = vrTraits(value);
  const isStandard = isStandardVr(value);
  return (traits.longForm ? longForm : 0) | (isStandard ? standard : 0) | (traits.new ? newVr : 0) |
    (isStandard && !notOrdinary.has(value) ? ordinary : 0) | (traits.string ? text : 0) |
    (traits.padding === 0x20 ? spaces : 0) | traits.unitBytes;
}

/** Flags by VR. What is no VR at all, and has no flags, is read in short form. */
export const flagsByVr: Uint16Array = new Uint16Array(0x10000);
const [firstCapital, lastCapital] = [0x41, 0x5a];
for (let first = firstCapital; first <= lastCapital; first++) {
  flagsByVr.fill(flagsOf(vr("ZZ")), first << 8 | firstCapital, (first << 8 | lastCapital) + 1);
}
for (const value of standardVrs()) flagsByVr[value] = flagsOf(value);
for (const name of ["ox", "px", "lt", "xs", "up"]) flagsByVr[vr(name)] = flagsOf(vr(name));

/** The flags of a VR. */
export function vrFlags(value: Vr): number {
  return flagsByVr[value];
}

/** How many bytes one number takes that the flags belong to, or nothing to speak of. */
export function widthOf(flagsOfVr: number): number {
  return flagsOfVr & widthMask;
}
