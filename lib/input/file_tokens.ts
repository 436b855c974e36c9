/**
 * The data set of a file that was inspected, to be read again as often as it takes.
 *
 * @module
 */
import { ByteWindow, type RandomAccess } from "../dataset/byte_window.ts";
import type { TokenSource } from "../dataset/cooked_source.ts";
import type { Measured } from "../dataset/measure.ts";
import { FileBytes, type FileState } from "../dataset/region.ts";
import { encodingOf, TokenReader } from "../dataset/token_reader.ts";
import type { TokenCursor } from "../dataset/tokens.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";

/** What is known of the file. */
export interface FileTokensOptions {
  /** Where its data set begins. */
  readonly begin: number;
  readonly state: FileState;
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

/** Opens the file when it is read, and keeps it open until it is closed. */
export class FileTokens implements TokenSource {
  /** {@inheritDoc TokenSource.foreseen} */
  readonly foreseen: Measured | undefined;
  readonly #path: string;
  readonly #options: FileTokensOptions;
  #file: FileBytes | undefined;
  #memory: Uint8Array | undefined;

  /** Prepares to read; nothing is opened yet. */
  constructor(path: string, options: FileTokensOptions) {
    this.#path = path;
    this.#options = options;
    this.foreseen = options.foreseen;
  }

  /** {@inheritDoc TokenSource.open} */
  open(): TokenCursor {
    const { begin, state, syntax, dictionary, inflate } = this.#options;
    this.#file?.checkUnchanged(state);
    const file = this.#file ??= FileBytes.openAgain(this.#path, state);
    const inflated = syntax.deflated ? inflate?.(file, begin) : undefined;
    const memory = this.#memory ??= spareWindows.pop() ?? new Uint8Array(windowBytes);
    const window = new ByteWindow(inflated ?? file, { memory, position: inflated ? 0 : begin });
    return new TokenReader(window, {
      encoding: encodingOf(syntax),
      dictionary,
      file: this.#path,
      inflated: inflated !== undefined,
      atEnd: () => file.checkUnchanged(state),
    });
  }

  /** {@inheritDoc TokenSource.close} */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    if (this.#memory && spareWindows.length < maxSpareWindows) spareWindows.push(this.#memory);
    this.#memory = undefined;
  }
}
