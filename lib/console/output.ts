/**
 * Standard output and standard error, written in the order in which things happen.
 *
 * @module
 */
import { joined } from "../base/bytes.ts";

/** Something bytes can be written to without waiting; returns how many it took. */
export interface Sink {
  /** Writes some or all of the bytes; throws where that cannot be done. */
  writeSync(bytes: Uint8Array): number;
}

const flushBytes = 16 * 1024;
/** More than this is not kept for a sink that takes nothing. */
const maxKeptBytes = 1024 * 1024;

/**
 * One of the two streams. What is written while nothing is waited for goes out in one piece. A reader that has gone
 * away, or a full disk, costs the text and not the program.
 */
export class Output {
  readonly #sink: Sink;
  readonly #defer: (flush: () => void) => void;
  #other: Output | undefined;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isDeferred = false;
  #error: unknown;

  /** @param defer runs something as soon as the program waits for something */
  constructor(sink: Sink, defer: (flush: () => void) => void) {
    this.#sink = sink;
    this.#defer = defer;
  }

  /** Ties two streams together: before one is written to, the other is flushed. */
  static pair(a: Output, b: Output): void {
    a.#other = b;
    b.#other = a;
  }

  /** Why nothing is written any more, if that is so. */
  get error(): unknown {
    return this.#error;
  }

  /** Writes text, soon; gives back how many bytes it has. */
  write(text: string): number {
    if (this.#error !== undefined || text === "") return 0;
    this.#other?.flush();
    const bytes = encoder.encode(text);
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= flushBytes) this.flush();
    else this.#flushSoon();
    return bytes.length;
  }

  #flushSoon(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#defer(() => {
      this.#isDeferred = false;
      this.flush();
    });
  }

  /** Writes everything now. */
  flush(): void {
    if (this.#heldBytes === 0) return;
    let rest: Uint8Array = joined(this.#held);
    try {
      while (rest.length > 0) rest = rest.subarray(this.#writeSome(rest));
    } catch (error) {
      if (!isBusy(error) || rest.length > maxKeptBytes) {
        this.#error = error;
        rest = new Uint8Array(0);
      }
    }
    this.#held = rest.length > 0 ? [rest] : [];
    this.#heldBytes = rest.length;
  }

  #writeSome(bytes: Uint8Array): number {
    const written = this.#sink.writeSync(bytes);
    if (written > 0) return written;
    throw new Error(`Cannot write ${bytes.length} bytes: none was taken`);
  }
}

const encoder = new TextEncoder();

/** A pipe that is full for the moment, where writing does not wait. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && error.name === "WouldBlock";
}

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
