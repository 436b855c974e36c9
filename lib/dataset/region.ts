/**
 * Files on disk as bytes to read at any place, and the raw path: a part of a file as it stands.
 *
 * Whatever is read of a file after it was inspected is believed only if the file is still the same one.
 *
 * @module
 */
import type { ByteSource, Filled } from "../base/byte_source.ts";
import { DicomError, reasonOf } from "../base/errors.ts";
import { conditions, withText } from "../dictionary/conditions.ts";
import type { RandomAccess } from "./byte_window.ts";

/** What tells one state of a file from another. */
export interface FileState {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Inode number; zero where the system has none. */
  readonly inode: number;
}

/** DCMTK's condition for what the system says when a file is opened. */
const cannotOpen = { module: 0x0001, code: 0x0012, text: "Unknown error" };

/** Small files are read as a whole: opening them takes longer than that. */
const heldBytes = 64 * 1024;
/** Of larger files: in most of them all that is in front of the pixel data. */
const beginningBytes = 32 * 1024;

const nothing: Uint8Array = new Uint8Array(0);

/** What there is of a file: it is open, or its bytes are held. */
interface Content {
  readonly state: FileState;
  readonly file?: Deno.FsFile;
  readonly held?: Uint8Array;
}

/** A file: open, or small and read as a whole. */
export class FileBytes implements RandomAccess {
  /** Its name. */
  readonly path: string;
  /** How it was when it was opened. */
  readonly state: FileState;
  /** All bytes of a small file, if its beginning was read. */
  readonly held: Uint8Array | undefined;
  readonly #file: Deno.FsFile | undefined;
  #position = 0;
  #beginning = nothing;
  #isClosed = false;

  private constructor(path: string, { state, file, held }: Content) {
    this.path = path;
    this.state = state;
    this.held = held;
    this.#file = file;
    if (held) this.#beginning = held;
  }

  /**
   * Opens a file and reads its beginning, into `memory` if the file is large. A small file is read as a whole, in one
   * step, and need not be opened again. What is no regular file is refused as DCMTK refuses it, without opening it,
   * because a pipe would keep us waiting.
   */
  static openBeginning(path: string, memory: Uint8Array): FileBytes {
    const state = stateOfRegularFile(path);
    // What pretends to be empty may go on for ever
    if (state.sizeBytes > 0 && state.sizeBytes <= heldBytes) {
      const held = readFile(path);
      // It may have been written to since
      if (held.length === state.sizeBytes) return new FileBytes(path, { state, held });
    }
    const bytes = FileBytes.#open(path);
    try {
      bytes.#readBeginning(memory);
      return bytes;
    } catch (error) {
      bytes.close();
      throw error;
    }
  }

  /** Opens a file that has been looked at; throws where it is not what it was at that time. */
  static openAgain(path: string, before: FileState): FileBytes {
    const bytes = FileBytes.#open(path);
    try {
      checkSame(path, [before, bytes.state]);
      return bytes;
    } catch (error) {
      bytes.close();
      throw error;
    }
  }

  static #open(path: string): FileBytes {
    const file = openFile(path);
    try {
      return new FileBytes(path, { file, state: stateOf(file.statSync()) });
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** {@inheritDoc RandomAccess.sizeBytes} */
  get sizeBytes(): number {
    return this.state.sizeBytes;
  }

  /** The first bytes, where they have been read. Those of a small file are all of them, and are held. */
  get beginning(): Uint8Array {
    return this.#beginning;
  }

  #readBeginning(memory: Uint8Array): void {
    const target = memory.subarray(0, Math.min(beginningBytes, this.sizeBytes));
    const read = this.#file?.readSync(target) ?? 0;
    this.#position = read;
    this.#beginning = target.subarray(0, read);
  }

  /** {@inheritDoc RandomAccess.readAt} */
  readAt(target: Uint8Array, position: number): number {
    const wanted = Math.min(target.length, this.sizeBytes - position);
    if (wanted <= 0) return 0;
    if (this.held) target.set(this.held.subarray(position, position + wanted));
    if (!this.#file) return wanted;
    if (position !== this.#position) this.#file.seekSync(position, Deno.SeekMode.Start);
    const read = this.#file.readSync(target.subarray(0, wanted)) ?? 0;
    this.#position = position + read;
    return read;
  }

  /** Throws where the file is not what it was at that time. */
  checkUnchanged(before: FileState): void {
    if (this.#file) checkSame(this.path, [before, stateOf(this.#file.statSync())]);
  }

  /** Closes it; safe to call more than once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file?.close();
  }
}

function stateOf({ size, mtime, ino }: Deno.FileInfo): FileState {
  return { sizeBytes: size, modifiedMs: mtime?.getTime() ?? 0, inode: ino ?? 0 };
}

function checkSame(path: string, [before, now]: readonly [FileState, FileState]): void {
  const { sizeBytes, modifiedMs, inode } = now;
  if (sizeBytes === before.sizeBytes && modifiedMs === before.modifiedMs && inode === before.inode) return;
  const message = `Cannot read ${path}: it has changed since it was looked at`;
  throw new DicomError(conditions.EC_InvalidStream, { message });
}

function openFile(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path);
  } catch (error) {
    throw cannotOpenError(path, error);
  }
}

function readFile(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw cannotOpenError(path, error);
  }
}

function stateOfRegularFile(path: string): FileState {
  try {
    const info = Deno.statSync(path);
    if (info.isFile) return stateOf(info);
    // The system's reason comes first: a folder that may not be read is taken for a file
    if (info.isDirectory) Deno.openSync(path).close();
    const condition = info.isDirectory ? conditions.EC_StreamNotifyClient : conditions.EC_EndOfStream;
    throw new DicomError(condition, { message: `Cannot read ${path}: it is no regular file` });
  } catch (error) {
    throw error instanceof DicomError ? error : cannotOpenError(path, error);
  }
}

function cannotOpenError(path: string, cause: unknown): DicomError {
  const reason = reasonOf(cause);
  return new DicomError(withText(cannotOpen, reason), { message: `Cannot open ${path}: ${reason}`, cause });
}

/** A part of a file, read straight into the memory that is lent. */
export class FileRegion implements ByteSource {
  readonly #file: FileBytes;
  readonly #before: FileState;
  readonly #end: number;
  readonly #path: string;
  #position: number;

  /** Opens the bytes from `begin` to the end of a file that was inspected in a certain state. */
  constructor(path: string, { begin, state }: { begin: number; state: FileState }) {
    this.#path = path;
    this.#before = state;
    this.#position = begin;
    this.#end = state.sizeBytes;
    this.#file = FileBytes.openAgain(path, state);
  }

  /** {@inheritDoc ByteSource.fill} */
  fill(view: Uint8Array): Filled {
    const wanted = Math.min(view.length, this.#end - this.#position);
    let bytes = 0;
    while (bytes < wanted) {
      const read = this.#file.readAt(view.subarray(bytes, wanted), this.#position);
      if (read === 0) this.#failShort();
      bytes += read;
      this.#position += read;
    }
    const done = this.#position === this.#end;
    if (done) this.#file.checkUnchanged(this.#before);
    return { bytes, done };
  }

  #failShort(): never {
    const message = `Cannot read ${this.#path} beyond byte ${this.#position}: it has become shorter`;
    throw new DicomError(conditions.EC_InvalidStream, { message });
  }

  /** {@inheritDoc ByteSource.close} */
  close(): void {
    this.#file.close();
  }
}
