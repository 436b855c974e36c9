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
  #current: { deadline: Deadline; expectation: Expectation } | undefined;
  #hasBegun = false;

  /** @param socketTimeoutMs how long the rest of what has begun may take */
  constructor(socketTimeoutMs: number | undefined) {
    this.#socketTimeoutMs = socketTimeoutMs;
  }

  /** Begins to watch. */
  start(expectation: Expectation): void {
    this.stop();
    const timeoutMs = this.#hasBegun ? this.#socketTimeoutMs : expectation.timeoutMs;
    const deadline = new Deadline("what the peer sends", timeoutMs);
    deadline.signal.addEventListener("abort", () => expectation.onExpired(this.#hasBegun));
    this.#current = { deadline, expectation };
  }

  /** Something has begun to arrive, or another part of it has arrived. */
  begun(): void {
    this.#hasBegun = true;
    this.#current?.deadline.restart({ timeoutMs: this.#socketTimeoutMs });
  }

  /** Something has arrived. */
  arrived(): void {
    this.#hasBegun = false;
    this.#current?.deadline.restart(this.#current.expectation);
  }

  /** Ends the watch. */
  stop(): void {
    this.#current?.deadline[Symbol.dispose]();
    this.#current = undefined;
  }
}
