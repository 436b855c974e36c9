/**
 * One walk over a data set: what it is, and whether it can go out as it stands.
 *
 * @module
 */
import { conditions } from "../dictionary/conditions.ts";
import { DicomError } from "../base/errors.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import { newVr, type Vr, vr, vrFlags } from "../dictionary/vr.ts";
import { ElementPlan } from "./element_plan.ts";
import { FirstValue } from "./first_value.ts";
import { isCleanUid } from "./ordinary.ts";
import type { Skim, SkimMeasurement } from "./skim.ts";
import type { TokenReader } from "./token_reader.ts";
import { TokenKind } from "./tokens.ts";

const UI = vr("UI");
const UL = vr("UL");

/** What the walk looks for. */
export interface SurveyOptions {
  readonly syntax: TransferSyntax;
  /** Elements of the data set itself whose VR and length are wanted. */
  readonly wanted: ReadonlySet<Tag>;
  /** The name of the file, for errors. */
  readonly file: string;
  /** Goes along, and is told of every token the reader stands on. */
  readonly follower?: Follower | undefined;
}

/** Somebody who goes along. */
export interface Follower extends SkimMeasurement {
  /** Is told of every token the reader stands on. */
  take(kind: TokenKind): void;
}

/**
 * Walks over a data set to its end.
 *
 * Here it is decided whether the bytes of the file may be sent as they are. DCMTK writes every data set anew. What
 * it changes then without changing what is meant does not matter: undefined lengths of sequences and items, padding
 * of texts. A data set is written anew here, too, when
 *
 * - DCMTK warns of anything while it reads: odd lengths, lengths that hold no whole numbers, no VR of the Standard,
 *   elements out of order or twice, groups that do not belong there, UN that is a sequence, pixel data labelled OW
 *   that is encapsulated (its undefined length holds no whole words);
 * - an item, a sequence or the data set ends anywhere but where its length or its delimiter says, or a delimiter has
 *   a length;
 * - reserved bytes are not zero;
 * - a group length is not the length of its group, or no UL of four bytes;
 * - there is padding behind the data set or behind an item;
 * - a UID has white space in it, or more than one zero byte at its end;
 * - it is empty, which is told where it is written.
 */
export class Survey {
  /** SOP Class UID. */
  readonly sopClass = new FirstValue(tags.SOPClassUID);
  /** SOP Instance UID. */
  readonly sopInstance = new FirstValue(tags.SOPInstanceUID);
  /** The elements wanted, with the length they would be sent with. */
  readonly elements = new Map<Tag, { readonly vr: Vr; readonly bytes: number }>();
  /** There are VRs younger than 1993. */
  hasNewVrs = false;
  readonly #reader: TokenReader;
  readonly #options: SurveyOptions;
  readonly #plan: ElementPlan;
  readonly #isExplicit: boolean;
  /** For every depth: the group that has a length, or -1, and where it has to end. */
  readonly #groups: number[] = [-1];
  readonly #groupEnds: number[] = [0];
  #skim: Skim | undefined;
  /** No group has a length so far. */
  #hasNoGroups = true;
  #nativePixelData = false;
  #needsRewriting = false;
  #count = 0;

  /** Prepares to walk from where the reader is. */
  constructor(reader: TokenReader, options: SurveyOptions) {
    this.#reader = reader;
    this.#options = options;
    this.#plan = new ElementPlan({ syntax: options.syntax, newVrs: "as they are" });
    this.#isExplicit = !options.syntax.implicit;
  }

  /** Whether the data set cannot go out as it stands in the file, even in its own transfer syntax. */
  get needsRewriting(): boolean {
    return this.#needsRewriting || this.#reader.irregular || this.#count === 0;
  }

  /** Walks; throws where the data set is broken. */
  run(): this {
    const reader = this.#reader;
    const { follower } = this.#options;
    for (let kind = reader.next(); kind !== TokenKind.end; kind = reader.next()) {
      follower?.take(kind);
      switch (kind) {
        case TokenKind.element:
          this.#element();
          break;
        case TokenKind.fragments:
          // Where no fragments belong they cannot be sent, which is for the conversion to say
          if (!this.#options.syntax.encapsulated) this.#needsRewriting = true;
          this.#checkGroup(reader.depth - 1);
          break;
        case TokenKind.sequence:
          this.#sequence();
          break;
        case TokenKind.item:
          this.#groups[reader.depth] = -1;
          break;
        case TokenKind.itemEnd:
          this.#endGroup(reader.depth + 1);
      }
      if (reader.depth > 0 && this.#hasNoGroups) this.#skimOn();
    }
    follower?.take(TokenKind.end);
    this.#takeSkimmed();
    this.#endGroup(0);
    if (this.#nativePixelData) this.#failNative();
    return this;
  }

  /** Passes over what need not be looked at. */
  #skimOn(): void {
    this.#skim ??= this.#reader.skim({ measurement: this.#options.follower });
    this.#skim?.run();
  }

  #takeSkimmed(): void {
    const seen = this.#skim?.seen ?? 0;
    if (seen !== 0) this.#count++;
    if (this.#isExplicit && (seen & newVr) !== 0) this.hasNewVrs = true;
  }

  #sequence(): void {
    const { tag, vr, depth } = this.#reader;
    this.#checkGroup(depth - 1);
    const isWanted = depth === 1 && this.#options.wanted.has(tag) && !this.elements.has(tag);
    if (isWanted) this.elements.set(tag, { vr, bytes: 0 });
  }

  #element(): void {
    const reader = this.#reader;
    const { tag, vr, depth } = reader;
    this.#count++;
    this.#checkGroup(depth);
    if (vr === UI) this.#checkUid();
    if (tag === tags.SOPClassUID || tag === tags.SOPInstanceUID) {
      this.sopClass.offer(reader);
      this.sopInstance.offer(reader);
    }
    if (this.#isExplicit && (vrFlags(vr) & newVr) !== 0) this.hasNewVrs = true;
    if ((tag & 0xffff) === 0) this.#beginGroup(depth);
    if (tag === tags.DataSetTrailingPadding) this.#needsRewriting = true;
    if (depth === 0) this.#topLevel(tag);
  }

  #topLevel(tag: Tag): void {
    const reader = this.#reader;
    if (this.#options.wanted.has(tag) && !this.elements.has(tag)) {
      this.#plan.plan(reader);
      this.elements.set(tag, { vr: reader.vr, bytes: this.#plan.valueBytes });
    } else if (tag === tags.PixelData && this.#options.syntax.encapsulated) {
      this.#nativePixelData = true;
    }
  }

  /** The length of a group (PS3.5, Section 7.2) is right when the next group begins where it says. */
  #beginGroup(depth: number): void {
    const reader = this.#reader;
    this.#hasNoGroups = false;
    if (reader.length !== 4 || reader.vr !== UL || reader.valueAt < 0) {
      this.#needsRewriting = true;
      return;
    }
    const { window, valueAt, bigEndian } = reader;
    const value = new DataView(window.buffer, window.byteOffset + valueAt, 4).getUint32(0, !bigEndian);
    const headerBytes = 8;
    this.#groups[depth] = reader.tag >>> 16;
    this.#groupEnds[depth] = reader.offset + headerBytes + 4 + value;
  }

  #checkGroup(depth: number): void {
    const group = this.#groups[depth];
    if (group >= 0 && group !== this.#reader.tag >>> 16) this.#endGroup(depth);
  }

  #endGroup(depth: number): void {
    if (!(this.#groups[depth] >= 0)) return;
    if (this.#reader.offset !== this.#groupEnds[depth]) this.#needsRewriting = true;
    this.#groups[depth] = -1;
  }

  #checkUid(): void {
    const { window, valueAt, length } = this.#reader;
    if (valueAt < 0) {
      this.#needsRewriting = true;
      return;
    }
    if (!isCleanUid(window, { at: valueAt, length })) this.#needsRewriting = true;
  }

  /** Compressed pixel data is a sequence of fragments (PS3.5, Section A.4). */
  #failNative(): never {
    const { file, syntax } = this.#options;
    this.#reader.complaints.nativePixelData(syntax.name);
    const condition = conditions.EC_PixelDataExplLengthIllegal;
    throw new DicomError(condition, { message: `Cannot read ${file}: ${condition.text}` });
  }
}
