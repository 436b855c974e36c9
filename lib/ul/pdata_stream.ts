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

  /** Writes to where the options say. */
  constructor(options: PDataWriterOptions) {
    this.#options = options;
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
      for (;;) {
        const filling = this.#fillRun(message);
        if (filling) await filling;
        const isLast = message.index === parts.length;
        await this.#flush(onProgress, isLast);
        if (isLast) break;
      }
      await this.#pending;
    } finally {
      this.#run.clear();
    }
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
      this.#commit(message, { maxBytes, filled: filling });
    }
  }

  async #fillRunLater(
    message: Progress,
    { maxBytes, filling }: { maxBytes: number; filling: Promise<Filled> },
  ): Promise<void> {
    this.#commit(message, { maxBytes, filled: await filling });
    await this.#fillRun(message);
  }

  #commit(message: Progress, { maxBytes, filled }: { maxBytes: number; filled: Filled }): void {
    if (maxBytes % 2 !== 0 && (!filled.done || filled.bytes > maxBytes)) throw oddBlock();
    this.#run.commit(message.parts[message.index], { ...filled, maxBytes });
    if (filled.done) message.index++;
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
    if (run.dataPdus > 0) onProgress?.(run.dataPdus);
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
  #length = 0;
  #filledFrom = 0;
  #dataPdus = 0;

  constructor(bytes: number) {
    this.#memory = new Uint8Array(bytes);
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
    const whole = bytes > maxBytes ? fragmentHeader(part, { bytes: maxBytes, isLast: false }) : undefined;
    let from = this.#filledFrom;
    const end = from + bytes;
    while (whole && end - from > maxBytes) {
      this.#add(whole, { from, bytes: maxBytes });
      from += maxBytes;
    }
    const rest = end - from;
    this.#add(fragmentHeader(part, { bytes: rest, isLast: done }), { from, bytes: rest });
    if (rest % 2 !== 0) this.#memory[this.#length++] = 0;
    if (!part.isCommand) this.#dataPdus += whole ? Math.ceil(bytes / maxBytes) : 1;
  }

  /** Moves the bytes to their place; that is never behind the rest of them, which therefore is not overwritten. */
  #add(header: Uint8Array, { from, bytes }: { from: number; bytes: number }): void {
    this.#memory.set(header, this.#length);
    const to = this.#length + fragmentHeaderBytes;
    if (to !== from) this.#memory.copyWithin(to, from, from + bytes);
    this.#length = to + bytes;
  }
}

/** What fragments are of. */
type Fragmented = Pick<MessagePart, "contextId" | "isCommand">;

/**
 * What stands before a fragment. DICOM has no odd ones: a deflated data set, the only one that can end with one, gets a
 * zero byte behind it (PS3.5, Section A.5).
 */
function fragmentHeader(
  { contextId, isCommand }: Fragmented,
  { bytes, isLast }: { bytes: number; isLast: boolean },
): Uint8Array {
  const header = new Uint8Array(fragmentHeaderBytes);
  const view = new DataView(header.buffer);
  const pdvBytes = pdvHeaderBytes + bytes + bytes % 2;
  header[0] = pduTypes.pDataTf;
  view.setUint32(2, pdvBytes);
  view.setUint32(pduHeaderBytes, pdvBytes - 4);
  header[10] = contextId;
  header[11] = (isCommand ? commandBit : 0) | (isLast ? lastBit : 0);
  return header;
}
