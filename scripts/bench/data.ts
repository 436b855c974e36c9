/** The files that are sent: made when first wanted, the same each time, in a folder that is removed afterwards. */
import type { Encoding } from "./dicom_bytes.ts";
import { encapsulatedImage, imageHead, pixels, report } from "./objects.ts";

/** Files to send. */
export interface Data {
  /** The folder with nothing else in it. */
  readonly folder: string;
  /** The files, in order; only the first few thousands fit on a command line. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Makes files in an empty folder. */
export type MakeData = (folder: string) => void;

/** Keeps what has been made. */
export class DataStore implements Disposable {
  readonly #root = Deno.makeTempDirSync({ prefix: "bench-data-" });
  readonly #made = new Map<MakeData, Data>();

  /** The files of this kind. */
  get(make: MakeData): Data {
    const made = this.#made.get(make) ?? this.#make(make);
    this.#made.set(make, made);
    return made;
  }

  #make(make: MakeData): Data {
    const folder = `${this.#root}/${this.#made.size}`;
    Deno.mkdirSync(folder);
    make(folder);
    const files = [...filesIn(folder)];
    return { folder, files, bytes: files.reduce((sum, file) => sum + readThrough(file), 0) };
  }

  /** Removes a kind of files, where it is large and was the only one of its kind. */
  drop(make: MakeData): void {
    const made = this.#made.get(make);
    if (!made) return;
    this.#made.delete(make);
    Deno.removeSync(made.folder, { recursive: true });
    Deno.mkdirSync(made.folder);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#root, { recursive: true });
  }
}

function* filesIn(folder: string): Generator<string> {
  const entries = Array.from(Deno.readDirSync(folder)).sort((one, other) => one.name < other.name ? -1 : 1);
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* filesIn(path);
    else yield path;
  }
}

/** Reads a file once, so that every sender finds it in the cache of the system; gives back its size. */
function readThrough(path: string): number {
  using file = Deno.openSync(path);
  const buffer = new Uint8Array(1 << 20);
  let bytes = 0;
  for (let read; (read = file.readSync(buffer)) !== null;) bytes += read;
  return bytes;
}

const name = (index: number) => `${String(index).padStart(5, "0")}.dcm`;

/** CT images, in one folder or in several. */
export function images({ count, pixelBytes, encoding = "explicit", folders = 1 }: {
  count: number;
  pixelBytes: number;
  encoding?: Encoding;
  folders?: number;
}): MakeData {
  return (root) => {
    const values = pixels(pixelBytes);
    for (let index = 0; index < count; index++) {
      const folder = folders > 1 ? `${root}/${String(index % folders).padStart(4, "0")}` : root;
      if (index < folders) Deno.mkdirSync(folder, { recursive: true });
      using file = Deno.createSync(`${folder}/${name(index)}`);
      writeAll(file, imageHead({ index, pixelBytes, encoding }));
      writeAll(file, values);
    }
  };
}

/** One large CT image; its pixels are a hole in the file, and read as zeros. */
export function largeImage(pixelBytes: number): MakeData {
  return (folder) => {
    using file = Deno.createSync(`${folder}/${name(0)}`);
    const head = imageHead({ index: 0, pixelBytes, encoding: "explicit" });
    writeAll(file, head);
    file.truncateSync(head.length + pixelBytes);
  };
}

/** One encapsulated image. */
export function fragments({ count, fragmentBytes }: { count: number; fragmentBytes: number }): MakeData {
  return (folder) => {
    using file = Deno.createSync(`${folder}/${name(0)}`);
    const { head, fragment, tail } = encapsulatedImage(fragmentBytes);
    writeAll(file, head);
    for (let index = 0; index < count; index++) writeAll(file, fragment);
    writeAll(file, tail);
  };
}

/** One structured report. */
export function structuredReport(options: Parameters<typeof report>[0]): MakeData {
  return (folder) => Deno.writeFileSync(`${folder}/${name(0)}`, report(options));
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let position = 0; position < bytes.length;) position += file.writeSync(bytes.subarray(position));
}
