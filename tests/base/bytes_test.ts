import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader, bytesOf, ByteWriter, textOf } from "../../lib/base/bytes.ts";

const pure = { permissions: "none" } as const;

Deno.test("what is written is read again, wherever the memory has to grow", pure, () => {
  for (let before = 500; before < 530; before++) {
    const writer = new ByteWriter();
    writer.bytes(new Uint8Array(before));
    writer.u8(0xfe);
    writer.u16(0xfedc);
    writer.u32(0xfedcba98);
    writer.text("text");
    writer.bytes(new Uint8Array(5000).fill(7));
    const reader = new ByteReader(writer.written.subarray(before));
    assertEquals([reader.u8(), reader.u16(), reader.u32()], [0xfe, 0xfedc, 0xfedcba98]);
    assertEquals(textOf(reader.bytes(4)), "text");
    assertEquals(reader.rest(), new Uint8Array(5000).fill(7));
  }
});

Deno.test("lengths stand before what they measure", pure, () => {
  const writer = new ByteWriter();
  writer.withLength16(() => writer.withLength32(() => writer.text("ab")));
  assertEquals(writer.written, Uint8Array.of(0, 6, 0, 0, 0, 2, 0x61, 0x62));
  assertThrows(() => writer.withLength16(() => writer.bytes(new Uint8Array(0x10000))), RangeError);
});

Deno.test("reading beyond the end is an error, and text is bytes", pure, () => {
  const reader = new ByteReader(Uint8Array.of(1, 2, 3));
  assertThrows(() => reader.u32(), RangeError, "Cannot read 4 of 3 bytes");
  assertEquals([reader.peek(), reader.u8(), reader.peek(1), reader.remaining], [1, 1, 3, 2]);
  assertEquals(bytesOf("a\u00e4\u20ac"), Uint8Array.of(0x61, 0xe4, 0x3f));
});
