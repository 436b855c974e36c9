import { assert } from "@std/assert";
import { fuzzedCorpus } from "../support/fuzzed_files.ts";
import { corpusFolder, peerTest } from "../support/peers.ts";
import { fuzzReader } from "./reader_fuzz.ts";

peerTest("mutated files of the corpus are refused or read, and what is sent of them is sound", {
  needs: { corpus: corpusFolder() },
  fn: async ({ corpus }) => {
    const result = await fuzzReader({ first: 0, count: 10_000, fileOf: fuzzedCorpus(corpus) });
    const { refused, raw, rewritten, glanced } = result;
    assert(refused > 500 && raw > 500 && rewritten > 500 && glanced > 100, JSON.stringify(result));
  },
});
