/**
 * Objects as P-DATA-TF PDUs (PS3.8, Section 9.3.5 and Annex E): many in one write, and the bytes of the object read
 * to where they are sent from.
 *
 * @module
 */
import type { ByteSource } from "../base/byte_source.ts";
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

/** Writes messages. While one run is written the next one is filled, and no more than that. */
export class PDataWriter {
  readonly #options: PDataWriterOptions;
  #run = new Run(runBytes);
  #other = new Run(runBytes);
  #pending: Promise<void> = Promise.resolve();
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
   * Writes the parts of a message. When a source fails, what was not written yet is forgotten, so that the last
   * fragment has not been sent; the association can only be aborted then.
   */
  async send(parts: readonly MessagePart[], onProgress?: (pdus: number) => void): Promise<void> {
    try {
      for (const part of parts) await this.#sendPart(part, onProgress);
      await this.#flush(onProgress, true);
      await this.#pending;
    } finally {
      this.#run.clear();
    }
  }

  async #sendPart(part: MessagePart, onProgress?: (pdus: number) => void): Promise<void> {
    const { maxCommandBytes, maxDataBytes } = this.#options.sizes();
    this.#contextId = part.contextId;
    const maxBytes = part.isCommand ? maxCommandBytes : maxDataBytes;
    for (let done = false; !done;) {
      if (!this.#run.hasRoom(maxBytes)) await this.#flush(onProgress);
      const filling = part.source.fill(this.#run.room(maxBytes));
      const filled = filling instanceof Promise ? await filling : filling;
      if (!filled.done && maxBytes % 2 !== 0) throw oddBlock();
      this.#run.commit(part, filled);
      done = filled.done;
    }
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
    run.commit({ contextId: this.#contextId, isCommand: true }, { bytes: 0, done: false });
    return run.bytes.subarray(1);
  }
}

function oddBlock(): DicomError {
  const text = "DIMSE Failed to send message: odd block length encountered";
  return new DicomError(networkCondition("DIMSEC_SENDFAILED", text));
}

/** A run of P-DATA-TF PDUs. */
class Run {
  readonly #memory: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #length = 0;
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

  hasRoom(fragmentBytes: number): boolean {
    return this.#length + fragmentHeaderBytes + fragmentBytes <= this.#memory.length;
  }

  /** Where the next fragment goes. */
  room(fragmentBytes: number): Uint8Array {
    const begin = this.#length + fragmentHeaderBytes;
    return this.#memory.subarray(begin, begin + fragmentBytes);
  }

  /**
   * Puts the headers before the fragment. DICOM has no odd fragments: a deflated data set, the only one that can end
   * with one, gets a zero byte behind it (PS3.5, Section A.5).
   */
  commit(
    { contextId, isCommand }: { contextId: number; isCommand: boolean },
    { bytes, done }: { bytes: number; done: boolean },
  ): void {
    const begin = this.#length;
    const padding = bytes % 2;
    const end = begin + fragmentHeaderBytes + bytes + padding;
    if (padding > 0) this.#memory[end - 1] = 0;
    this.#view.setUint16(begin, pduTypes.pDataTf << 8);
    this.#view.setUint32(begin + 2, end - begin - pduHeaderBytes);
    this.#view.setUint32(begin + pduHeaderBytes, end - begin - pduHeaderBytes - 4);
    this.#memory[begin + 10] = contextId;
    this.#memory[begin + 11] = (isCommand ? commandBit : 0) | (done ? lastBit : 0);
    this.#length = end;
    if (!isCommand) this.#dataPdus++;
  }
}
