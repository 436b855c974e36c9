import { assert } from "@std/assert";
import { fuzzReader } from "./reader_fuzz.ts";

Deno.test("mutated files are refused or read, and what is sent of them is sound", async () => {
  const result = await fuzzReader({ first: 0, count: 300 });
  assert(result.refused > 30 && result.raw > 5 && result.rewritten > 30, JSON.stringify(result));
});
