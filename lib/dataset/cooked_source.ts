/**
 * The cooked path: a data set in another transfer syntax, put in order or with other values, byte for byte as
 * DCMTK 3.6.7 sends it. It is read twice, because lengths stand in front of what they measure, and never held.
 *
 * @module
 */
import type { ByteSource, Filled } from "../base/byte_source.ts";
import { DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import { Conversion, type ConversionOptions } from "./conversion.ts";
import { isForeseen } from "./foreseen.ts";
import { measure, type Measured } from "./measure.ts";
import { roomBytes, TokenWriter } from "./token_writer.ts";
import type { TokenCursor } from "./tokens.ts";

/** A data set that can be read from its beginning as often as it takes. */
export interface TokenSource {
  /** Puts a cursor before the data set. A cursor opened earlier is not used any more. */
  open(): TokenCursor;
  /** The first pass of a conversion that was foreseen, if it was made already. */
  readonly foreseen?: Measured | undefined;
  /** Gives back files and buffers; safe to call more than once. */
  close(): void;
}

/** How to cook. */
export interface CookOptions extends ConversionOptions {
  /** For a deflated target: 0 (none) to 9 (best); -1 is zlib's own choice, and DCMTK's default. */
  readonly deflateLevel: number;
}

/**
 * Opens the bytes of a converted data set. Whatever is wrong with it comes to light here, before anything of it
 * is sent; the edits, too, have their outcomes when this is done.
 */
export async function openCooked(tokens: TokenSource, options: CookOptions): Promise<ByteSource> {
  const plain = openPlain(tokens, { ...options, onMeasured: await groupTeller(tokens, options) });
  if (!options.target.deflated) return plain;
  const { DeflateSource } = await import("./deflate.ts");
  return new DeflateSource(plain, { level: options.deflateLevel });
}

type OnMeasured = (measured: Measured) => void;

/** The group lengths are among the details. */
async function groupTeller(tokens: TokenSource, { detail }: CookOptions): Promise<OnMeasured | undefined> {
  if (!detail) return undefined;
  const { tellGroupLengths } = await import("./group_lengths.ts");
  return (measured) => tellGroupLengths(tokens.open(), { measured, detail });
}

/** Closes what cannot be converted: nobody else would. */
function openPlain(
  tokens: TokenSource,
  options: CookOptions & { onMeasured: OnMeasured | undefined },
): CookedSource {
  try {
    return new CookedSource(tokens, new Conversion(options), options);
  } catch (error) {
    tokens.close();
    throw error;
  }
}

/** The bytes of a converted data set, not deflated. */
export class CookedSource implements ByteSource {
  /** How many bytes there will be. */
  readonly totalBytes: number;
  readonly #tokens: TokenSource;
  readonly #writer: TokenWriter;
  /** For the tokens at the edge of the lent memory. */
  readonly #stage = new Uint8Array(2 * roomBytes);
  #staged: Uint8Array = new Uint8Array(0);
  #deliveredBytes = 0;
  /** Its memory may be others' now. */
  #isClosed = false;

  /** Measures the data set; throws where it is broken or cannot be converted. */
  constructor(
    tokens: TokenSource,
    conversion: Conversion,
    { onMeasured }: { onMeasured?: OnMeasured | undefined } = {},
  ) {
    const foreseen = isForeseen(conversion) ? tokens.foreseen : undefined;
    const measured = foreseen ?? measure(() => tokens.open(), conversion);
    if (measured.totalBytes === 0) {
      throw new DicomError(conditions.DIMSE_SENDFAILED, { message: "Cannot send an empty data set" });
    }
    onMeasured?.(measured);
    this.totalBytes = measured.totalBytes;
    this.#tokens = tokens;
    this.#writer = new TokenWriter(tokens.open(), { conversion: conversion.quietly(), measured });
  }

  /** {@inheritDoc ByteSource.fill} */
  fill(view: Uint8Array): Filled {
    if (this.#isClosed) throw new Error("Cannot read from a data set that was closed");
    let bytes = 0;
    while (bytes < view.length && !this.#isDrained) bytes = this.#fillFrom(view, bytes);
    this.#deliveredBytes += bytes;
    return { bytes, done: this.#checkedDone() };
  }

  get #isDrained(): boolean {
    return this.#writer.ended && this.#staged.length === 0;
  }

  #fillFrom(view: Uint8Array, at: number): number {
    if (this.#staged.length > 0) return at + this.#unstage(view.subarray(at));
    if (this.#writer.value.isOpen) return at + this.#writer.value.write(view.subarray(at));
    if (view.length - at >= roomBytes) return this.#writer.write(view, at);
    this.#stageTokens();
    return at;
  }

  #stageTokens(): void {
    this.#staged = this.#stage.subarray(0, this.#writer.write(this.#stage, 0));
  }

  #unstage(view: Uint8Array): number {
    const part = this.#staged.subarray(0, view.length);
    view.set(part);
    this.#staged = this.#staged.subarray(part.length);
    return part.length;
  }

  /** The end is believed only when both passes agree on it: between them the file may have changed. */
  #checkedDone(): boolean {
    const done = this.#deliveredBytes === this.totalBytes;
    while (done && !this.#writer.ended && this.#staged.length === 0 && !this.#writer.value.isOpen) {
      this.#stageTokens();
    }
    if (done ? this.#isDrained : !this.#isDrained && this.#deliveredBytes < this.totalBytes) return done;
    const message = `Cannot go on with a data set of ${this.totalBytes} bytes that changed while it was sent`;
    throw new DicomError(conditions.EC_CorruptedData, { message });
  }

  /** {@inheritDoc ByteSource.close} */
  close(): void {
    this.#isClosed = true;
    this.#tokens.close();
  }
}
