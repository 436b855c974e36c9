/** The demo's judgement, with DCMTK's storescu in the place of ours. */
import { assertEquals } from "@std/assert";
import { demo, isGood } from "../../scripts/demo/demo.ts";
import { testFiles } from "../../scripts/make_testdata.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

peerTest("the demo sees what has arrived, and whether it is the same", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    const result = await demo([found["storescu 3.6.7"]]);
    assertEquals(result.files.map(({ name, fate }) => [name, fate]), [
      ["ct_implicit.dcm", "identical"],
      ["mr_explicit.dcm", "identical"],
      ["notes.txt", "left out"],
      ["sc_explicit_big_endian.dcm", "identical"],
      ["sc_jpeg_baseline.dcm", "identical"],
      // DCMTK gives every sequence an explicit length
      ["sr_deflated.dcm", "re-encoded"],
    ]);
    assertEquals([result.code, result.problems, isGood(result)], [0, [], false]);
  },
});

Deno.test("the demo tells of a sender that sends nothing", async () => {
  const result = await demo([Deno.execPath(), "eval", "Deno.exit(1)"]);
  assertEquals(result.code, 1);
  assertEquals(result.files.filter(({ fate }) => fate === "lost").length, 5);
  assertEquals(isGood(result), false);
});

Deno.test("testdata/dicom is what the script makes", () => {
  const folder = new URL("../../testdata/dicom/", import.meta.url);
  const made = testFiles();
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [...made.keys()].sort());
  for (const [name, bytes] of made) assertEquals(Deno.readFileSync(new URL(name, folder)), bytes, name);
});
