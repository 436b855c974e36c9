/** A scripted peer follows its script, and says where the other side does not. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { encodePdu } from "../../lib/ul/codec.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";
import { ScriptedPeer, type Step } from "../support/scripted_peer.ts";

const release = encodePdu({ kind: "release-rq" });

function fragments(...controls: number[]): Uint8Array {
  const pdvs = controls.map((control) => ({
    contextId: 1,
    isCommand: (control & 1) > 0,
    isLast: (control & 2) > 0,
    data: new Uint8Array(4),
  }));
  return encodePdu({ kind: "p-data-tf", pdvs });
}

/** Says everything, then reads up to the end. */
async function talk(port: number, ...sayings: Uint8Array[]): Promise<string> {
  using connection = await Deno.connect({ port });
  for (const saying of sayings) await connection.write(saying);
  const buffer = new Uint8Array(64);
  let heard = "";
  try {
    for (let bytes; (bytes = await connection.read(buffer)) !== null;) {
      heard += buffer.subarray(0, bytes).toHex();
    }
    return heard;
  } catch (error) {
    return `${heard} ${(error as Error).name}`;
  }
}

Deno.test("a script is followed step by step", async () => {
  const script: Step[] = [
    { expectAll: "command" },
    { expectAll: "data set" },
    { trickle: Uint8Array.of(1, 2) },
    { expect: "release-rq" },
    { waitMs: 1 },
    { send: Uint8Array.of(3) },
    "hang up",
  ];
  await using peer = await ScriptedPeer.start(script);
  const data = [fragments(1), fragments(3, 0), fragments(0), fragments(2)];
  assertEquals(await talk(peer.port, ...data, release), "010203");
  assertEquals(peer.heard.length, 5);
});

Deno.test("each connection has a script of its own, and a reset is one", async () => {
  await using peer = await ScriptedPeer.start(["hang up"], [{ expect: "release-rq" }, "reset"]);
  assertEquals(await talk(peer.port), "");
  assertEquals(await talk(peer.port, release), " ConnectionReset");
});

peerTest("a script can be a whole association", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    await using peer = await ScriptedPeer.start([
      { expect: "associate-rq" },
      { accept: { maxPduBytes: 4096 } },
      { expectAll: "command" },
      { expectAll: "data set" },
      { respond: { status: 0xc123 } },
      { expect: "release-rq" },
      { send: encodePdu({ kind: "release-rp" }) },
      "expect end",
    ]);
    const file = new URL("../../testdata/dicom/ct_implicit.dcm", import.meta.url).pathname;
    const { code } = await runProgram(found["storescu 3.6.7"], ["127.0.0.1", `${peer.port}`, file]);
    assertEquals(code, 0xc1);
  },
});

Deno.test("whoever leaves the script is reported with the step", async () => {
  const peer = await ScriptedPeer.start([{ expect: "abort" }]);
  await talk(peer.port, release);
  const error = await assertRejects(async () => await peer[Symbol.asyncDispose](), Error);
  assertStringIncludes(error.message, "Step 1 failed");
});

Deno.test("a connection that was not made, or was not foreseen, is reported", async () => {
  const lonely = await ScriptedPeer.start(["hang up"]);
  await assertRejects(async () => await lonely[Symbol.asyncDispose](), Error, "1 of 1 connections");
  const crowded = await ScriptedPeer.start();
  await talk(crowded.port);
  await assertRejects(async () => await crowded[Symbol.asyncDispose](), Error, "one more");
});
