/**
 * What was put right while a data set was written anew, in DCMTK's words.
 *
 * @module
 */
import type { AppEvent } from "../console/events.ts";
import { dataLogger } from "../console/messages.ts";
import type { ConversionNotice } from "../dataset/conversion.ts";
import type { DataDictionary, Tag } from "../dictionary/data_dictionary.ts";
import { formatTag } from "../dictionary/tags.ts";

/** More is not told of one data set: there may be reason for millions of lines. */
const maxNotices = 10_000;

/** Everything that was put right in one data set. */
export class PutRight {
  readonly #notices: ConversionNotice[] = [];
  #left = 0;

  /** Takes what the conversion has to say. */
  readonly add = (notice: ConversionNotice): void => {
    if (this.#notices.length < maxNotices) this.#notices.push(notice);
    else this.#left++;
  };

  /**
   * Tells it. Names are looked up only where there is something to tell. What is among the events already, because
   * the element was looked at before, is not told twice.
   */
  async events(told: readonly AppEvent[], dictionary: () => Promise<DataDictionary>): Promise<AppEvent[]> {
    if (this.#notices.length === 0) return [];
    const names = await dictionary();
    const before = new Set(told.flatMap((event) => event.kind === "log" ? [event.text] : []));
    // An element that was looked at comes first among those of its tag
    const texts = this.#notices.map((notice) => textOf(notice, names)).filter((text) => !before.delete(text));
    if (this.#left > 0) texts.push(`${this.#left} more messages on this data set are left out`);
    return texts.map((text) => ({ kind: "log", logger: dataLogger, severity: "warn", text }));
  }
}

function textOf({ kind, tag, creator }: ConversionNotice, names: DataDictionary): string {
  switch (kind) {
    case "space in UID":
      return `DcmUniqueIdentifier: Element ${
        describe(tag, { names, creator })
      } contains one or more space characters, ` +
        "which were removed";
    case "group length is not UL":
      return "DcmItem: Group Length with VR other than UL found, corrected";
    case "item too long":
      return "DcmItem: Explicit length of item exceeds 32-Bit length field, trying to encode with undefined length";
    case "sequence too long":
      return `DcmSequenceOfItems: Explicit length of sequence ${
        describe(tag, { names })
      } exceeds 32-bit length ` +
        "field, trying to treat it as undefined length instead";
  }
}

function describe(
  tag: Tag,
  { names, creator }: { names: DataDictionary; creator?: string | undefined },
): string {
  return `${names.find(tag, creator)?.name ?? "Unknown Tag & Data"} ${formatTag(tag)}`;
}
