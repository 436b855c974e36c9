/** The receiver against DCMTK's storescu, and its misbehaviours. */
import { assert, assertEquals } from "@std/assert";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { keepInFolder, keepInMemory } from "../../scripts/receiver/objects.ts";
import { ReceiverProcess } from "../../scripts/receiver/process.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { type Ran, runProgram } from "../support/run_program.ts";

const folder = new URL("../../testdata/dicom/", import.meta.url).pathname;
const [ct, mr] = [`${folder}ct_implicit.dcm`, `${folder}mr_explicit.dcm`];
const needs = { "storescu 3.6.7": dcmtkProgram("storescu") };

/** Sends files by DCMTK's storescu, which gets no answer for one second at most. */
function send(port: number, ...args: string[]): Promise<Ran> {
  return runProgram(needs["storescu 3.6.7"] ?? "", [
    "-ts",
    "1",
    "-ta",
    "1",
    "-td",
    "1",
    "127.0.0.1",
    `${port}`,
    ...args,
  ], {
    env: { TCP_NODELAY: "1" },
  });
}

peerTest("the receiver keeps data sets as they were sent", {
  needs,
  fn: async () => {
    await using receiver = await Receiver.start({ keep: keepInMemory });
    const { code, stderr } = await send(receiver.port, "-xe", ct, mr);
    await receiver.idle();
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertEquals(receiver.problems, []);
    assertEquals(receiver.associations.map(({ end }) => end), ["released"]);
    assertEquals(
      receiver.objects.map(({ complete, command, contextId }) => [complete, command.messageId, contextId]),
      [
        [true, 1, 41],
        [true, 2, 113],
      ],
    );
    const file = Deno.readFileSync(mr);
    const { kept, transferSyntaxUid } = receiver.objects[1];
    assertEquals(transferSyntaxUid, "1.2.840.10008.1.2.1");
    assertEquals(kept.bytes, file.slice(file.length - (kept.bytes?.length ?? 0)));
  },
});

peerTest("the receiver writes files that DCMTK reads", {
  needs: { ...needs, "dcmdump 3.6.7": dcmtkProgram("dcmdump") },
  fn: async ({ "dcmdump 3.6.7": dcmdump }) => {
    const store = await Deno.makeTempDir();
    await using receiver = await Receiver.start({ keep: keepInFolder(store) });
    await send(receiver.port, ct);
    await receiver.idle();
    const { path = "" } = receiver.objects[0].kept;
    const { code, stdout, stderr } = await runProgram(dcmdump, ["+P", "SOPInstanceUID", path]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assert(
      path.startsWith(store) && stdout.includes(receiver.objects[0].command.affectedSopInstanceUid ?? "none"),
    );
    await Deno.remove(store, { recursive: true });
  },
});

interface Case {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly code: number;
  /** What became of the first object. */
  readonly complete?: boolean;
  readonly end?: string;
}

const cases: Case[] = [
  {
    name: "closes on connection",
    behaviour: { misbehave: ({ at }) => at === "connect" ? "close" : undefined },
    code: 1,
  },
  {
    name: "stalls on association",
    behaviour: { misbehave: ({ at }) => at === "associate" ? "stall" : undefined },
    code: 1,
  },
  {
    name: "rejects",
    behaviour: {
      misbehave: ({ at }) =>
        at === "associate" ? { send: Uint8Array.of(3, 0, 0, 0, 0, 4, 0, 1, 1, 7) } : undefined,
    },
    code: 1,
    end: "closed",
  },
  {
    name: "refuses all contexts",
    behaviour: { answerContext: () => ({ refused: 3 }) },
    code: 1,
    end: "closed",
  },
  {
    name: "answers a failure",
    behaviour: { response: () => ({ status: 0xa700 }) },
    code: 167,
    complete: true,
    end: "released",
  },
  {
    name: "answers one byte at a time",
    behaviour: { pace: "trickle" },
    code: 0,
    complete: true,
    end: "released",
  },
  {
    name: "answers in two pieces",
    behaviour: { pace: { splitAt: 9 } },
    code: 0,
    complete: true,
    end: "released",
  },
  {
    name: "answers late",
    behaviour: { delayMs: 100 },
    code: 0,
    complete: true,
    end: "released",
  },
];

for (const { name, behaviour, code, complete, end } of cases) {
  peerTest(`a receiver that ${name} is understood by storescu`, {
    needs,
    fn: async () => {
      await using receiver = await Receiver.start(behaviour);
      const ran = await send(receiver.port, ct);
      await receiver.idle();
      assertEquals(ran.code, code, ran.stderr);
      assertEquals(receiver.objects[0]?.complete, complete);
      if (end) assertEquals(receiver.associations[0].end, end);
    },
  });
}

for (const how of ["close", "reset", "stall", "deaf"] as const) {
  peerTest(`a receiver that does "${how}" inside of an object keeps it as partial`, {
    needs,
    fn: async () => {
      const store = await Deno.makeTempDir();
      await using receiver = await Receiver.start({
        keep: keepInFolder(store),
        misbehave: (point) => point.at === "data" && point.bytes > 100 ? how : undefined,
      });
      const { code } = await send(receiver.port, ct);
      assert(code !== 0);
      await receiver[Symbol.asyncDispose]();
      assertEquals(receiver.objects.map(({ complete }) => complete), [false]);
      assertEquals(receiver.received.partialObjects, 1);
      assertEquals([...Deno.readDirSync(store)].map(({ name }) => name.endsWith(".dcm.part")), [true]);
      await Deno.remove(store, { recursive: true });
    },
  });
}

peerTest("a receiver process counts what it gets", {
  needs,
  fn: async () => {
    await using receiver = await ReceiverProcess.start();
    await send(receiver.port, ct, mr);
    const { completeObjects, partialObjects } = await receiver.stop();
    assertEquals({ completeObjects, partialObjects }, { completeObjects: 2, partialObjects: 0 });
  },
});
