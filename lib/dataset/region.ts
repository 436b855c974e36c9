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

/** Small files are read at once: opening them twice takes longer than reading them. */
const heldBytes = 64 * 1024;
/** Of larger files: in most of them all that is in front of the pixel data. */
const beginningBytes = 32 * 1024;

const nothing: Uint8Array = new Uint8Array(0);

/** An open file. */
export class FileBytes implements RandomAccess {
  /** Its name. */
  readonly path: string;
  /** How it was when it was opened. */
  readonly state: FileState;
  readonly #file: Deno.FsFile;
  #position = 0;
  #held: Uint8Array | undefined;
  #beginning = nothing;
  #isClosed = false;

  private constructor(path: string, file: Deno.FsFile) {
    this.path = path;
    this.#file = file;
    try {
      this.state = this.#readState();
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /**
   * Opens a file for reading. What is no regular file is refused as DCMTK refuses it, without opening it, because a
   * pipe would keep us waiting.
   */
  static open(path: string): FileBytes {
    return new FileBytes(path, openRegularFile(path));
  }

  /**
   * Opens a file and reads its beginning, into `memory` if the file is large. A small file is read as a whole, so that
   * it need not be opened again.
   */
  static openBeginning(path: string, memory: Uint8Array): FileBytes {
    const bytes = FileBytes.open(path);
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
    const bytes = new FileBytes(path, openFile(path));
    try {
      checkSame(path, [before, bytes.state]);
      return bytes;
    } catch (error) {
      bytes.close();
      throw error;
    }
  }

  #readState(): FileState {
    return stateOf(this.#file.statSync());
  }

  /** {@inheritDoc RandomAccess.sizeBytes} */
  get sizeBytes(): number {
    return this.state.sizeBytes;
  }

  /** The first bytes, where they have been read. Those of a small file are all of them, and are held. */
  get beginning(): Uint8Array {
    return this.#beginning;
  }

  /** All bytes of a small file, if its beginning has been read. */
  get held(): Uint8Array | undefined {
    return this.#held;
  }

  #readBeginning(memory: Uint8Array): void {
    const isSmall = this.sizeBytes <= heldBytes;
    const target = isSmall ? new Uint8Array(this.sizeBytes) : memory.subarray(0, beginningBytes);
    const read = this.#file.readSync(target) ?? 0;
    this.#position = read;
    if (isSmall && read < target.length) return;
    this.#beginning = target.subarray(0, read);
    if (isSmall) this.#held = target;
  }

  /** {@inheritDoc RandomAccess.readAt} */
  readAt(target: Uint8Array, position: number): number {
    const wanted = Math.min(target.length, this.sizeBytes - position);
    if (wanted <= 0) return 0;
    if (this.#held) {
      target.set(this.#held.subarray(position, position + wanted));
      return wanted;
    }
    if (position !== this.#position) this.#file.seekSync(position, Deno.SeekMode.Start);
    const read = this.#file.readSync(target.subarray(0, wanted)) ?? 0;
    this.#position = position + read;
    return read;
  }

  /** Throws where the file is not what it was at that time. */
  checkUnchanged(before: FileState): void {
    checkSame(this.path, [before, this.#readState()]);
  }

  /** Closes it; safe to call more than once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file.close();
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

function openRegularFile(path: string): Deno.FsFile {
  try {
    const { isFile, isDirectory } = Deno.statSync(path);
    if (isFile) return Deno.openSync(path);
    // The system's reason comes first: a folder that may not be read is taken for a file
    if (isDirectory) Deno.openSync(path).close();
    const condition = isDirectory ? conditions.EC_StreamNotifyClient : conditions.EC_EndOfStream;
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
