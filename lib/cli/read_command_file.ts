/**
 * Reading command files from disk.
 *
 * @module
 */

/** Reads a command file; throws where that cannot be opened. */
export function readCommandFile(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    // A folder can be opened, and then has nothing in it
    if (error instanceof Deno.errors.IsADirectory) return "";
    throw error;
  }
}
