/**
 * What there is to tell of a file.
 *
 * @module
 */
import type { InputNotice } from "./instance.ts";

/** More is not told of one file: broken files may give reason for millions of lines. */
export const maxNotices: number = 10_000;
/** With every element traced, which is what was asked for. */
export const maxTracedNotices: number = 1_000_000;

/** What there is to tell of a file, kept because it may have to be read again before it is told. */
export class Notices {
  readonly #notices: InputNotice[] = [];
  readonly #limit: number;
  #left = 0;

  /** Keeps so many. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one more. */
  readonly add = (notice: InputNotice): void => {
    if (this.#notices.length < this.#limit) this.#notices.push(notice);
    else this.#left++;
  };

  /** Tells them all. */
  tell(notice: (notice: InputNotice) => void): void {
    this.#notices.forEach(notice);
    if (this.#left > 0) {
      notice({ severity: "warn", text: `${this.#left} more messages on this file are left out` });
    }
  }
}
