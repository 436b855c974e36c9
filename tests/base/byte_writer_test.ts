import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../lib/base/bytes.ts";

Deno.test({
  name: "a field that makes the writer's memory grow lands in the new memory",
  permissions: "none",
  fn: () => {
    const fields: [number, (writer: ByteWriter) => void][] = [
      [1, (writer) => writer.u8(1)],
      [2, (writer) => writer.u16(0x0101)],
      [4, (writer) => writer.u32(0x01010101)],
      [3, (writer) => writer.bytes(Uint8Array.of(1, 1, 1))],
    ];
    for (const [bytes, write] of fields) {
      const writer = new ByteWriter();
      for (let written = 0; written < 5000; written += bytes) write(writer);
      assertEquals(writer.written.every((byte) => byte === 1), true);
    }
  },
});
