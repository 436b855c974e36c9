/**
 * How deep the reader is in a data set, what it has to say when an element is over, and how it gives up.
 *
 * @module
 */
import { type Condition, DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import { type Complaints, readFailure, type ReadNotice } from "./complaints.ts";
import { type Encoding, Frame, FrameKind } from "./frame.ts";
import { dataSetTags, metaTags } from "./ordinary.ts";

/** Deeper nesting is refused. Real files have been seen to go ten deep; DCMTK goes on until its stack overflows. */
export const maxDepth: number = 1000;

/** A data set has elements out of order, and what is told of it depends on all its tags. Read again with them. */
export class TagsNeededError extends Error {
  /** Its name in stack traces. */
  override readonly name = "TagsNeededError";
}

/** How far an element was understood before it turned out to be wrong. */
export type Progress = "header" | "kind" | "value";

/** What is read, and who is told. */
export interface StackOptions {
  /** How the elements of the data set are encoded. */
  readonly encoding: Encoding;
  /** The name of the file, for errors. */
  readonly file: string;
  /** The bytes are those of a data set that has been inflated. */
  readonly inflated?: boolean;
  /** It is file meta information that is read. */
  readonly isMeta?: boolean;
  /** Told what DCMTK would say. Without it the order of elements is not looked at. */
  readonly notice?: (notice: ReadNotice) => void;
  /** Remember all tags of the levels that have begun, to know which ones are there twice. */
  readonly remembersTags?: boolean;
}

/** Everything that has begun and not ended yet. */
export class FrameStack {
  /** The innermost. */
  top: Frame;
  /** How many items and sequences are around it. */
  depth = 0;
  /** The element or item that is being read, for errors. */
  tag: Tag | undefined;
  /** Where it begins. */
  position: number;
  /** Whether anybody wants to know what is wrong. */
  readonly isTold: boolean;
  /** What was wrong. */
  readonly complaints: Complaints;
  readonly #options: StackOptions;
  readonly #remembersTags: boolean;
  readonly #frames: Frame[] = [new Frame()];

  /** Begins a data set, or meta information, at a position. */
  constructor(position: number, { complaints, ...options }: StackOptions & { complaints: Complaints }) {
    this.complaints = complaints;
    this.#options = options;
    this.isTold = options.notice !== undefined;
    this.#remembersTags = options.remembersTags === true;
    this.position = position;
    this.top = this.#frames[0];
    this.top.enter(FrameKind.item, options.encoding);
    this.top.begin = position;
    this.top.plain = this.#isPlain(FrameKind.item, options.encoding);
    if (options.remembersTags) this.top.seen = new Set();
    if (options.isMeta) this.top.ordinary = metaTags;
  }

  /** Where all tags are remembered, each element is looked at. */
  #isPlain(kind: FrameKind, { bigEndian }: Encoding): boolean {
    return kind !== FrameKind.fragments && !bigEndian && !this.#remembersTags;
  }

  /** Enters what begins as part of the element or the sequence that is being read; from where to where is to be set. */
  enter(kind: FrameKind, encoding: Encoding): Frame {
    const outer = this.top;
    if (this.depth === maxDepth) this.#failTooDeep();
    const frame = this.#frames[++this.depth] ??= new Frame();
    frame.enter(kind, encoding);
    frame.plain = this.#isPlain(kind, encoding);
    frame.tag = outer.tag;
    frame.creator = outer.context.creatorFor(outer.tag);
    if (this.#remembersTags && kind === FrameKind.item) frame.seen ??= new Set();
    this.top = frame;
    return frame;
  }

  #failTooDeep(): never {
    const { EC_CorruptedData } = conditions;
    const message = `Cannot read ${this.#options.file}: more than ${maxDepth} levels of items and sequences`;
    throw new DicomError(EC_CorruptedData, { message });
  }

  /** Leaves it, and gives back what it was. */
  leave(): FrameKind {
    const { kind } = this.top;
    this.top = this.#frames[--this.depth];
    if (kind !== FrameKind.item && this.isTold) this.finishElement(this.top, this.depth);
    return kind;
  }

  /** An element has been read, with everything in it. */
  finishElement(frame: Frame, depth: number): void {
    const { tag } = frame;
    if (tag > frame.highestTag) {
      frame.highestTag = tag;
      frame.seen?.add(tag);
    } else {
      this.#outOfOrder(frame, tag);
    }
    if (tag < dataSetTags.first || tag > dataSetTags.last || this.#options.isMeta) {
      this.#checkGroup(tag, depth);
    }
  }

  #outOfOrder(frame: Frame, tag: Tag): void {
    if (tag === frame.highestTag) return this.complaints.twice(tag);
    if (!frame.seen) throw new TagsNeededError();
    if (frame.seen.has(tag)) this.complaints.twice(tag);
    else this.complaints.notAscending(tag);
    frame.seen.add(tag);
  }

  /** Groups that do not belong into a data set. */
  #checkGroup(tag: Tag, depth: number): void {
    const group = tag >>> 16;
    if (depth === 0 && this.#options.isMeta) {
      if (group !== 2) this.complaints.invalidMetaElement(tag);
    } else if (group < 8 ? (group & 1) === 1 || group === 2 : group === 0xffff) {
      this.complaints.invalidElement(tag);
    }
  }

  /** Gives up; of everything that has begun DCMTK still says whether it stands where it should. */
  fail(condition: Condition, progress: Progress): never {
    if (this.isTold) this.#unwind(progress);
    const { file, inflated } = this.#options;
    const at = inflated ? `${this.position} of the inflated data set` : String(this.position);
    throw new DicomError(condition, { message: readFailure(condition, { file, tag: this.tag, at }) });
  }

  #unwind(progress: Progress): void {
    for (let depth = this.depth; depth >= 0; depth--) {
      const frame = this.#frames[depth];
      if (frame.kind !== FrameKind.item) continue;
      if (depth < this.depth || progress === "value") this.finishElement(frame, depth);
      else if (progress === "kind") this.#checkGroup(frame.tag, depth);
    }
  }

  /** Where the current element is: tags of elements and numbers of items, from the outside in. */
  path(): number[] {
    return this.#frames.slice(0, this.depth + 1)
      .map((frame) => frame.kind === FrameKind.item ? frame.tag : frame.items);
  }
}
