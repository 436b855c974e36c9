/** The smallest honest JPEG: one component, one shade. */

const segment = (marker: number, content: number[]) => {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
};

/** A Huffman table with the one symbol 0, whose code is the bit 0: "no difference" for DC, "end of block" for AC. */
const huffman = (kind: number) => segment(0xc4, [kind, 1, ...new Array<number>(15).fill(0), 0]);

/** A gray square in JPEG baseline (ISO/IEC 10918-1), `edge` a multiple of 8, with an even number of bytes. */
export function flatJpeg(edge: number): number[] {
  const blocks = (edge / 8) ** 2;
  const quantization = segment(0xdb, [0, ...new Array<number>(64).fill(16)]);
  const frame = segment(0xc0, [8, 0, edge, 0, edge, 1, 1, 0x11, 0]);
  const scan = segment(0xda, [1, 1, 0x00, 0, 63, 0]);
  // two bits of zero for each block, then ones up to the next byte
  const bits = 2 * blocks;
  const data = new Array<number>(bits >> 3).fill(0);
  if (bits % 8 > 0) data.push(0xff >> bits % 8);
  const all = [
    0xff,
    0xd8,
    ...quantization,
    ...frame,
    ...huffman(0x00),
    ...huffman(0x10),
    ...scan,
    ...data,
    0xff,
    0xd9,
  ];
  return all.length % 2 === 0 ? all : [...all, 0];
}
