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

/** A stopped timer of a signal lives on until its time is over, with nothing in it; that must not become a heap. */
const maxSignalTimeoutMs = 60_000;

/**
 * Calls `ring` when the time is over, unless what it gives is called before. The runtime's first `setTimeout` loads
 * the timers of Node, which takes longer than to associate; the timer of a signal is there at once.
 */
function startTimer(timeoutMs: number, ring: () => void): () => void {
  if (timeoutMs > maxSignalTimeoutMs) {
    const timer = setTimeout(ring, Math.min(timeoutMs, maxTimeoutMs));
    return () => clearTimeout(timer);
  }
  const signal = AbortSignal.timeout(timeoutMs);
  signal.addEventListener("abort", ring);
  return () => signal.removeEventListener("abort", ring);
}

/** A time limit. Without a timeout it never ends; disposing of it stops its timer. */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #stop: (() => void) | undefined;

  /** Starts the time. */
  constructor(name: string, timeoutMs: number | undefined) {
    if (timeoutMs === undefined) return;
    const expire = () => this.#controller.abort(new DeadlineError(name, timeoutMs));
    this.#stop = startTimer(timeoutMs, expire);
  }

  /** Aborted when the time is over; its reason is a {@linkcode DeadlineError}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What `work` gives, unless the time is over before. */
  race<T>(work: Promise<T>): Promise<T> {
    return raceAbort(work, this.signal);
  }

  /** Stops the timer. */
  [Symbol.dispose](): void {
    this.#stop?.();
  }
}

/**
 * Rings when the time for something is over, unless it is stopped before. For what is awaited again and again: one
 * timer serves many short waits, because it only looks at the clock when it goes off.
 */
export class Alarm implements Disposable {
  #stopTimer: (() => void) | undefined;
  #timerEndsAt = Infinity;
  #ringsAt = Infinity;
  #ring = () => {};
  #isOver = false;

  /** Sets it anew; without a timeout it does not ring. */
  start(timeoutMs: number | undefined, ring: () => void): void {
    if (this.#isOver) return;
    this.#ring = ring;
    this.#ringsAt = timeoutMs === undefined ? Infinity : performance.now() + timeoutMs;
    if (this.#ringsAt < this.#timerEndsAt) this.#wind();
  }

  /** It does not ring any more until it is set again. */
  stop(): void {
    this.#ringsAt = Infinity;
  }

  /** Stops it and its timer for good. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    this.stop();
    this.#stopTimer?.();
    this.#timerEndsAt = Infinity;
  }

  #wind(): void {
    this.#stopTimer?.();
    this.#timerEndsAt = this.#ringsAt;
    const waitMs = Math.max(0, this.#ringsAt - performance.now());
    this.#stopTimer = startTimer(Math.ceil(waitMs), () => this.#look());
  }

  #look(): void {
    this.#timerEndsAt = Infinity;
    if (this.#ringsAt === Infinity) return;
    if (this.#ringsAt > performance.now()) return this.#wind();
    this.stop();
    this.#ring();
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
