/** Converting data sets in memory. */
import type { ByteSource } from "../../lib/base/byte_source.ts";
import { Conversion, type ConversionOptions } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import { builtinDictionary } from "../../lib/dictionary/builtin_dictionary.ts";
import { memorySource } from "./memory_tokens.ts";

/** The dictionary that conversions in tests use. */
export const dictionary = builtinDictionary();

/** How a data set in memory is converted. */
export interface CookInMemory extends Omit<ConversionOptions, "newVrs"> {
  newVrs?: ConversionOptions["newVrs"];
  /** Values of more bytes are left unread. */
  largeBytes?: number;
  /** How much memory is lent at a time. */
  viewBytes?: number;
}

/** Drains a source that answers at once. */
export function drain(source: ByteSource, viewBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let done = false; !done;) {
    const view = new Uint8Array(viewBytes);
    const filled = source.fill(view);
    if (filled instanceof Promise) throw new Error("Expected an answer at once");
    if (filled.bytes < viewBytes && !filled.done) throw new Error("Expected a full view or the end");
    parts.push(view.subarray(0, filled.bytes));
    done = filled.done;
  }
  return concatenate(parts);
}

/** The bytes of all parts, one after the other. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Converts a data set. */
export function cook(dataSet: Uint8Array, options: CookInMemory): Uint8Array {
  const { largeBytes, viewBytes = 65536, newVrs = "as they are", ...rest } = options;
  const tokens = memorySource(dataSet, { syntax: options.source, dictionary, largeBytes });
  return drain(new CookedSource(tokens, new Conversion({ ...rest, newVrs })), viewBytes);
}
