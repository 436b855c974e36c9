/**
 * Reading and writing big endian fields over one stretch of memory.
 *
 * @module
 */

/** As many arguments as any engine takes. */
const maxArguments = 4096;

/** Bytes as text, one character per byte; meant for short texts. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length <= maxArguments) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  return textOf(bytes.subarray(0, maxArguments)) + textOf(bytes.subarray(maxArguments));
}

/** Text as bytes, one byte per character; what is beyond U+00FF becomes a question mark. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes[index] = code > 0xff ? 0x3f : code;
  }
  return bytes;
}

/**
 * Reads fields one after the other. Reading beyond the end throws a `RangeError`. Without a `DataView`, since one is
 * made for every item of an A-ASSOCIATE-AC.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  /** Reads from the beginning of the bytes. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** One byte. */
  u8(): number {
    return this.#bytes[this.#advance(1)];
  }

  /** Two bytes, the more significant first. */
  u16(): number {
    const begin = this.#advance(2);
    return this.#bytes[begin] << 8 | this.#bytes[begin + 1];
  }

  /** Four bytes, the most significant first. */
  u32(): number {
    const begin = this.#advance(4);
    const bytes = this.#bytes;
    return (bytes[begin] << 24 | bytes[begin + 1] << 16 | bytes[begin + 2] << 8 | bytes[begin + 3]) >>> 0;
  }

  /** A view of the next bytes. */
  bytes(length: number): Uint8Array {
    const begin = this.#advance(length);
    return this.#bytes.subarray(begin, begin + length);
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  /** A byte further on, without reading it. */
  peek(distance = 0): number {
    if (distance >= this.remaining) throw tooFew(distance + 1, this.remaining);
    return this.#bytes[this.#offset + distance];
  }

  #advance(length: number): number {
    if (length > this.remaining) throw tooFew(length, this.remaining);
    this.#offset += length;
    return this.#offset - length;
  }
}

function tooFew(wanted: number, remaining: number): RangeError {
  return new RangeError(`Cannot read ${wanted} of ${remaining} bytes`);
}

/** The same bytes in memory that takes so many, and as many again. */
export function grown(bytes: Uint8Array, neededBytes: number): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(2 * neededBytes);
  memory.set(bytes);
  return memory;
}

/** Writes fields one after the other into memory that grows. */
export class ByteWriter {
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** What has been written; a view that is valid until the next write. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** One byte. */
  u8(value: number): void {
    const begin = this.#claim(1);
    this.#view.setUint8(begin, value);
  }

  /** Two bytes, the more significant first. */
  u16(value: number): void {
    const begin = this.#claim(2);
    this.#view.setUint16(begin, value);
  }

  /** Four bytes, the most significant first. */
  u32(value: number): void {
    const begin = this.#claim(4);
    this.#view.setUint32(begin, value);
  }

  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void {
    const begin = this.#claim(bytes.length);
    this.#bytes.set(bytes, begin);
  }

  /** Text, one byte per character. */
  text(text: string): void {
    this.bytes(bytesOf(text));
  }

  /** What `body` writes, behind its length in two bytes. */
  withLength16(body: () => void): void {
    const begin = this.#claim(2);
    body();
    const length = this.#length - begin - 2;
    if (length > 0xffff) throw new RangeError(`Cannot write the length ${length} in 16 bits`);
    this.#view.setUint16(begin, length);
  }

  /** What `body` writes, behind its length in four bytes. */
  withLength32(body: () => void): void {
    const begin = this.#claim(4);
    body();
    this.#view.setUint32(begin, this.#length - begin - 4);
  }

  /** Makes room, which may replace the memory: to be called before anything is done with it. */
  #claim(length: number): number {
    const begin = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, this.#length);
      this.#view = new DataView(this.#bytes.buffer);
    }
    return begin;
  }
}
