/**
 * How long the peer may be silent while something is awaited.
 *
 * @module
 */
import { Deadline } from "../base/deadline.ts";

/** What is awaited. */
export interface Expectation {
  /** How long the first byte may take; absent for no limit. */
  readonly timeoutMs: number | undefined;
  /** Told when nothing has come, or (`begun`) not the rest of what has begun to come. */
  readonly onExpired: (begun: boolean) => void;
}

/** Watches over what arrives while something is awaited. */
export class ReceiveTimer {
  readonly #socketTimeoutMs: number | undefined;
  #current: { deadline: Deadline; expectation: Expectation; begun: boolean } | undefined;

  /** @param socketTimeoutMs how long the rest of what has begun may take */
  constructor(socketTimeoutMs: number | undefined) {
    this.#socketTimeoutMs = socketTimeoutMs;
  }

  /** Begins to watch. */
  start(expectation: Expectation): void {
    this.stop();
    const deadline = new Deadline("what the peer sends", expectation.timeoutMs);
    const current = { deadline, expectation, begun: false };
    deadline.signal.addEventListener("abort", () => expectation.onExpired(current.begun));
    this.#current = current;
  }

  /** Something has begun to arrive. */
  begun(): void {
    if (!this.#current) return;
    this.#current.begun = true;
    this.#current.deadline.restart(this.#socketTimeoutMs);
  }

  /** Something has arrived. */
  arrived(): void {
    if (!this.#current) return;
    this.#current.begun = false;
    this.#current.deadline.restart(this.#current.expectation.timeoutMs);
  }

  /** Ends the watch. */
  stop(): void {
    this.#current?.deadline[Symbol.dispose]();
    this.#current = undefined;
  }
}
