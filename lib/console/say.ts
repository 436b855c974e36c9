/**
 * Text that is no log line: help, versions, complaints about the command line.
 *
 * @module
 */
import { Output, type Sink } from "./output.ts";

/** Writes to both streams at once; a reader that has gone away is no failure. */
export function say(
  text: { readonly stdout?: string; readonly stderr?: string },
  sinks: { readonly stdout: Sink; readonly stderr: Sink },
): void {
  for (const stream of ["stdout", "stderr"] as const) {
    const output = new Output(sinks[stream], (flush) => flush());
    output.write(text[stream] ?? "");
    output.flush();
  }
}
