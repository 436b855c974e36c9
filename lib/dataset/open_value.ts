/**
 * A value too large to be written at once, on its way into whatever memory is lent next.
 *
 * @module
 */
import { swapUnits } from "./byte_order.ts";
import type { ElementPlan } from "./element_plan.ts";
import type { TokenCursor } from "./tokens.ts";

/** Where the bytes of a value are: in the data set or, if it was changed, in memory. */
export type ValueBytes = TokenCursor | Uint8Array;

const longestUnit = 8;

/** Writes one value after the other, each part by part. */
export class OpenValue {
  readonly #unit = new Uint8Array(longestUnit);
  #from: ValueBytes = new Uint8Array(0);
  #sourceBytes = 0;
  #valueBytes = 0;
  #writtenBytes = 0;
  #padding = 0;
  #swapBytes = 1;

  /** Begins the value that was planned. */
  open(from: ValueBytes, plan: ElementPlan): void {
    this.#from = from;
    this.#sourceBytes = plan.sourceBytes;
    this.#valueBytes = plan.valueBytes;
    this.#writtenBytes = 0;
    this.#padding = plan.padding;
    this.#swapBytes = plan.swapBytes;
  }

  /** Whether there is more to write. */
  get isOpen(): boolean {
    return this.#writtenBytes < this.#valueBytes;
  }

  /** Writes as much as the view takes, at least one byte, and gives back how many bytes that are. */
  write(view: Uint8Array): number {
    const inUnit = this.#writtenBytes % this.#swapBytes;
    const rest = this.#valueBytes - this.#writtenBytes;
    let count = Math.min(view.length, rest);
    if (inUnit > 0 || (count < this.#swapBytes && count < rest)) {
      count = this.#writeWithinUnit(view, inUnit);
    } else {
      if (count < rest) count -= count % this.#swapBytes;
      this.#read(view.subarray(0, count), this.#writtenBytes);
      if (this.#swapBytes > 1) swapUnits(view.subarray(0, count), this.#swapBytes);
    }
    this.#writtenBytes += count;
    return count;
  }

  /** Where the lent memory begins or ends within a unit, the unit is swapped aside. */
  #writeWithinUnit(view: Uint8Array, inUnit: number): number {
    const begin = this.#writtenBytes - inUnit;
    const unit = this.#unit.subarray(0, Math.min(this.#swapBytes, this.#valueBytes - begin));
    this.#read(unit, begin);
    swapUnits(unit, this.#swapBytes);
    const part = unit.subarray(inUnit, inUnit + view.length);
    view.set(part);
    return part.length;
  }

  #read(target: Uint8Array, from: number): void {
    const count = Math.max(0, Math.min(this.#sourceBytes - from, target.length));
    if (count > 0) {
      const part = target.subarray(0, count);
      if (this.#from instanceof Uint8Array) part.set(this.#from.subarray(from, from + count));
      else this.#from.copyValue(part, from);
    }
    target.fill(this.#padding, count);
  }
}
