/**
 * The deflated transfer syntax (PS3.5, Section A.5) read: a raw RFC 1951 stream, inflated as far as is asked for.
 *
 * Tokens are read synchronously, and the runtime inflates synchronously only what lies in memory as a whole. pako
 * (MIT and Zlib licence) inflates part by part, at some 300 MB/s.
 *
 * This module loads pako. Import it when a deflated data set has to be read, and not before.
 *
 * @module
 */
import { Inflate as PakoInflate } from "npm:pako@2.1.0";
import { DicomError } from "../base/errors.ts";
import { withText } from "../dictionary/conditions.ts";
import type { RandomAccess } from "./byte_window.ts";

/** What is used of pako's inflater. */
interface Inflater {
  onData(chunk: Uint8Array): void;
  /** False where the stream is broken. */
  push(data: Uint8Array, finish: boolean): boolean;
  /** The stream has said that it is over, or it is broken. */
  readonly ended: boolean;
  readonly msg: string;
  /** zlib's own state: output that fills no chunk yet, and input that was not needed. */
  readonly strm: { readonly output: Uint8Array; readonly next_out: number; readonly avail_in: number };
}

/** One byte inflates to a thousand at most, so that no more than four megabytes wait to be read. */
const inputBytes = 4096;
const chunkBytes = 65536;

/** DCMTK's condition for what zlib complains of. */
const zlibError = { module: 0x0001, code: 0x0010, text: "ZLib Error" };

/** The inflated bytes of a deflated data set. Going back means to inflate from the beginning again. */
export class InflatedBytes implements RandomAccess {
  readonly #deflated: RandomAccess;
  readonly #begin: number;
  readonly #input = new Uint8Array(inputBytes);
  #inflater!: Inflater;
  #chunks: Uint8Array[] = [];
  #inputPosition = 0;
  #outputPosition = 0;
  #complete = false;
  #sizeBytes: number | undefined;
  #trailingBytes = 0;

  /** The deflated data set begins at a position of the file, and goes to its end. */
  constructor(deflated: RandomAccess, begin: number) {
    this.#deflated = deflated;
    this.#begin = begin;
    this.#restart();
  }

  /** How many bytes there are, once the end was seen. */
  get sizeBytes(): number | undefined {
    return this.#sizeBytes;
  }

  /** How many bytes of the file stand behind the stream, once the end was seen. */
  get trailingBytes(): number {
    return this.#trailingBytes;
  }

  #restart(): void {
    const inflater: Inflater = new PakoInflate({ raw: true, chunkSize: chunkBytes });
    inflater.onData = (chunk) => this.#chunks.push(chunk);
    this.#inflater = inflater;
    this.#chunks = [];
    this.#inputPosition = this.#begin;
    this.#outputPosition = 0;
    this.#complete = false;
  }

  /** {@inheritDoc RandomAccess.readAt} */
  readAt(target: Uint8Array, position: number): number {
    if (position < this.#outputPosition) this.#restart();
    while (this.#hasChunk()) {
      const chunk = this.#chunks[0];
      const skipped = position - this.#outputPosition;
      if (skipped < chunk.length) {
        const part = chunk.subarray(skipped, skipped + target.length);
        target.set(part);
        return part.length;
      }
      this.#outputPosition += chunk.length;
      this.#chunks.shift();
    }
    return 0;
  }

  #hasChunk(): boolean {
    while (this.#chunks.length === 0 && !this.#complete) this.#inflate();
    return this.#chunks.length > 0;
  }

  #inflate(): void {
    const inflater = this.#inflater;
    const count = this.#deflated.readAt(this.#input, this.#inputPosition);
    this.#inputPosition += count;
    if (count > 0 && !inflater.push(this.#input.subarray(0, count), false)) {
      const text = `ZLib Error: ${inflater.msg}`;
      throw new DicomError(withText(zlibError, text));
    }
    if (inflater.ended) return this.#finish(inflater.strm.avail_in);
    if (count > 0) return;
    // The stream is cut off; what it holds up to there is still in the buffer
    const { output, next_out: bytes } = inflater.strm;
    if (bytes > 0 && bytes < output.length) this.#chunks.push(output.subarray(0, bytes));
    this.#finish(0);
  }

  #finish(unusedBytes: number): void {
    this.#complete = true;
    const inflated = this.#chunks.reduce((sum, { length }) => sum + length, this.#outputPosition);
    this.#sizeBytes = inflated;
    this.#trailingBytes = unusedBytes + (this.#deflated.sizeBytes ?? this.#inputPosition) -
      this.#inputPosition;
  }
}
