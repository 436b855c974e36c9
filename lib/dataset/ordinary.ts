/**
 * What is ordinary, wherever data sets are read: where elements may be, and what identifiers look like.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";

/** A range of tags. */
export interface TagRange {
  readonly first: Tag;
  readonly last: Tag;
}

/** Elements of data sets, without pixel data. */
export const dataSetTags: TagRange = { first: 0x00080001, last: 0x7fdfffff };

/** Elements of file meta information (PS3.10, Section 7.1). */
export const metaTags: TagRange = { first: 0x00020001, last: 0x0002ffff };

/** Whether there is no white space in a UID, and not more than one zero byte, which is its last. */
export function isCleanUid(bytes: Uint8Array, { at, length }: { at: number; length: number }): boolean {
  const last = at + length - 1;
  for (let index = at; index <= last; index++) {
    const byte = bytes[index];
    if (byte > 0x20) continue;
    if (byte === 0 ? index < last : byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return false;
  }
  return true;
}
