/** Environment variables of the network, as a shell or a unit file may set them. */
import { assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;
const image = new URL("../../testdata/dicom/ct_implicit.dcm", import.meta.url).pathname;

const environments: Record<string, string>[] = [
  { TCP_NODELAY: "", TCP_BUFFER_LENGTH: "" },
  { TCP_NODELAY: "x", TCP_BUFFER_LENGTH: " " },
  { TCP_NODELAY: "1", DCMDICTPATH: "" },
];

peerTest("variables that are empty or make no sense are warned of as the oracle does it", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async ({ "storescu 3.6.7": oracle }) => {
    await using receiver = await Receiver.start();
    const args = ["-v", "127.0.0.1", String(receiver.port), image];
    for (const env of environments) {
      const [expected, actual] = await Promise.all([
        runProgram(oracle, args, { env }),
        runProgram(Deno.execPath(), ["run", "-A", main, ...args], { env }),
      ]);
      assertEquals(actual, expected, JSON.stringify(env));
    }
  },
});
