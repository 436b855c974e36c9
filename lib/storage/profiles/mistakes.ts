/**
 * Mistakes in profile files.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";

const networkModule = 0x0006;

/** Reports a mistake in a profile file as DCMTK does. */
export function fail(code: number, text: string): never {
  throw new DicomError({ module: networkModule, code, text });
}
