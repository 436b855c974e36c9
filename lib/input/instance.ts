/**
 * A file, as far as it has to be known before it is sent.
 *
 * @module
 */
import type { ByteSource } from "../base/byte_source.ts";
import type { TokenSource } from "../dataset/cooked_source.ts";
import type { Tag } from "../dictionary/data_dictionary.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import type { Vr } from "../dictionary/vr.ts";

/**
 * SOP Class UID (0008,0016) and SOP Instance UID (0008,0018), without padding and cut to 64 characters: empty where the
 * element is, absent where there is none. DCMTK takes the first one that it meets, in sequences, too.
 */
export interface SopReference {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
}

/** A file that has been read through once and holds a data set. */
export interface Instance {
  readonly path: string;
  readonly sizeBytes: number;
  /** The transfer syntax of the data set: what DCMTK calls the original one. */
  readonly transferSyntax: TransferSyntax;
  /** What the data set says it is. */
  readonly dataSet: SopReference;
  /** The same elements where they have been swallowed by the file meta information, because it claims to be longer. */
  readonly meta: SopReference;
  /**
   * The elements of the data set itself whose values can be invented, with their length as it would be sent; none where
   * whoever inspects ignores them.
   */
  readonly elements: ReadonlyMap<Tag, { readonly vr: Vr; readonly bytes: number }>;
  /** The data set cannot go out as it stands in the file, even in its own transfer syntax. */
  readonly needsRewriting: boolean;
  /** It has elements whose VR is younger than 1993. */
  readonly hasNewVrs: boolean;
  /** The bytes of the data set as they are in the file. */
  openRaw(): ByteSource;
  /** The data set to read again, token by token. */
  openTokens(): TokenSource;
}

/** How files are read: `+f`, `+fo`, `-f`. */
export type ReadMode = "auto" | "file-only" | "dataset";

/** What DCMTK says of a file while it reads it, even if it can be read all the same. */
export interface InputNotice {
  readonly severity: "trace" | "debug" | "warn" | "error";
  /** As DCMTK prints it. */
  readonly text: string;
}

/** Reads a file through; throws a `DicomError` with DCMTK's reason where it holds no data set. */
export type Inspect = (
  path: string,
  notice: (notice: InputNotice) => void,
) => Instance | Promise<Instance>;
