/**
 * Growing lists of numbers without an object per number.
 *
 * @module
 */

type NumberArray = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
type NumberArrayConstructor<A extends NumberArray> = new (length: number) => A;

/** A list of numbers in a typed array that doubles when it is full. */
export class NumberList<A extends NumberArray> {
  readonly #create: NumberArrayConstructor<A>;
  #numbers: A;
  #length = 0;

  /** @param create the kind of typed array, which decides what numbers fit */
  constructor(create: NumberArrayConstructor<A>) {
    this.#create = create;
    this.#numbers = new create(64);
  }

  /** How many numbers are in it. */
  get length(): number {
    return this.#length;
  }

  /** Adds a number at the end and gives back its index. */
  push(value: number): number {
    if (this.#length === this.#numbers.length) {
      const grown = new this.#create(2 * this.#length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#length] = value;
    return this.#length++;
  }

  /** The number at an index below `length`. */
  at(index: number): number {
    return this.#numbers[index];
  }

  /** Replaces the number at an index below `length`. */
  set(index: number, value: number): void {
    this.#numbers[index] = value;
  }
}
