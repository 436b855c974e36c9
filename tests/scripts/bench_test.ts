import { assertEquals } from "@std/assert";
import { bench } from "../../scripts/bench/main.ts";

Deno.test("the benchmark measures the program with one tiny file", async () => {
  const { cases } = await bench({ only: ["tiny"], runs: 1, senders: (name) => name === "ours" });
  assertEquals(cases.length, 1);
  assertEquals(cases[0].objects, 1);
  assertEquals(cases[0].rows.map(({ sender, failure, samples }) => [sender, failure, samples.length]), [
    ["ours", undefined, 1],
  ]);
});
