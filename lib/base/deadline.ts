/**
 * Named timeouts as abort signals.
 *
 * @module
 */

/** The time for something is over. */
export class DeadlineError extends Error {
  /** Its name in stack traces. */
  override readonly name = "DeadlineError";

  /** @param deadline what the time was for */
  constructor(readonly deadline: string, readonly timeoutMs: number) {
    super(`Time for ${deadline} is over after ${timeoutMs} ms`);
  }
}

/** The longest time a timer takes; longer ones would be over at once. */
const maxTimeoutMs = 0x7fffffff;

/** A time limit. Without a timeout it never ends; disposing of it stops its timer. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #name: string;
  #timeoutMs: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts the time. */
  constructor(name: string, timeoutMs: number | undefined) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
    this.#start();
  }

  /** Aborted when the time is over; its reason is a {@linkcode DeadlineError}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time anew, with another limit. */
  restart({ timeoutMs }: { timeoutMs: number | undefined }): void {
    clearTimeout(this.#timer);
    this.#timeoutMs = timeoutMs;
    this.#start();
  }

  /** What `work` gives, unless the time is over before. */
  race<T>(work: Promise<T>): Promise<T> {
    return raceAbort(work, this.signal);
  }

  /** Stops the timer. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    const timeoutMs = this.#timeoutMs;
    if (timeoutMs === undefined) return;
    const expire = () => this.#controller.abort(new DeadlineError(this.#name, timeoutMs));
    this.#timer = setTimeout(expire, Math.min(timeoutMs, maxTimeoutMs));
  }
}

/** What `work` gives, unless the signal is aborted before. */
export function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return promise;
}
