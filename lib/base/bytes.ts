/**
 * Bytes as text, and bytes put together.
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

/** Parts as one, in memory of its own. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The same bytes in memory that takes so many, and as many again. */
export function grown(bytes: Uint8Array, neededBytes: number): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(2 * neededBytes);
  memory.set(bytes);
  return memory;
}
