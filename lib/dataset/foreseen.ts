/**
 * The first pass of a conversion, made together with the walk that every file gets: from implicit to explicit VR, with
 * nothing else to be changed. One pass less is read then.
 *
 * This module loads what conversions need. Import it when one is to be expected, and not before.
 *
 * @module
 */
import { explicitVrLittleEndian, implicitVrLittleEndian } from "../dictionary/transfer_syntaxes.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { Conversion } from "./conversion.ts";
import { type Measured, Measurement, undefinedLength } from "./measure.ts";
import type { Follower } from "./survey.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";

/** Measures on the way. Where there is anything to be told of, the pass is left to the conversion itself. */
export class ForeseenMeasurement implements Follower {
  readonly #measurement: Measurement;
  #fits = true;

  /** Follows a cursor that others lead. */
  constructor(cursor: TokenCursor) {
    const conversion = new Conversion({
      source: implicitVrLittleEndian,
      target: explicitVrLittleEndian,
      newVrs: "as they are",
      notice: () => this.#fits = false,
    });
    this.#measurement = new Measurement(cursor, { conversion });
  }

  /** Measures the token the cursor stands on. */
  take(kind: TokenKind): void {
    if (kind === TokenKind.fragments) this.#fits = false;
    if (this.#fits) this.#measurement.take(kind);
  }

  /** {@inheritDoc SkimMeasurement.lengths} */
  get lengths(): Measured["lengths"] {
    return this.#measurement.lengths;
  }

  /** {@inheritDoc SkimMeasurement.pass} */
  pass(bytes: number, last: Tag): void {
    if (this.#fits) this.#measurement.pass(bytes, last);
  }

  /** {@inheritDoc SkimMeasurement.enter} */
  enter(slot: number, content: { isItem: boolean; bytes: number; last: Tag }): void {
    if (this.#fits) this.#measurement.enter(slot, content);
  }

  /** What was found out, once the end was taken; nothing where there is more to it. */
  get measured(): Measured | undefined {
    const { irregular, totalBytes } = this.#measurement;
    // Whoever skims does not look whether a length can be written
    const fits = this.#fits && irregular.size === 0 && totalBytes < undefinedLength;
    return fits ? this.#measurement : undefined;
  }
}

/** Whether it is a conversion that was measured. Lengths are the same in either byte order. */
export function isForeseen({ syntax, newVrs, edits }: Conversion): boolean {
  return !syntax.implicit && !syntax.encapsulated && newVrs === "as they are" && edits === undefined;
}
