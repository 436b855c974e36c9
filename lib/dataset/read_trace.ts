/**
 * What DCMTK says of the data sets that it reads at level trace: loaded where somebody reads that.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import { isDictionaryVr, isStandardVr, type Vr, vr, vrName } from "../dictionary/vr.ts";
import type { ByteWindow } from "./byte_window.ts";
import type { ReadNotice } from "./complaints.ts";
import { type ReaderOptions, TokenReader } from "./token_reader.ts";
import { TokenKind } from "./tokens.ts";

const OB = vr("OB");
const SQ = vr("SQ");
const UN = vr("UN");

/** The elements of a data set or an item so far, and the sequence that has begun in it. */
interface Level {
  /** Its elements have no VR. */
  readonly implicit: boolean;
  readonly tags: Set<Tag>;
  lowestTag: Tag;
  begun: Begun;
}

interface Begun {
  readonly tag: Tag;
  readonly vr: Vr;
  /** What is in it has no VR. */
  readonly implicit: boolean;
}

/** A reader that tells every element, item and end. Of what is broken it tells nothing. */
class TracedReader extends TokenReader {
  readonly #window: ByteWindow;
  readonly #options: ReaderOptions;
  readonly #levels: Level[];

  constructor(window: ByteWindow, options: ReaderOptions) {
    super(window, options);
    this.#window = window;
    this.#options = options;
    this.#levels = [newLevel(options.encoding.implicit)];
  }

  override next(): TokenKind {
    const { position } = this.#window;
    const kind = super.next();
    this.#tell(kind, { isMarked: this.#window.position > position });
    return kind;
  }

  /** Every element is told. */
  override skim(): undefined {
    return undefined;
  }

  #trace(text: string): void {
    this.#options.notice?.({ severity: "trace", text });
  }

  /** An end is marked where there are bytes that say so. */
  #tell(kind: TokenKind, { isMarked }: { isMarked: boolean }): void {
    switch (kind) {
      case TokenKind.element:
        return this.#element({ tag: this.tag, name: this.#vrName(), isEmpty: this.length === 0 });
      case TokenKind.sequence:
        return this.#begin(SQ);
      case TokenKind.fragments:
        return this.#begin(OB);
      case TokenKind.item:
        this.#levels.push(newLevel(this.#level.begun.implicit));
        return this.#subItem();
      case TokenKind.fragment:
        return this.#subItem();
      case TokenKind.itemEnd:
        this.#levels.pop();
        if (isMarked) this.#trace("DcmItem::readSubItem() returns error = Item end");
        return this.#trace("DcmItem::read() returns error = Normal");
      case TokenKind.sequenceEnd:
      case TokenKind.fragmentsEnd:
        if (isMarked) this.#trace("DcmSequenceOfItems::readSubItem() returns error = Sequence end");
        this.#trace("DcmSequenceOfItems::read() returns error = Normal");
        return this.#element({ tag: this.#level.begun.tag, name: vrName(this.#level.begun.vr) });
      case TokenKind.end:
        if (!this.#options.isMeta) this.#end();
    }
  }

  #begin(vr: Vr): void {
    const { tag } = this;
    this.#level.begun = { tag, vr, implicit: this.#level.implicit || this.vr === UN };
  }

  /** DCMTK has a name of its own for what it does not know. */
  #vrName(): string {
    const { vr } = this;
    const isKnown = isStandardVr(vr) || isDictionaryVr(vr);
    return isKnown && !(vr === UN && this.#level.implicit) ? vrName(vr) : "??";
  }

  get #level(): Level {
    return this.#levels[this.#levels.length - 1];
  }

  #subItem(): void {
    this.#trace(`DcmSequenceOfItems::readSubItem() Sub Item ${formatTag(tags.Item)} inserted`);
  }

  /** One that is there twice is not inserted. */
  #element({ tag, name, isEmpty = false }: { tag: Tag; name: string; isEmpty?: boolean }): void {
    const level = this.#level;
    if (!level.tags.has(tag)) {
      const where = tag < level.lowestTag ? " at beginning" : "";
      this.#trace(`DcmItem::insert() Element ${formatTag(tag)} VR="${name}" inserted${where}`);
    }
    level.tags.add(tag);
    level.lowestTag = Math.min(tag, level.lowestTag);
    const isLast = isEmpty && !this.#window.has(1);
    this.#trace(`DcmItem::readSubItem() returns error = ${isLast ? "End of stream" : "Normal"}`);
  }

  #end(): void {
    this.#trace("DcmItem::read() returns error = Normal");
    if (this.#level.tags.has(tags.PixelData)) this.#trace(found(tags.PixelData));
    this.#trace("DcmDataset::read() returns error = Normal");
  }
}

function newLevel(implicit: boolean): Level {
  return { implicit, tags: new Set(), lowestTag: Infinity, begun: { tag: 0, vr: 0, implicit } };
}

function found(tag: Tag): string {
  return `DcmItem::searchSubFromHere() Element ${formatTag(tag)} found`;
}

const trace = (text: string): ReadNotice => ({ severity: "trace", text });

/** All of it. */
export const readTrace = {
  Reader: TracedReader,
  /** An element that was looked for is there. */
  found: (tag: Tag): ReadNotice => trace(found(tag)),
  /** A preamble, by its first byte, or none, maybe because there is no room for one. */
  preamble: (firstByte: number | undefined, isShort: boolean): ReadNotice[] => {
    const hex = ((firstByte ?? 0) << 24 >> 24 >>> 0).toString(16).padStart(4, "0");
    return [
      ...(isShort ? ["No Preamble available: File too short (132) < 132 bytes"] : []),
      firstByte === undefined ? "No Preamble found" : `Preamble = 0x${hex}`,
    ].map((what) => trace(`DcmMetaInfo::checkAndReadPreamble() ${what}`));
  },
  /** How long the meta information says that it is, with the element that says so. */
  groupLength: (bytes: number): ReadNotice =>
    trace(`DcmMetaInfo::readGroupLength() Group Length of File Meta Header = ${bytes}`),
  /** How the search for the length has ended. */
  groupLengthRead: (end: "Normal" | "Tag not found" | "Corrupted data"): ReadNotice =>
    trace(`DcmMetaInfo::readGroupLength() returns error = ${end}`),
  /** The transfer syntax that the meta information names. */
  transferSyntax: (name: string): ReadNotice =>
    trace(`DcmFileFormat::lookForXfer() TransferSyntax="${name}" in MetaInfo`),
};

/** What there is to say, for those who load it only where it is said. */
export type ReadTrace = typeof readTrace;
