import { assert } from "@std/assert";
import { fuzzedFiles } from "../support/fuzzed_files.ts";
import { fuzzReader } from "./reader_fuzz.ts";

Deno.test("mutated files are refused or read, and what is sent of them is sound", async () => {
  const result = await fuzzReader({ first: 0, count: 20_000, fileOf: fuzzedFiles() });
  const { refused, raw, rewritten, glanced } = result;
  assert(refused > 1000 && raw > 1000 && rewritten > 1000 && glanced > 1000, JSON.stringify(result));
});
