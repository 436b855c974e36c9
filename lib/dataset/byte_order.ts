/**
 * Byte order (PS3.5, Section 7.3).
 *
 * @module
 */

/** Turns round every run of `unitBytes` bytes in place; what is left over at the end stays, as DCMTK leaves it. */
export function swapUnits(bytes: Uint8Array, unitBytes: number): void {
  if (unitBytes === 2) return swapPairs(bytes);
  const end = bytes.length - bytes.length % unitBytes;
  for (let unit = 0; unit < end; unit += unitBytes) {
    for (let low = unit, high = unit + unitBytes - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/** Pixel data is mostly pairs, and there is mostly much of it. */
function swapPairs(bytes: Uint8Array): void {
  const end = bytes.length & ~1;
  for (let index = 0; index < end; index += 2) {
    const byte = bytes[index];
    bytes[index] = bytes[index + 1];
    bytes[index + 1] = byte;
  }
}
