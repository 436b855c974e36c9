/** The comparison finds differences, wherever they are. */
import { assertEquals } from "@std/assert";
import { type Case, differenceOf, type Observation } from "../support/differential.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const sent: Case = {
  name: "one object",
  args: ["-v", "+rn", "PEER", ...testArgs("ct_implicit")],
  files: testFiles("ct_implicit"),
};

const changes: Partial<Observation>[] = [
  { code: 5 },
  { stdout: "" },
  { stderr: "E: Nothing like it\n" },
  { associations: [] },
  { objects: [] },
  { files: ["ct_implicit.dcm.bad"] },
];

peerTest("equal runs have no difference, others show theirs", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async ({ "storescu 3.6.7": oracle }) => {
    assertEquals(await differenceOf(sent, oracle), undefined);
    for (const change of changes) {
      const difference = await differenceOf({ ...sent, ours: (seen) => ({ ...seen, ...change }) }, oracle);
      assertEquals(typeof difference, "string", JSON.stringify(change));
    }
  },
});
