/**
 * Bytes as they arrive, as PDUs (PS3.8, Section 9.3), however they are cut.
 *
 * @module
 */
import { type DecodeLimits, decodePdu, type Fault, pduHeaderBytes } from "./codec.ts";
import type { Pdu } from "./pdu.ts";

/** What arrives: a PDU, or something that is none. Behind that, and behind an unknown PDU, all is ignored. */
export type Received = Pdu | Fault;

/** What a {@linkcode PduStream} can do besides. */
export interface PduStreamOptions extends DecodeLimits {
  /** Told of the bytes of each PDU, header included, before it is decoded; valid during the call only. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** Told that a PDU of this type has begun to arrive whose rest is still to come, and whether its header is there. */
  readonly onBegun?: (type: number, hasHeader: boolean) => void;
}

/**
 * The PDUs in a stream of bytes, read as they are asked for. Byte arrays in them are views of what arrived, which is
 * left to them.
 *
 * A stream that ends inside a PDU just ends: half a PDU has no meaning.
 */
export class PduStream extends ReadableStream<Received> {
  /** @param options `maxPduBytes` is what was announced to the peer */
  constructor(bytes: ReadableStream<Uint8Array>, options: PduStreamOptions) {
    const cutter = new PduCutter(options);
    const reader = bytes.getReader();
    super({
      async pull(controller) {
        for (let count = 0; count === 0;) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          const pdus = cutter.push(value);
          for (const received of pdus) controller.enqueue(received);
          count = pdus.length;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }
}

/** Collects the bytes of a PDU; what is whole is not copied. */
class PduCutter {
  readonly #options: PduStreamOptions;
  /** Beginning of a PDU, in memory that takes all of it as soon as its length is known. */
  #memory = new Uint8Array(0);
  #filled = 0;
  #isBroken = false;

  constructor(options: PduStreamOptions) {
    this.#options = options;
  }

  /** What has arrived with the next bytes. */
  push(chunk: Uint8Array): Received[] {
    const pdus: Received[] = [];
    let rest = chunk;
    while (rest.length > 0 && !this.#isBroken) {
      rest = this.#filled === 0 ? this.#cut(rest, pdus) : this.#complete(rest, pdus);
    }
    if (this.#filled > 0) this.#options.onBegun?.(this.#memory[0], this.#filled >= pduHeaderBytes);
    return pdus;
  }

  /** Takes the PDU at the beginning of a chunk, or keeps the chunk. */
  #cut(chunk: Uint8Array, pdus: Received[]): Uint8Array {
    const needed = this.#decode(chunk, pdus);
    if (needed <= chunk.length) return chunk.subarray(needed);
    this.#reserve(needed);
    this.#memory.set(chunk);
    this.#filled = chunk.length;
    return chunk.subarray(chunk.length);
  }

  /** Adds to the PDU that has begun. */
  #complete(chunk: Uint8Array, pdus: Received[]): Uint8Array {
    const taken = Math.min(chunk.length, this.#memory.length - this.#filled);
    this.#memory.set(chunk.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled === this.#memory.length) {
      const needed = this.#decode(this.#memory, pdus);
      if (needed > this.#memory.length) this.#reserve(needed);
      else this.#filled = 0;
    }
    return chunk.subarray(taken);
  }

  #reserve(bytes: number): void {
    const grown = new Uint8Array(bytes);
    grown.set(this.#memory.subarray(0, this.#filled));
    this.#memory = grown;
  }

  /** How many bytes the PDU takes, or needs before it can be decoded. */
  #decode(bytes: Uint8Array, pdus: Received[]): number {
    const decoded = decodePdu(bytes, this.#options);
    if (decoded.kind === "need more") return decoded.bytes;
    if (decoded.kind === "pdu") {
      this.#options.onBytes?.(bytes.subarray(0, decoded.bytes));
      this.#isBroken = decoded.pdu.kind === "unknown";
      pdus.push(decoded.pdu);
      return decoded.bytes;
    }
    if (bytes.length > pduHeaderBytes) this.#options.onBytes?.(bytes);
    this.#isBroken = true;
    pdus.push(decoded);
    return bytes.length;
  }
}
