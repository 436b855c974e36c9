import { assertEquals, assertRejects } from "@std/assert";
import { inflateRawSync } from "node:zlib";
import type { ByteSource } from "../../lib/base/byte_source.ts";
import { DeflateSource } from "../../lib/dataset/deflate.ts";

const pure = { permissions: "none" } as const;

/** Delivers `data`, and fails where told to. */
function sourceOf(data: Uint8Array, failAt = Infinity): ByteSource & { closed: boolean } {
  let position = 0;
  return {
    closed: false,
    fill(view) {
      if (position >= failAt) throw new Error("Cannot read the disk");
      const part = data.subarray(position, position + view.length);
      view.set(part);
      position += part.length;
      return { bytes: part.length, done: position === data.length };
    },
    close() {
      this.closed = true;
    },
  };
}

async function drain(source: ByteSource, viewBytes: number): Promise<Uint8Array> {
  const parts: number[] = [];
  for (let done = false; !done;) {
    const view = new Uint8Array(viewBytes);
    const filled = await source.fill(view);
    parts.push(...view.subarray(0, filled.bytes));
    done = filled.done;
  }
  return Uint8Array.from(parts);
}

const data = Uint8Array.from({ length: 200_001 }, (_, index) => index * index >> 7);

Deno.test(
  "what was deflated inflates to what it was, at every level and for any lent view",
  pure,
  async () => {
    for (const [level, viewBytes] of [[-1, 16372], [0, 100_000], [1, 7], [9, 1000]]) {
      const deflated = await drain(new DeflateSource(sourceOf(data), { level }), viewBytes);
      assertEquals(deflated.length % 2, 0);
      assertEquals(new Uint8Array(inflateRawSync(deflated)), data);
    }
  },
);

Deno.test("an odd number of bytes is made even with a zero", pure, async () => {
  const lengths = new Set<number>();
  for (let length = 1; length < 40; length++) {
    const deflated = await drain(new DeflateSource(sourceOf(data.subarray(0, length)), { level: 6 }), 64);
    assertEquals(deflated.length % 2, 0);
    lengths.add(deflated.length);
  }
  assertEquals(lengths.size > 3, true);
});

Deno.test("a source that fails never reaches its end", pure, async () => {
  const source = sourceOf(data, 131072);
  const deflate = new DeflateSource(source, { level: -1 });
  await assertRejects(() => drain(deflate, 1000), Error, "Cannot read the disk");
  await assertRejects(() => drain(deflate, 1000), Error);
  deflate.close();
  assertEquals(source.closed, true);
});
