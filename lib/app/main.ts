/**
 * From arguments to an exit code.
 *
 * @module
 */

/** Runs the program with the given arguments; returns its exit code. */
export function main(_args: readonly string[]): Promise<number> {
  return Promise.resolve(1);
}
