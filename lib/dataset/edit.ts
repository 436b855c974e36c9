/**
 * Replacing the values of string elements on the way, as inventing patients and studies does.
 *
 * Elements that are missing stay missing, and what is not a string stays what it is: that is told afterwards.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { maxValueLength, type Vr, vrTraits } from "../dictionary/vr.ts";
import type { TokenCursor } from "./tokens.ts";

/** A new value for an element of the data set itself, not of an item in it. */
export interface Edit {
  /** Which element. */
  readonly tag: Tag;
  /** The new value; several are separated by backslashes. */
  readonly value: string;
}

/** What became of an edit. */
export interface EditOutcome {
  /** The edit. */
  readonly edit: Edit;
  /** How it went. */
  readonly result:
    | "replaced"
    /** There is no such element. */
    | "missing"
    /** DCMTK leaves an element alone whose old value is longer than its VR allows. */
    | "old value too long"
    /** The element holds something else than a string. */
    | "not a string";
  /** The VR it has; undefined for a missing element. */
  readonly vr?: Vr;
}

/** The edits of one data set. */
export class EditList {
  readonly #outcomes = new Map<Tag, EditOutcome>();
  readonly #values = new Map<Tag, Uint8Array>();

  /** Takes what to replace; of two edits of the same element the last one counts. */
  constructor(edits: Iterable<Edit>) {
    for (const edit of edits) this.#outcomes.set(edit.tag, { edit, result: "missing" });
  }

  /**
   * The value to write instead of the one of the element the cursor stands on, padded; `undefined` to leave it.
   * `oldBytes` is the length it would have if it were left.
   */
  use({ tag, vr }: TokenCursor, oldBytes: number): Uint8Array | undefined {
    const outcome = this.#outcomes.get(tag);
    if (!outcome) return undefined;
    if (outcome.result === "missing") {
      this.#outcomes.set(tag, judgeEdit(outcome.edit, { vr, bytes: oldBytes }));
    }
    if (this.#outcomes.get(tag)?.result !== "replaced") return undefined;
    let value = this.#values.get(tag);
    if (!value) {
      value = padded(outcome.edit.value, vr);
      this.#values.set(tag, value);
    }
    return value;
  }

  /** What became of the edits, in their order, once the data set has been measured. */
  get outcomes(): readonly EditOutcome[] {
    return [...this.#outcomes.values()];
  }
}

/** What becomes of an edit, given the VR and the length of the element, if there is one. */
export function judgeEdit(edit: Edit, element: { vr: Vr; bytes: number } | undefined): EditOutcome {
  if (!element) return { edit, result: "missing" };
  const { vr, bytes } = element;
  if (!vrTraits(vr).string) return { edit, vr, result: "not a string" };
  return { edit, vr, result: bytes > maxValueLength(vr) ? "old value too long" : "replaced" };
}

/** A value as it is written (PS3.5, Section 6.2). */
function padded(value: string, vr: Vr): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  if (bytes.length % 2 === 0) return bytes;
  return Uint8Array.of(...bytes, vrTraits(vr).padding);
}
