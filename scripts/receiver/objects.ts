/** What the receiver does with the data sets it gets. */
import { fileHead } from "./file_head.ts";

/** Where a data set belongs. */
export interface ObjectFacts {
  /** Counted from 0, over all associations. */
  readonly index: number;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly callingAeTitle: string;
}

/** Takes one data set. Exactly one of `complete` and `abandon` is called at the end. */
export interface ObjectWriter {
  write(bytes: Uint8Array): void;
  /** The last fragment has come; gives back where the data set is kept. */
  complete(): Kept;
  /** The data set is not whole and will never be. */
  abandon(): Kept;
}

/** Where a data set is kept: nowhere, in memory, or in a file. */
export interface Kept {
  readonly bytes?: Uint8Array;
  readonly path?: string;
}

/** Begins to keep a data set. */
export type Keep = (facts: ObjectFacts) => ObjectWriter;

/** Forgets everything, at once. */
export const discard: Keep = () => ({ write: () => {}, complete: () => ({}), abandon: () => ({}) });

/** Keeps the bytes as they were received. */
export const keepInMemory: Keep = () => {
  const parts: Uint8Array[] = [];
  const joined = () => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let position = 0;
    for (const part of parts) {
      whole.set(part, position);
      position += part.length;
    }
    return { bytes: whole };
  };
  return { write: (bytes) => void parts.push(bytes.slice()), complete: joined, abandon: joined };
};

/**
 * Keeps each data set as it was received in a DICOM file of its own, `0001_<SOP Instance UID>.dcm`. A file is
 * called `.part` until its last byte is there, and stays so where that never comes.
 */
export function keepInFolder(folder: string): Keep {
  return (facts) => {
    const number = String(facts.index + 1).padStart(4, "0");
    const path = `${folder}/${number}_${facts.sopInstanceUid.replaceAll(/[^0-9A-Za-z.]/g, "_")}.dcm`;
    const partial = `${path}.part`;
    const file = Deno.openSync(partial, { write: true, createNew: true });
    writeAll(file, fileHead({ ...facts, sourceAeTitle: facts.callingAeTitle }));
    return {
      write: (bytes) => writeAll(file, bytes),
      complete: () => {
        file.close();
        Deno.renameSync(partial, path);
        return { path };
      },
      abandon: () => {
        file.close();
        return { path: partial };
      },
    };
  };
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let position = 0; position < bytes.length;) position += file.writeSync(bytes.subarray(position));
}
