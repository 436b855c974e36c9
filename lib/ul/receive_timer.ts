/**
 * How long the peer may be silent while something is awaited.
 *
 * @module
 */
import { Alarm } from "../base/deadline.ts";

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
  readonly #alarm = new Alarm();
  #expectation: Expectation | undefined;
  #hasBegun = false;

  /** @param socketTimeoutMs how long the rest of what has begun may take */
  constructor(socketTimeoutMs: number | undefined) {
    this.#socketTimeoutMs = socketTimeoutMs;
  }

  /** Begins to watch; what is awaited may have begun to arrive before. */
  start(expectation: Expectation): void {
    this.#expectation = expectation;
    this.#watch();
  }

  /** Something has begun to arrive. */
  begun(): void {
    this.#hasBegun = true;
    this.#watch();
  }

  /** Something has arrived. */
  arrived(): void {
    this.#hasBegun = false;
    if (this.#expectation) this.#watch();
  }

  #watch(): void {
    const expectation = this.#expectation;
    if (!expectation) return;
    const begun = this.#hasBegun;
    const timeoutMs = begun ? this.#socketTimeoutMs ?? expectation.timeoutMs : expectation.timeoutMs;
    this.#alarm.start(timeoutMs, () => expectation.onExpired(begun));
  }

  /** Ends the watch. */
  stop(): void {
    this.#expectation = undefined;
    this.#alarm.stop();
  }

  /** Ends it for good. */
  [Symbol.dispose](): void {
    this.#expectation = undefined;
    this.#alarm[Symbol.dispose]();
  }
}
