/**
 * A data set as a run of tokens (PS3.5, Section 7): what a reader gives and a writer takes.
 *
 * A cursor stands on one token at a time and is overwritten by the next, so that a report with tens of thousands
 * of items costs no memory. Small values lie in a window on the data set, large ones stay unread until they are
 * copied out, in parts where they are very large.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import type { Vr } from "../dictionary/vr.ts";
import type { Skim, SkimPurpose } from "./skim.ts";

/** The kinds of tokens. Every begin has its end, also where the data set left the end to a length. */
export const TokenKind = {
  /** The data set is over, and nothing is wrong with it. */
  end: 0,
  /** A data element with a value of known length. */
  element: 1,
  /** A sequence of items begins: VR SQ, or UN of undefined length, which is read as one. */
  sequence: 2,
  /** An item begins. */
  item: 3,
  /** The item that began last and has not ended yet ends. */
  itemEnd: 4,
  /** The sequence that began last and has not ended yet ends. */
  sequenceEnd: 5,
  /** Encapsulated pixel data begins (PS3.5, Section A.4). */
  fragments: 6,
  /** A fragment; the first one is the offset table. */
  fragment: 7,
  /** Encapsulated pixel data ends. */
  fragmentsEnd: 8,
} as const;

/** One of {@linkcode TokenKind}. */
export type TokenKind = typeof TokenKind[keyof typeof TokenKind];

/** A data set, token by token. */
export interface TokenCursor {
  /** Steps to the next token and says what it is; throws a `DicomError` where the data set is broken. */
  next(): TokenKind;
  /** Its tag: of an element, a sequence or pixel data; of the item for an item or a fragment. */
  readonly tag: Tag;
  /** Its VR as it stands in the file or, in implicit VR, as the dictionary and the elements before it say. */
  readonly vr: Vr;
  /** The private creator that has reserved it, if there is one and the cursor knows. */
  readonly creator?: string | undefined;
  /** How many bytes its value has in the file; 0xFFFFFFFF for a sequence or item whose end is marked. */
  readonly length: number;
  /** Whether numbers in its value are big endian. */
  readonly bigEndian: boolean;
  /** The part of the data set that lies in memory; good until the next call of any method. */
  readonly window: Uint8Array;
  /** Where the value begins in the window, or -1 for a large value that was left unread. */
  readonly valueAt: number;
  /** Copies the value, read or unread, from byte `from` on until `target` is full; there must be as many. */
  copyValue(target: Uint8Array, from: number): void;
  /** Where the token begins, in bytes from the beginning of the (inflated) data set. */
  readonly offset: number;
  /**
   * Goes back or ahead within the item the cursor is in: `next()` is then the element or the end of the item at
   * `offset`. Implicit VR takes `vr` as it was found there the first time; explicit VR reads it again.
   * Elements that are out of order are put in order by this.
   */
  seek(offset: number, vr: Vr): void;
  /**
   * Makes what skims sequences, if the cursor knows how: it passes over regular elements and items faster than token by
   * token. Afterwards the cursor goes on from there.
   */
  skim?(purpose: SkimPurpose): Skim | undefined;
}
