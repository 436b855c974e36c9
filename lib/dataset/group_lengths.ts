/**
 * The group lengths of a data set that is about to be sent (PS3.5, Section 7.2), for those who want to read of them.
 *
 * @module
 */
import type { Tag } from "../dictionary/data_dictionary.ts";
import { tags } from "../dictionary/tags.ts";
import type { EncodingDetail } from "./conversion.ts";
import type { LevelOrder } from "./level_order.ts";
import { dataSetLevel, type Measured, undefinedLength } from "./measure.ts";
import { type TokenCursor, TokenKind } from "./tokens.ts";

/** What is sent, and who is told. */
export interface GroupLengthOptions {
  /** The new lengths; absent for a data set that goes out as it stands. */
  readonly measured?: Pick<Measured, "lengths" | "orders">;
  readonly detail: (detail: EncodingDetail) => void;
}

/** Tells the length of every group that another group follows in its level, which is when DCMTK tells it. */
export function tellGroupLengths(cursor: TokenCursor, options: GroupLengthOptions): void {
  new GroupWalk(cursor, options).run();
}

/** A data set or an item that has begun. */
interface Level {
  readonly order: LevelOrder | undefined;
  next: number;
  /** The sequence that was met last: it counts when it is over. */
  sequence: Tag;
  /** The group length that was met last, while its group goes on. */
  group: { readonly tag: Tag; readonly bytes: number } | undefined;
}

class GroupWalk {
  readonly #cursor: TokenCursor;
  readonly #options: GroupLengthOptions;
  readonly #levels: Level[] = [];
  /** The next number of those that were measured. */
  #slot = 0;
  #amongElements = true;

  constructor(cursor: TokenCursor, options: GroupLengthOptions) {
    this.#cursor = cursor;
    this.#options = options;
    this.#enter(dataSetLevel);
  }

  run(): void {
    for (let kind = this.#next(); kind !== TokenKind.end; kind = this.#next()) this.#step(kind);
  }

  get #level(): Level {
    return this.#levels[this.#levels.length - 1];
  }

  #enter(slot: number): void {
    const order = this.#options.measured?.orders.get(slot);
    this.#levels.push({ order, next: 0, sequence: 0, group: undefined });
    this.#amongElements = true;
  }

  /** The next token in the order in which they are sent. */
  #next(): TokenKind {
    const level = this.#level;
    const { order } = level;
    if (order && this.#amongElements) {
      const { offset, slot, vr } = level.next < order.length
        ? order.at(level.next++)
        : { ...order.end, vr: 0 };
      this.#slot = slot;
      this.#cursor.seek(offset, vr);
    }
    return this.#cursor.next();
  }

  #step(kind: TokenKind): void {
    switch (kind) {
      case TokenKind.element:
        if (this.#cursor.tag !== tags.DataSetTrailingPadding) this.#meet(this.#cursor.tag);
        break;
      case TokenKind.sequence:
        this.#slot++;
        this.#begin();
        break;
      case TokenKind.fragments:
        this.#begin();
        break;
      case TokenKind.item:
        this.#enter(this.#slot++);
        break;
      case TokenKind.itemEnd:
        this.#levels.pop();
        this.#amongElements = false;
        break;
      case TokenKind.sequenceEnd:
      case TokenKind.fragmentsEnd:
        this.#amongElements = true;
        this.#meet(this.#level.sequence);
    }
  }

  #begin(): void {
    this.#level.sequence = this.#cursor.tag;
    this.#amongElements = false;
  }

  #meet(tag: Tag): void {
    const level = this.#level;
    const { group } = level;
    if (group && group.tag >>> 16 !== tag >>> 16) {
      if (group.bytes !== undefinedLength) this.#options.detail({ kind: "group length", ...group });
      level.group = undefined;
    }
    if ((tag & 0xffff) === 0) level.group = { tag, bytes: this.#groupBytes() };
  }

  #groupBytes(): number {
    const { measured } = this.#options;
    if (measured) return measured.lengths.at(this.#slot++);
    const value = new Uint8Array(4);
    this.#cursor.copyValue(value, 0);
    return new DataView(value.buffer).getUint32(0, !this.#cursor.bigEndian);
  }
}
