/**
 * What a conversion is asked to do, and what it has to say.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import { type NewVrs, vr } from "../dictionary/vr.ts";
import type { EditList } from "./edit.ts";
import type { TokenCursor } from "./tokens.ts";

/** Something that was put right in passing. DCMTK warns of it; where it stands is told by its tag. */
export interface ConversionNotice {
  /** What was put right, or what could not be written as it should be. */
  readonly kind: "space in UID" | "group length is not UL" | "item too long" | "sequence too long";
  /** Where. */
  readonly tag: Tag;
}

/** What to make of a data set. */
export interface ConversionOptions {
  /** The transfer syntax it has. */
  readonly source: TransferSyntax;
  /** The transfer syntax to write. */
  readonly target: TransferSyntax;
  /** Whether VRs that are younger than 1993 are written. */
  readonly newVrs: NewVrs;
  /** Values to replace. */
  readonly edits?: EditList;
  /** Told once for everything that was put right. */
  readonly notice?: (notice: ConversionNotice) => void;
}

/** A data set whose pixel data cannot be written in the target transfer syntax. Nothing has been sent of it. */
export class NotConvertibleError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "NotConvertibleError";
  /** The transfer syntax it has. */
  readonly source: TransferSyntax;
  /** The transfer syntax it cannot have. */
  readonly target: TransferSyntax;

  /** Makes the error from the two transfer syntaxes. */
  constructor({ source, target }: { source: TransferSyntax; target: TransferSyntax }) {
    const message = `Cannot convert pixel data from ${source.name} to ${target.name}`;
    super(conditions.DIMSE_SENDFAILED, { message });
    this.source = source;
    this.target = target;
  }
}

const UN = vr("UN");

/** A conversion in the words of the two passes. */
export class Conversion {
  /** The transfer syntax to write. */
  readonly syntax: TransferSyntax;
  /** Whether VRs that are younger than 1993 are written. */
  readonly newVrs: NewVrs;
  /** Values to replace. */
  readonly edits: EditList | undefined;
  /** Told once for everything that was put right. */
  readonly notice: (notice: ConversionNotice) => void;
  readonly #source: TransferSyntax;

  /** Prepares a conversion. */
  constructor(options: ConversionOptions) {
    this.syntax = options.target;
    this.newVrs = options.newVrs;
    this.edits = options.edits;
    this.notice = options.notice ?? (() => {});
    this.#source = options.source;
  }

  /** The same, with nothing to tell. */
  quietly(): Conversion {
    const { syntax: target, newVrs, edits } = this;
    return new Conversion({ source: this.#source, target, newVrs, edits });
  }

  /**
   * Refuses native pixel data of the data set itself where the target wants fragments. That of an icon image may
   * stay native in an encapsulated transfer syntax.
   */
  checkPixelData({ vr }: TokenCursor, depth: number): void {
    if (!this.syntax.encapsulated) return;
    if (vr === UN || (depth === 0 && !this.#source.encapsulated)) this.#refuse();
  }

  /** Refuses fragments where the target has none, or has them compressed in another way. */
  checkFragments(): void {
    if (!this.syntax.encapsulated || this.syntax.uid !== this.#source.uid) this.#refuse();
  }

  #refuse(): never {
    throw new NotConvertibleError({ source: this.#source, target: this.syntax });
  }
}
