/** The comparison finds differences, wherever they are. */
import { assertEquals } from "@std/assert";
import { type Case, differenceOf, type Observation, observe } from "../support/differential.ts";
import { runInProcess } from "../support/in_process.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";
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

Deno.test("the program in this process shows what it shows in a process of its own", async () => {
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const inProcessOfItsOwn = (args: string[]) => runProgram(Deno.execPath(), ["run", "-A", main, ...args]);
  for (const args of [sent.args, ["-d", "-R", ...sent.args], ["--nonsense"], []]) {
    const one = { ...sent, args };
    assertEquals(await observe(one, inProcessOfItsOwn), await observe(one, runInProcess));
  }
});

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
