/**
 * The deflated transfer syntax (PS3.5, Section A.5): a whole data set compressed as a raw RFC 1951 stream.
 *
 * This module loads the runtime's zlib. Import it when a deflated data set has to be written, and not before.
 *
 * @module
 */
import { pipeline, Readable } from "node:stream";
import { createDeflateRaw } from "node:zlib";
import type { ByteSource, Filled } from "../base/byte_source.ts";

/** How to compress. */
export interface DeflateOptions {
  /** 0 (none) to 9 (best); -1 is zlib's own choice, and DCMTK's default. */
  readonly level: number;
}

const chunkBytes = 65536;

/** The bytes of `plain`, deflated, with a zero byte behind an odd number of them, as DCMTK sends them. */
export class DeflateSource implements ByteSource {
  readonly #plain: ByteSource;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #producedBytes = 0;
  #plainIsComplete = false;
  #ended = false;

  /** Deflates a data set in explicit VR little endian, which is closed together with this source. */
  constructor(plain: ByteSource, { level }: DeflateOptions) {
    this.#plain = plain;
    const deflate = createDeflateRaw({ level, chunkSize: chunkBytes });
    // A failure reaches the reader through the iterator of the last stream
    pipeline(Readable.from(this.#plainChunks()), deflate, () => {});
    this.#chunks = deflate[Symbol.asyncIterator]();
  }

  async *#plainChunks(): AsyncGenerator<Uint8Array> {
    for (let done = false; !done;) {
      const chunk = new Uint8Array(chunkBytes);
      const filled = await this.#plain.fill(chunk);
      done = filled.done;
      this.#plainIsComplete = done;
      if (filled.bytes > 0) yield chunk.subarray(0, filled.bytes);
    }
  }

  /** {@inheritDoc ByteSource.fill} */
  async fill(view: Uint8Array): Promise<Filled> {
    let bytes = 0;
    while (bytes < view.length && await this.#hasChunk()) {
      const part = this.#chunk.subarray(0, view.length - bytes);
      view.set(part, bytes);
      bytes += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
    return { bytes, done: !await this.#hasChunk() };
  }

  async #hasChunk(): Promise<boolean> {
    while (this.#chunk.length === 0 && !this.#ended) {
      const next = await this.#chunks.next();
      this.#chunk = next.done ? this.#padding() : next.value;
      this.#producedBytes += this.#chunk.length;
      this.#ended = next.done === true;
    }
    return this.#chunk.length > 0;
  }

  /** An iterator that has failed once says "done" ever after, so the end is believed only with all the input in. */
  #padding(): Uint8Array {
    if (!this.#plainIsComplete) throw new Error("Cannot deflate a data set whose source has failed");
    return new Uint8Array(this.#producedBytes % 2);
  }

  /** {@inheritDoc ByteSource.close} */
  close(): void {
    this.#plainIsComplete = false;
    this.#chunk = new Uint8Array(0);
    this.#plain.close();
    void this.#chunks.return?.();
  }
}
