/**
 * What DCMTK 3.6.7 says while it reads a data set, word for word, because people search logs for it.
 *
 * @module
 */
import { type Condition, formatCondition } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { DataDictionary, Tag } from "../dictionary/data_dictionary.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import { type Vr, vrName } from "../dictionary/vr.ts";

/** A line for the log of `dcmtk.dcmdata`. */
export interface ReadNotice {
  readonly severity: "trace" | "debug" | "warn" | "error";
  /** DCMTK's words. */
  readonly text: string;
}

/** Something has to be looked up in a dictionary that is not loaded yet. Load it and read again from the beginning. */
export class DictionaryNeededError extends Error {
  /** Its name in stack traces. */
  override readonly name = "DictionaryNeededError";
}

/** A tag that may be private to somebody. */
interface PrivateTag {
  readonly tag: Tag;
  readonly creator: string | undefined;
}

/** Tells what is wrong with a data set, or remembers only that something is. */
export class Complaints {
  /** Whether there was any. */
  any = false;
  readonly #notice: ((notice: ReadNotice) => void) | undefined;
  readonly #dictionary: DataDictionary | undefined;

  /** Without `notice` nothing is told, and no names are looked up for it. */
  constructor(
    { notice, dictionary }: { notice?: (notice: ReadNotice) => void; dictionary?: DataDictionary },
  ) {
    this.#notice = notice;
    this.#dictionary = dictionary;
  }

  #warn(text: () => string): void {
    this.any = true;
    this.#notice?.({ severity: "warn", text: text() });
  }

  #error(text: () => string): void {
    this.any = true;
    this.#notice?.({ severity: "error", text: text() });
  }

  #debug(text: () => string): void {
    this.#notice?.({ severity: "debug", text: text() });
  }

  /** Name and tag, as DCMTK prints them. */
  #name(tag: Tag, creator?: string): string {
    if (!this.#dictionary) throw new DictionaryNeededError();
    return `${this.#dictionary.find(tag, creator)?.name ?? "Unknown Tag & Data"} ${formatTag(tag)}`;
  }

  /** Something that is no VR stands in the place of one. */
  nonStandardVr(tag: Tag, { vr, lengthBytes }: { vr: Vr; lengthBytes: 2 | 4 }): void {
    const printed = vrName(vr).replace(/[\0-\x1f]/g, " ");
    const hex = (byte: number) => byte.toString(16).padStart(2, "0");
    this.#warn(() =>
      `DcmItem: Non-standard VR '${printed}' (${hex(vr >> 8)}\\${
        hex(vr & 0xff)
      }) encountered while parsing ` +
      `element ${formatTag(tag)}, assuming ${lengthBytes} byte length field`
    );
  }

  /** An error in VR that is well known. */
  pixelDataIsOx(tag: Tag): void {
    this.#warn(() =>
      `DcmItem: Non-standard VR 'OX' is known to be wrongly used for PixelData ${
        formatTag(tag)
      }, setting VR to 'OW'`
    );
  }

  /** A length that does not hold whole numbers. */
  notMultiple(tag: Tag, { width, vr }: { width: number; vr: Vr }): void {
    const what = `is not a multiple of ${width} (VR=${vrName(vr)})`;
    this.#warn(() => `DcmItem: Length of element ${formatTag(tag)} ${what}`);
  }

  /** An odd length. */
  oddElement(tag: Tag): void {
    this.#warn(() => `DcmItem: Length of element ${formatTag(tag)} is odd`);
  }

  /** An odd length of an item or a fragment. */
  oddItem({ tag, creator }: PrivateTag): void {
    this.#warn(() => `DcmSequenceOfItems: Length of item in sequence ${this.#name(tag, creator)} is odd`);
  }

  /** An item has ended in the middle of the header of an element. */
  itemTooLarge(itemBytes: number): void {
    this.#warn(() =>
      `DcmItem: Explicit item length (${itemBytes} bytes) too large for the elements contained in the item`
    );
  }

  /** A sequence ends before the item in it. */
  prematureDelimiter(): void {
    this.#warn(() =>
      "DcmItem: Sequence delimitation occurred before all bytes announced by explicit item length could be read"
    );
  }

  /** An element does not fit its item. */
  largerThanItem(
    tag: Tag,
    { length, rest, creator }: { length: number; rest: number; creator?: string },
  ): void {
    this.#warn(() =>
      `DcmItem: Element ${this.#name(tag, creator)} larger (${length}) than remaining bytes (${rest}) ` +
      "of surrounding item"
    );
  }

  /** An item begins where an element should. */
  itemForElement(tag: Tag): void {
    this.#warn(() => `DcmItem: Parse error while parsing element ${formatTag(tag)}`);
  }

  /** Anything but the end of an item, where only that is left. */
  noItemDelimiter(tag: Tag): void {
    const expected = formatTag(tags.ItemDelimitationItem);
    this.#error(() =>
      `DcmItem: Parse error in sequence item, found ${formatTag(tag)} instead of item delimiter ${expected}`
    );
    this.#debug(() => `DcmItem::readSubElement() cannot create Sub Element ${formatTag(tag)}`);
  }

  /** Neither an item nor the end of a sequence. */
  noSequenceDelimiter(tag: Tag, sequence: Tag): void {
    const expected = formatTag(tags.SequenceDelimitationItem);
    this.#error(() =>
      `DcmSequenceOfItems: Parse error in sequence ${formatTag(sequence)}, found ${formatTag(tag)} ` +
      `instead of sequence delimiter ${expected}`
    );
    this.#debug(() => `DcmSequenceOfItems::readSubItem() cannot create Sub Item ${formatTag(tag)}`);
  }

  /** The file ends within a sequence. */
  endWithinSequence({ tag, creator }: PrivateTag): void {
    this.#warn(() =>
      `DcmSequenceOfItems: Reached end of stream before the end of sequence ${this.#name(tag, creator)}`
    );
  }

  /** A value of which nothing, or not everything, is there. */
  largerThanFile(
    tag: Tag,
    { length, rest, creator }: { length: number; rest?: number; creator?: string },
  ): void {
    const where = rest === undefined
      ? "remaining bytes in file"
      : `remaining bytes (${rest}) in file, premature end of stream`;
    this.#error(() => `DcmElement: ${this.#name(tag, creator)} larger (${length}) than ${where}`);
  }

  /** A value in memory whose length cannot be made even. */
  oddMaximum(tag: Tag, { isText, creator }: { isText: boolean; creator?: string | undefined }): void {
    const text = () =>
      `${isText ? "DcmByteString: Element" : "DcmElement:"} ${this.#name(tag, creator)} ` +
      "has odd maximum length (4294967295) and therefore is not loaded";
    if (isText) this.#warn(text);
    else this.#error(text);
  }

  /** An element that is there twice. */
  twice(tag: Tag): void {
    this.#warn(() =>
      `DcmItem: Element ${formatTag(tag)} found twice in one data set or item, ignoring second entry`
    );
  }

  /** An element that stands behind one of a higher tag. */
  notAscending(tag: Tag): void {
    this.#warn(() => `DcmItem: Dataset not in ascending tag order, at element ${formatTag(tag)}`);
  }

  /** An element of a group that has no place in a data set. */
  invalidElement(tag: Tag): void {
    this.#warn(() => `DcmItem: Invalid Element ${formatTag(tag)} found in data set`);
  }

  /** An element of another group in the file meta information. */
  invalidMetaElement(tag: Tag): void {
    this.#warn(() => `DcmMetaInfo: Invalid Element ${formatTag(tag)} found in Meta Information Header`);
  }

  /** Pixel data of a private creator. */
  privatePixelData(tag: Tag, vr: Vr): void {
    this.#warn(() =>
      `Found private element ${formatTag(tag)} with VR ${vrName(vr)} and undefined length, ` +
      "reading a pixel sequence according to data dictionary"
    );
  }

  /** UN of undefined length (PS3.5, Section 6.2.2). */
  unknownIsSequence(tag: Tag): void {
    this.#warn(() =>
      `Found element ${formatTag(tag)} with VR UN and undefined length, ` +
      "reading a sequence with transfer syntax LittleEndianImplicit (CP-246)"
    );
  }

  /** OB or OW of undefined length that is no pixel data. */
  undefinedLength(tag: Tag): void {
    const { text } = conditions.EC_UndefinedLengthOBOW;
    this.#error(() => `DcmItem: Parse error in ${formatTag(tag)}: ${text}`);
  }

  /** A sequence that claims to be bytes. */
  voiLutIsBytes(): void {
    this.#error(() => "DcmItem: VOI LUT Sequence with VR=OW and explicit length encountered.");
  }

  /** Native pixel data where it has to be encapsulated. */
  nativePixelData(syntaxName: string): void {
    this.#error(() =>
      `Found explicit length Pixel Data in top level dataset with transfer syntax ${syntaxName}: ` +
      "Only undefined length permitted"
    );
  }

  /** A VR that the dictionary leaves open has been found out. */
  vrFound(tag: Tag, { vr, because }: { vr: Vr; because: string }): void {
    this.#debug(() =>
      `DcmItem::checkAndUpdateVR() setting undefined VR of ${this.#name(tag)} to '${vrName(vr)}'${because}`
    );
  }
}

/** Why a file cannot be read, for people: where in it, and what stands there. */
export function readFailure(
  condition: Condition,
  { file, tag, at }: { file: string; tag: Tag | undefined; at: string },
): string {
  const element = tag === undefined ? "" : `, at element ${formatTag(tag)}`;
  return `Cannot read ${file}: ${condition.text} (${
    formatCondition(condition).slice(0, 9)
  }) at byte ${at}${element}`;
}
