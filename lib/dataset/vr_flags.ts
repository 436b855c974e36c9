/**
 * What the reader has to know of each VR, as a table of bytes: one look-up per element.
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
/** How many bytes one number of the VR takes. */
const widthMask = 0x0f;

function flagsOf(value: Vr): number {
  const traits = vrTraits(value);
  return (traits.longForm ? longForm : 0) | (isStandardVr(value) ? standard : 0) |
    (traits.new ? newVr : 0) | traits.unitBytes;
}

/** Flags by VR. What is no VR at all, and has no flags, is read in short form. */
const flags = new Uint8Array(0x10000);
const [firstCapital, lastCapital] = [0x41, 0x5a];
for (let first = firstCapital; first <= lastCapital; first++) {
  flags.fill(flagsOf(vr("ZZ")), first << 8 | firstCapital, (first << 8 | lastCapital) + 1);
}
for (const value of standardVrs()) flags[value] = flagsOf(value);
for (const name of ["ox", "px", "lt", "xs", "up"]) flags[vr(name)] = flagsOf(vr(name));

/** The flags of a VR. */
export function vrFlags(value: Vr): number {
  return flags[value];
}

/** How many bytes one number takes that the flags belong to, or nothing to speak of. */
export function widthOf(flagsOfVr: number): number {
  return flagsOfVr & widthMask;
}
