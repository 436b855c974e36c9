import { assert, assertEquals } from "@std/assert";
import { decodePdu } from "../../lib/ul/codec.ts";
import { damaged, recordedAcceptance, recordedResponse } from "../support/recorded_answers.ts";
import { random } from "../support/random_data_set.ts";
import { fuzzNetwork } from "./network_fuzz.ts";

Deno.test("what was recorded is what it is said to be", () => {
  for (const bytes of [recordedAcceptance, recordedResponse(1)]) {
    const decoded = decodePdu(bytes, { maxPduBytes: 16384 });
    assert(decoded.kind === "pdu" && decoded.bytes === bytes.length);
  }
});

Deno.test("damaged conversations end with an error that says something, and store nothing that was not answered", async () => {
  const result = await fuzzNetwork({ first: 0, count: 20_000 });
  assertEquals(result.cases, 20_000);
  assert(result.rejected > 500 && result.failed > 5000 && result.stored > 5000, JSON.stringify(result));
  assert(result.grownBytes < 300_000_000, JSON.stringify(result));
});

Deno.test("damaged PDUs are decoded, wanted more of, or refused", () => {
  const kinds = new Map<string, number>();
  for (let seed = 0; seed < 40_000; seed++) {
    for (const bytes of damaged(random(seed ^ 0x5a5a5a))) {
      const { kind } = decodePdu(bytes, { maxPduBytes: 16384 });
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  assertEquals([...kinds.keys()].toSorted(), ["fault", "need more", "pdu"]);
});
