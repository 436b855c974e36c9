/**
 * Renaming a file whose fate is known: `.done` or `.bad` is appended.
 *
 * DCMTK replaces a file that has the new name already. Here it stays what it is, because it may be the only copy of
 * another object; the rename then counts as failed. The runtime has no rename that refuses to replace. A link under the
 * new name, and then removing the old one, would refuse, but could remove a newer file that has just got the old name,
 * and not every file system has links.
 *
 * @module
 */
import { errorOf } from "../base/errors.ts";

/** How a rename went. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
  /** Why it failed; absent when the file has its new name. */
  readonly error?: Error;
}

/** Renames a file by appending to its name. Never throws: the object has been sent, whatever happens here. */
export function appendToName(path: string, extension: ".done" | ".bad"): Renamed {
  const to = path + extension;
  try {
    if (exists(to)) throw new Deno.errors.AlreadyExists(`Cannot replace existing file ${to}`);
    Deno.renameSync(path, to);
    return { from: path, to };
  } catch (error) {
    return { from: path, to, error: errorOf(error) };
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
