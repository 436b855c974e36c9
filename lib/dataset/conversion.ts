/**
 * What a conversion is asked to do, and what it has to say.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import { type NewVrs, type Vr, vr, vrTraits, writtenVr } from "../dictionary/vr.ts";
import type { EditList } from "./edit.ts";
import type { ElementPlan } from "./element_plan.ts";
import type { TokenCursor } from "./tokens.ts";

/** Something that was put right in passing. DCMTK warns of it; where it stands is told by its tag. */
export interface ConversionNotice {
  /** What was put right, or what could not be written as it should be. */
  readonly kind: "space in UID" | "group length is not UL" | "item too long" | "sequence too long";
  /** Where. */
  readonly tag: Tag;
  /** The private creator of that. */
  readonly creator?: string | undefined;
}

/** What DCMTK's encoder says of its work at level debug. */
export type EncodingDetail =
  /** A group length is written, and another group follows (PS3.5, Section 7.2). */
  | { readonly kind: "group length"; readonly tag: Tag; readonly bytes: number }
  /** A value that DCMTK has not loaded while it read, because it is long, got a byte, because it is odd. */
  | { readonly kind: "odd value"; readonly tag: Tag; readonly bytes: number }
  /** A value is too long for the length that its VR has (PS3.5, Section 6.2.2). */
  | { readonly kind: "value too long for VR"; readonly tag: Tag; readonly vr: Vr };

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
  /** Told every detail, in DCMTK's order; absent where nobody reads that. */
  readonly detail?: (detail: EncodingDetail) => void;
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
const px = vr("px");

/** DCMTK loads shorter values while it reads. */
const dcmtkLargeBytes = 4096;

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
  /** Told every detail. */
  readonly detail: ConversionOptions["detail"];
  readonly #source: TransferSyntax;

  /** Prepares a conversion. */
  constructor(options: ConversionOptions) {
    this.syntax = options.target;
    this.newVrs = options.newVrs;
    this.edits = options.edits;
    this.notice = options.notice ?? (() => {});
    this.detail = options.detail;
    this.#source = options.source;
  }

  /** The same for a further pass, in which nothing is put right that was not told before. */
  quietly(): Conversion {
    const { syntax: target, newVrs, edits, detail } = this;
    return new Conversion({ source: this.#source, target, newVrs, edits, detail });
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

  /** Tells the details of a large value, now that it is written. */
  tellLargeValue({ tag, vr, length }: TokenCursor, plan: ElementPlan): void {
    const { detail } = this;
    if (!detail) return;
    const { implicit } = this.syntax;
    const written = writtenVr(vr, this.newVrs);
    if (!implicit && plan.vr !== written) detail({ kind: "value too long for VR", tag, vr: plan.vr });
    const { string, unitBytes } = vrTraits(vr);
    const isLoadedForOneByte = (length & 1) === 1 && length > dcmtkLargeBytes && !string && unitBytes === 1 &&
      !this.#source.deflated && vr !== px && !(implicit && isPixelsOfEitherKind(tag, vr));
    if (isLoadedForOneByte) detail({ kind: "odd value", tag, bytes: plan.valueBytes });
  }

  /** Tells that a fragment, long enough that DCMTK has not loaded it while it read, got a byte. */
  tellFragment({ tag, length }: TokenCursor): void {
    if ((length & 1) === 1 && length > dcmtkLargeBytes) {
      this.detail?.({ kind: "odd value", tag, bytes: length + 1 });
    }
  }

  #refuse(): never {
    throw new NotConvertibleError({ source: this.#source, target: this.syntax });
  }
}

/** What DCMTK takes for OW in implicit VR, where it leaves it odd. */
function isPixelsOfEitherKind(tag: Tag, vr: Vr): boolean {
  return vr !== UN && (tag === tags.PixelData || (tag & 0xff00ffff) >>> 0 === 0x60003000);
}
