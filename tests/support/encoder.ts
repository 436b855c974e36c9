/** Writes elements as a test wants them, right or wrong, in any of the three native transfer syntaxes. */
import { implicitVrLittleEndian, type TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { vr, vrTraits } from "../../lib/dictionary/vr.ts";

/** Whether the end of a sequence or an item is given by a length or by a delimiter. */
export type Ending = "length" | "delimiter";

const undefinedLength = 0xffffffff;

/** A value: bytes, or the letters of a string. */
export type Value = readonly number[] | string;

const bytesOf = (value: Value) =>
  typeof value === "string" ? [...value].map((letter) => letter.charCodeAt(0)) : value;

/** Encodes the parts of a data set. */
export class Encoder {
  readonly #implicit: boolean;
  readonly #little: boolean;

  /** @param syntax how to encode */
  constructor(syntax: TransferSyntax) {
    this.#implicit = syntax.implicit;
    this.#little = syntax.endian === "little";
  }

  /** An encoder for what is inside of a sequence that claims to be UN (PS3.5, Section 6.2.2). */
  static readonly insideUnknown = new Encoder(implicitVrLittleEndian);

  /** Whether VRs are left out. */
  get implicit(): boolean {
    return this.#implicit;
  }

  /** A number of 2 or 4 bytes. */
  number(value: number, bytes: 2 | 4): number[] {
    const little = Array.from({ length: bytes }, (_, index) => value >>> 8 * index & 0xff);
    return this.#little ? little : little.reverse();
  }

  /** An element. */
  element(tag: number, { name, value }: { name: string; value: Value }): number[] {
    const bytes = bytesOf(value);
    return [...this.#header(tag, { name, length: bytes.length }), ...bytes];
  }

  /** A sequence, of items that were encoded already. */
  sequence(tag: number, options: { items: readonly number[][]; ending: Ending; name?: string }): number[] {
    const { items, ending, name = "SQ" } = options;
    const content = items.flat();
    const length = ending === "length" ? content.length : undefinedLength;
    const inside = name === "UN" ? Encoder.insideUnknown : this;
    const end = ending === "length" ? [] : inside.#mark(0xfffee0dd, 0);
    return [...this.#header(tag, { name, length }), ...content, ...end];
  }

  /** An item, of elements that were encoded already. */
  item(content: readonly number[], ending: Ending): number[] {
    if (ending === "length") return [...this.#mark(0xfffee000, content.length), ...content];
    return [...this.#mark(0xfffee000, undefinedLength), ...content, ...this.#mark(0xfffee00d, 0)];
  }

  /** Encapsulated pixel data. */
  fragments(tag: number, { name, values }: { name: string; values: readonly Value[] }): number[] {
    const items = values.map((value) => [...this.#mark(0xfffee000, value.length), ...bytesOf(value)]);
    return [
      ...this.#header(tag, { name, length: undefinedLength }),
      ...items.flat(),
      ...this.#mark(0xfffee0dd, 0),
    ];
  }

  #header(tag: number, { name, length }: { name: string; length: number }): number[] {
    const begin = this.#tag(tag);
    if (this.#implicit) return [...begin, ...this.number(length, 4)];
    begin.push(...bytesOf(name));
    if (vrTraits(vr(name)).longForm) return [...begin, 0, 0, ...this.number(length, 4)];
    return [...begin, ...this.number(length, 2)];
  }

  #mark(tag: number, length: number): number[] {
    return [...this.#tag(tag), ...this.number(length, 4)];
  }

  #tag(tag: number): number[] {
    return [...this.number(tag >>> 16, 2), ...this.number(tag & 0xffff, 2)];
  }
}
