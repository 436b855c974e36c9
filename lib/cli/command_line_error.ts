/**
 * Complaints about command lines.
 *
 * @module
 */

/** A command line that cannot be followed; the message is in DCMTK's words. */
export class CommandLineError extends Error {
  /** Its name in stack traces. */
  override readonly name = "CommandLineError";
}
