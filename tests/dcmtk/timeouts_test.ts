/** Timeouts that end a run: connecting, and silence while associating, for a response, at the release. */
import { assertEquals } from "@std/assert";
import type { Behaviour, Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { type Case, differenceOf, differentialTest, withFixedCode } from "../support/differential.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

function at(where: Point["at"], what: Misbehaviour): Behaviour {
  return { misbehave: (point) => point.at === where ? what : undefined };
}

function waiting(name: string, { options, behaviour }: { options: string[]; behaviour: Behaviour }): Case {
  return {
    name,
    args: ["-v", ...options, "-R", "PEER", ...testArgs("ct_implicit", "mr_explicit")],
    files: testFiles(),
    behaviour,
    ours: withFixedCode,
  };
}

/** Says nothing, but hears an abort. */
const silence: Misbehaviour = { send: new Uint8Array() };
/** Stops in the middle of the answer that is due, behind its header. */
const stopping = (answer: Uint8Array): Misbehaviour => ({ send: answer.subarray(0, 8) });

const rejection = encodePdu({ kind: "associate-rj", result: 1, source: 1, reason: 1 });
const confirmation = encodePdu({ kind: "release-rp" });
const response = Uint8Array.from([4, 0, 0, 0, 0, 90, 0, 0, 0, 86, 1, 3, 0, 0, 0, 0, 4, 0]);

/** Long enough for a receiver on a busy machine to do what comes before. */
const [ts, ta, td] = [["-ts", "2"], ["-ta", "2"], ["-td", "2"]];
const waits: [Point["at"], Misbehaviour, string[][]][] = [
  ["associate", silence, [ta, [...ta, "-ts", "1"], [...ta, "-ts", "9"], [...ta, "-nh"]]],
  ["associate", stopping(rejection), [ts, [...ts, "-ta", "9"]]],
  ["response", silence, [ts, td, [...ts, "-td", "3"], [...td, "-ts", "9"], [...ts, "-nh"]]],
  ["response", stopping(response), [ts, [...ts, "-td", "9"]]],
  ["release", silence, [ta, [...ta, "-ts", "1"], [...ta, "-ts", "9"], [...ta, "-nh"]]],
  ["release", stopping(confirmation), [ts, [...ts, "-ta", "9"]]],
];

differentialTest(
  "silence ends a run as it ends the oracle's",
  waits.flatMap(([where, what, limits]) =>
    limits.map((options) =>
      waiting(`${where} ${JSON.stringify(what)}`, { options, behaviour: at(where, what) })
    )
  ),
  { atOnce: 12 },
);

peerTest("a connection that nobody takes is given up as the oracle gives it up", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async ({ "storescu 3.6.7": oracle }) => {
    // There is no room for those who wait to be accepted
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
    const { port } = listener.addr as Deno.NetAddr;
    const waiting = [await Deno.connect({ port }), await Deno.connect({ port })];
    const args = ["-v", "-R", "-to", "1", "127.0.0.1", String(port), ...testArgs("ct_implicit")];
    const one = { name: "black hole", args, files: testFiles("ct_implicit") };
    assertEquals(await differenceOf(one, oracle), undefined);
    for (const connection of waiting) connection.close();
  },
});
