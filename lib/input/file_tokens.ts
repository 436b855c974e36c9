/**
 * The data set of a file that was inspected, to be read again as often as it takes.
 *
 * @module
 */
import { ByteWindow, type RandomAccess } from "../dataset/byte_window.ts";
import type { TokenSource } from "../dataset/cooked_source.ts";
import type { Measured } from "../dataset/measure.ts";
import { FileBytes } from "../dataset/region.ts";
import { encodingOf, TokenReader } from "../dataset/token_reader.ts";
import type { TokenCursor } from "../dataset/tokens.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";

/** What is known of the file. */
export interface FileTokensOptions {
  /** Where its data set begins. */
  readonly begin: number;
  readonly syntax: TransferSyntax;
  readonly dictionary: DataDictionary | undefined;
  /** There where it is deflated. */
  readonly inflate: ((file: RandomAccess, begin: number) => RandomAccess) | undefined;
  /** The first pass of a conversion that was foreseen. */
  readonly foreseen: Measured | undefined;
}

const windowBytes = 256 * 1024;

/** Windows that nobody looks through any more, for those who come next. */
const spareWindows: Uint8Array[] = [];
const maxSpareWindows = 2;

/** Reads the bytes that are held of a file, or opens it when it is read, and keeps it open until it is closed. */
export class FileTokens implements TokenSource {
  /** {@inheritDoc TokenSource.foreseen} */
  readonly foreseen: Measured | undefined;
  readonly #inspected: FileBytes;
  readonly #options: FileTokensOptions;
  #file: FileBytes | undefined;
  #memory: Uint8Array | undefined;

  /** Prepares to read a file that was inspected; nothing is opened yet. */
  constructor(inspected: FileBytes, options: FileTokensOptions) {
    this.#inspected = inspected;
    this.#options = options;
    this.foreseen = options.foreseen;
  }

  /** {@inheritDoc TokenSource.open} */
  open(): TokenCursor {
    const { begin, syntax, dictionary, inflate } = this.#options;
    const { path, state, held } = this.#inspected;
    this.#file?.checkUnchanged(state);
    const file = this.#file ??= held ? this.#inspected : FileBytes.openAgain(path, state);
    const inflated = syntax.deflated ? inflate?.(file, begin) : undefined;
    return new TokenReader(inflated ? this.#windowOn(inflated, 0) : this.#windowOn(file, begin), {
      encoding: encodingOf(syntax),
      dictionary,
      file: path,
      inflated: inflated !== undefined,
      atEnd: () => file.checkUnchanged(state),
    });
  }

  #windowOn(source: RandomAccess, position: number): ByteWindow {
    const held = source === this.#inspected ? this.#inspected.held : undefined;
    if (held) return new ByteWindow(source, { memory: held, held, position });
    const memory = this.#memory ??= spareWindows.pop() ?? new Uint8Array(windowBytes);
    return new ByteWindow(source, { memory, position });
  }

  /** {@inheritDoc TokenSource.close} */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    if (this.#memory && spareWindows.length < maxSpareWindows) spareWindows.push(this.#memory);
    this.#memory = undefined;
  }
}
