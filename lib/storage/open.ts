/**
 * The bytes of an instance as they are sent: straight from the file, or written anew. Here it is decided, and only
 * here.
 *
 * @module
 */
import type { ByteSource } from "../base/byte_source.ts";
import type { EditList } from "../dataset/edit.ts";
import type { ConversionNotice, EncodingDetail } from "../dataset/conversion.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import type { NewVrs } from "../dictionary/vr.ts";
import type { Instance } from "../input/instance.ts";

/** What the peer has accepted, and what the user wants changed. */
export interface OpenOptions {
  /** The transfer syntax to send. */
  readonly target: TransferSyntax;
  readonly newVrs: NewVrs;
  /** Values to replace. */
  readonly edits?: EditList;
  /** Level for deflating; absent for zlib's own choice, and for leaving alone what is deflated already. */
  readonly compressionLevel?: number;
  /** Told what is put right in passing. */
  readonly notice?: (notice: ConversionNotice) => void;
  /** Told the details, some of them only when they are written; absent where nobody reads that. */
  readonly detail?: (detail: EncodingDetail) => void;
}

/** What writes data sets anew, once it was needed. */
let loaded: typeof import("../dataset/cooked_source.ts") | undefined;

/** zlib's own choice. */
const defaultLevel = -1;

/** Opens an instance for sending; throws a `DicomError` where it cannot be sent in that transfer syntax. */
export function openInstance(
  instance: Instance,
  options: OpenOptions,
): ByteSource | Promise<ByteSource> {
  if (!goesOutAsItIs(instance, options)) return openRewritten(instance, options);
  return options.detail ? openAndTell(instance, options.detail) : instance.openRaw();
}

async function openRewritten(instance: Instance, options: OpenOptions): Promise<ByteSource> {
  const { target, newVrs, edits, notice, detail } = options;
  // To import what is there already takes its time, too
  loaded ??= await import("../dataset/cooked_source.ts");
  return await loaded.openCooked(instance.openTokens(), {
    source: instance.transferSyntax,
    target,
    newVrs,
    edits,
    notice,
    detail,
    deflateLevel: options.compressionLevel ?? defaultLevel,
  });
}

/** Reads the file once more; what its group lengths are does not matter where nobody wants to know. */
async function openAndTell(
  instance: Instance,
  detail: (detail: EncodingDetail) => void,
): Promise<ByteSource> {
  const { tellGroupLengths } = await import("../dataset/group_lengths.ts");
  const tokens = instance.openTokens();
  try {
    tellGroupLengths(tokens.open(), { detail });
  } finally {
    tokens.close();
  }
  return instance.openRaw();
}

/** Whether DCMTK, which writes every data set anew, would not change anything. */
function goesOutAsItIs(instance: Instance, options: OpenOptions): boolean {
  const deflatedAgain = options.target.deflated && options.compressionLevel !== undefined;
  return instance.transferSyntax.uid === options.target.uid &&
    !instance.needsRewriting &&
    !(instance.hasNewVrs && options.newVrs !== "as they are") &&
    options.edits === undefined &&
    !deflatedAgain;
}
