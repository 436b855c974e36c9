import { assertEquals } from "@std/assert";
import { bytesOf, joined, textOf } from "../../lib/base/bytes.ts";

const pure = { permissions: "none" } as const;

Deno.test("text is bytes, however long it is", pure, () => {
  assertEquals(bytesOf("a\u00e4\u20ac"), Uint8Array.of(0x61, 0xe4, 0x3f));
  const text = "0123456789\u00ff".repeat(20_000);
  assertEquals(textOf(bytesOf(text)), text);
});

Deno.test("parts are put together in memory of its own", pure, () => {
  const part = Uint8Array.of(1, 2);
  const bytes = joined([part, new Uint8Array(0), Uint8Array.of(3)]);
  assertEquals(bytes, Uint8Array.of(1, 2, 3));
  const copy = joined([part]);
  part[0] = 9;
  assertEquals(copy, Uint8Array.of(1, 2));
});
