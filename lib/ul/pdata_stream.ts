/**
 * Objects as P-DATA-TF PDUs (PS3.8, Section 9.3.5 and Annex E): many in one write, filled by
 * one read and moved apart to make room for headers.
 *
 * @module
 */
import type { ByteSource, Filled } from "../base/byte_source.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import { pduHeaderBytes, pduTypes } from "./codec.ts";
import type { PdvSizes } from "./pdv_sizes.ts";
import { commandBit, lastBit, pdvHeaderBytes } from "./pdata_pdu.ts";

/** Bytes of a PDU with one value before its fragment. */
export const fragmentHeaderBytes: number = pduHeaderBytes + pdvHeaderBytes;

/** Bytes that one write takes: enough that its costs do not count, few enough to stay in the processor's cache. */
const runBytes = 256 * 1024;
/** A message of that many runs is large. */
const largeRuns = 64;

/** A command or a data set. */
export interface MessagePart {
  readonly contextId: number;
  readonly isCommand: boolean;
  readonly source: ByteSource;
}

/** How parts are cut and where they go. */
export interface PDataWriterOptions {
  /** Writes a run of PDUs, at last the one with the last fragment; the memory is used again when that is done. */
  readonly write: (run: Uint8Array, isLast: boolean) => Promise<void>;
  /** Told of the first message that turns out to be large. */
  readonly onLarge?: () => void;
  /** How long fragments may be; asked for each message. */
  readonly sizes: () => Pick<PdvSizes, "maxCommandBytes" | "maxDataBytes">;
}

/** How far a message has got on its way into runs. */
interface Progress {
  readonly parts: readonly MessagePart[];
  /** The part that is being read. */
  index: number;
  /** Why it gets no further. */
  error?: unknown;
}

/** Writes messages. While one run is written the next one is filled, and no more than that. */
export class PDataWriter {
  readonly #options: PDataWriterOptions;
  #run = new Run(runBytes);
  #other = new Run(runBytes);
  #pending: Promise<void> = Promise.resolve();
  #ahead: Progress | undefined;
  #isBegun = false;
  #contextId = 0;
  #onLarge: (() => void) | undefined;

  /** Writes to where the options say. */
  constructor(options: PDataWriterOptions) {
    this.#options = options;
    this.#onLarge = options.onLarge;
  }

  /** Whether the first byte of a PDU has been written whose rest is still to come. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Fills the first run of a message that may be the next one, so that it only has to be written then. What goes wrong
   * does so when it is sent.
   */
  async readAhead(parts: readonly MessagePart[]): Promise<void> {
    this.#run.clear();
    const message: Progress = { parts, index: 0 };
    this.#ahead = message;
    try {
      await this.#fillRun(message);
    } catch (error) {
      message.error = error;
    }
  }

  /**
   * Writes the parts of a message. When a source fails, what was not written yet is forgotten, so that the last
   * fragment has not been sent; the association can only be aborted then.
   */
  async send(parts: readonly MessagePart[], onProgress?: (pdus: number) => void): Promise<void> {
    const message = this.#ahead?.parts === parts ? this.#ahead : { parts, index: 0 };
    try {
      if (message !== this.#ahead) this.#run.clear();
      this.#ahead = undefined;
      if ("error" in message) throw message.error;
      this.#contextId = parts[0].contextId;
      for (let runs = 0, isLast = false; !isLast; runs++) {
        if (runs === largeRuns) this.#tellLarge();
        const filling = message.index < parts.length ? this.#fillRun(message) : undefined;
        if (filling) await filling;
        isLast = message.index === parts.length;
        await this.#flush(onProgress, isLast);
      }
      await this.#pending;
    } catch (error) {
      this.#run.clear();
      throw error;
    }
  }

  #tellLarge(): void {
    this.#onLarge?.();
    this.#onLarge = undefined;
  }

  /** Reads on until the run is full or the message is at its end; at once where the bytes are at hand. */
  #fillRun(message: Progress): Promise<void> | undefined {
    const { maxCommandBytes, maxDataBytes } = this.#options.sizes();
    while (message.index < message.parts.length) {
      const part = message.parts[message.index];
      const maxBytes = part.isCommand ? maxCommandBytes : maxDataBytes;
      const room = this.#run.room(maxBytes);
      if (!room) return undefined;
      const filling = part.source.fill(room);
      if (filling instanceof Promise) return this.#fillRunLater(message, { maxBytes, filling });
      this.#run.commit(part, { ...filling, maxBytes });
      if (filling.done) message.index++;
    }
  }

  async #fillRunLater(
    message: Progress,
    { maxBytes, filling }: { maxBytes: number; filling: Promise<Filled> },
  ): Promise<void> {
    const filled = await filling;
    this.#run.commit(message.parts[message.index], { ...filled, maxBytes });
    if (filled.done) message.index++;
    await this.#fillRun(message);
  }

  /** Writes the run when the one before it is written. */
  async #flush(onProgress?: (pdus: number) => void, isLast = false): Promise<void> {
    await this.#pending;
    const run = this.#run;
    const bytes = run.bytes.subarray(this.#isBegun ? 1 : 0);
    this.#isBegun = false;
    this.#pending = this.#options.write(bytes, isLast);
    // It is awaited before the next one
    this.#pending.catch(() => {});
    const { dataPdus } = run;
    if (dataPdus > 0) onProgress?.(dataPdus);
    this.#run = this.#other;
    this.#run.clear();
    this.#other = run;
  }

  /** Writes the first byte of the next PDU. Only a message, or {@linkcode PDataWriter.takeCompletion}, may follow. */
  async begin(): Promise<void> {
    this.#isBegun = true;
    await this.#options.write(Uint8Array.of(pduTypes.pDataTf), false);
  }

  /**
   * What has to be sent before any other PDU: nothing, or the rest of the PDU that was begun. It invokes nothing, being
   * an empty fragment of a command and not the last one.
   */
  takeCompletion(): Uint8Array {
    if (!this.#isBegun) return new Uint8Array(0);
    this.#isBegun = false;
    const run = new Run(fragmentHeaderBytes);
    run.room(0);
    run.commit({ contextId: this.#contextId, isCommand: true }, { bytes: 0, done: false, maxBytes: 0 });
    return run.bytes.subarray(1);
  }
}

function oddBlock(): DicomError {
  const text = "DIMSE Failed to send message: odd block length encountered";
  return new DicomError(networkCondition("DIMSEC_SENDFAILED", text));
}

/** A run of P-DATA-TF PDUs. */
class Run {
  readonly #memory: Uint8Array;
  readonly #view: DataView;
  #length = 0;
  #filledFrom = 0;
  #dataPdus = 0;

  constructor(bytes: number) {
    this.#memory = new Uint8Array(bytes);
    this.#view = new DataView(this.#memory.buffer);
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }

  get dataPdus(): number {
    return this.#dataPdus;
  }

  clear(): void {
    this.#length = 0;
    this.#dataPdus = 0;
  }

  /**
   * Where the next fragments go: memory for as many whole ones as there is room for, in one piece at the end of the
   * run; `undefined` where there is no room for one.
   */
  room(fragmentBytes: number): Uint8Array | undefined {
    const bytes = fragmentHeaderBytes + fragmentBytes + fragmentBytes % 2;
    const fragments = Math.floor((this.#memory.length - this.#length) / bytes);
    if (fragments === 0) return undefined;
    this.#filledFrom = this.#length + fragments * fragmentHeaderBytes;
    return this.#memory.subarray(this.#filledFrom, this.#filledFrom + fragments * fragmentBytes);
  }

  /** Makes fragments of what was written to the room. */
  commit(part: Fragmented, { bytes, done, maxBytes }: Filled & { maxBytes: number }): void {
    if (maxBytes % 2 !== 0 && (!done || bytes > maxBytes)) throw oddBlock();
    let from = this.#filledFrom;
    const end = from + bytes;
    while (end - from > maxBytes) {
      this.#add(part, { from, bytes: maxBytes, isLast: false });
      from += maxBytes;
    }
    this.#add(part, { from, bytes: end - from, isLast: done });
  }

  /**
   * Writes a header (a PDU's, and a PDV's: PS3.8, Tables 9-22 and 9-23) and moves the bytes to their place; that is
   * never behind the rest of them, which therefore is not overwritten. DICOM has no odd fragments: a deflated data set,
   * the only one that can end with one, gets a zero byte behind it (PS3.5, Section A.5).
   */
  #add(
    { contextId, isCommand }: Fragmented,
    { from, bytes, isLast }: { from: number; bytes: number; isLast: boolean },
  ): void {
    const memory = this.#memory;
    const begin = this.#length;
    const pdvBytes = pdvHeaderBytes + bytes + bytes % 2;
    memory[begin] = pduTypes.pDataTf;
    memory[begin + 1] = 0;
    this.#view.setUint32(begin + 2, pdvBytes);
    this.#view.setUint32(begin + pduHeaderBytes, pdvBytes - 4);
    memory[begin + 10] = contextId;
    memory[begin + 11] = (isCommand ? commandBit : 0) | (isLast ? lastBit : 0);
    const to = begin + fragmentHeaderBytes;
    if (to !== from) memory.copyWithin(to, from, from + bytes);
    this.#length = to + bytes;
    if (bytes % 2 !== 0) memory[this.#length++] = 0;
    if (!isCommand) this.#dataPdus++;
  }
}

/** What fragments are of. */
type Fragmented = Pick<MessagePart, "contextId" | "isCommand">;
