import { assertEquals } from "@std/assert";
import type { Command } from "../../lib/dimse/command.ts";
import type { Pdv } from "../../lib/ul/pdu.ts";
import { MemoryPeer, responsePdv } from "../support/memory_peer.ts";
import { conditionOfFailure, ctRequest, operation, storeClient } from "../support/store_client.ts";

const pure = { permissions: "none" } as const;

/** What becomes of an object when the peer answers with these values. */
async function answered(pdvs: readonly Pdv[]): Promise<string> {
  const peer = new MemoryPeer();
  const played = peer.accept().then(() => peer.message()).then(async () => {
    for (const pdv of pdvs) await peer.send({ kind: "p-data-tf", pdvs: [pdv] });
  });
  const client = await storeClient(peer.transport);
  const { response } = await client.send(operation(1));
  await played;
  const outcome = response.then(({ status }) => `status ${status}`);
  const told = await outcome.catch(() => conditionOfFailure(response));
  client.close();
  return told;
}

const answer = (changes: Partial<Command> = {}, messageId = 1) => [responsePdv(messageId, changes)];

/** The response cut in two. */
function cut(changes: Partial<Pdv>): Pdv[] {
  const whole = responsePdv(1);
  return [
    { ...whole, isLast: false, data: whole.data.subarray(0, 20) },
    { ...whole, data: whole.data.subarray(20), ...changes },
  ];
}

const failed = "0006:020d DIMSE Failed to receive message\n";

const cases: [name: string, pdvs: Pdv[], outcome: string][] = [
  ["a response in two fragments", cut({}), "status 0"],
  ["a response on another accepted context", [{ ...responsePdv(1), contextId: 3 }], "status 0"],
  ["a response for another object", answer({ affectedSopInstanceUid: "9.9" }), "status 0"],
  [
    "another message id",
    answer({}, 77),
    "0006:0211 DIMSE: Unexpected Response MsgId: 77 (expected: 1)",
  ],
  [
    "another response",
    answer({ commandField: 0x8030 }),
    "0006:0211 DIMSE: Unexpected Response Command Field: 0x8030",
  ],
  [
    "a request",
    answer({ commandField: 0x0001, messageId: 5 }),
    "0006:0211 DIMSE: Unexpected Response Command Field: 0x1",
  ],
  ["a data set", answer({ hasDataSet: true }), "0006:0203 DIMSE Badly formed message"],
  [
    "a data set alone",
    [{ ...responsePdv(1), isCommand: false }],
    `${failed}0006:020f DIMSE: Command PDV Expected`,
  ],
  [
    "a context that was not accepted",
    [{ ...responsePdv(1), contextId: 99 }],
    `${failed}0006:0101 ASC Bad presentation context ID`,
  ],
  [
    "two contexts",
    cut({ contextId: 3 }),
    `${failed}0006:0206 DIMSE: Different PresIDs inside Command Set: 1 != 3`,
  ],
  [
    "a command that ends as a data set",
    cut({ isCommand: false }),
    `${failed}0006:020f DIMSE: Command PDV Expected`,
  ],
  [
    "a command without end",
    Array.from({ length: 9 }, () => ({ ...responsePdv(1), isLast: false, data: new Uint8Array(8000) })),
    `${failed}0006:020b DIMSE: Command set is too long`,
  ],
];

for (const [name, pdvs, outcome] of cases) {
  Deno.test(`an answer with ${name}`, pure, async () => assertEquals(await answered(pdvs), outcome));
}

const windowed = {
  ...ctRequest,
  userInformation: { ...ctRequest.userInformation, asyncOperations: { maxInvoked: 3, maxPerformed: 1 } },
};

Deno.test(
  "responses find their requests in any order, also before the last request is sent",
  pure,
  async () => {
    const peer = new MemoryPeer();
    const script = async () => {
      await peer.accept({ asyncOperations: { maxInvoked: 8, maxPerformed: 1 } });
      for (let count = 0; count < 3; count++) await peer.message();
      for (const id of [3, 1, 2]) await peer.respond(id, { status: 0xb000 + id });
    };
    const played = script();
    const client = await storeClient(peer.transport, { request: windowed });
    assertEquals(client.asyncWindow, 3);
    const pending = [];
    for (const id of [1, 2, 3]) pending.push(await client.send(operation(id)));
    await played;
    const statuses = await Promise.all(pending.map(async ({ response }) => (await response).status));
    assertEquals(statuses, [0xb001, 0xb002, 0xb003]);
    client.close();
  },
);

Deno.test("the window is what was agreed on", pure, async () => {
  const windowOf = async (answered: number | undefined, request = windowed) => {
    const peer = new MemoryPeer();
    const asyncOperations = answered === undefined ? undefined : { maxInvoked: answered, maxPerformed: 1 };
    void peer.accept({ asyncOperations });
    const client = await storeClient(peer.transport, { request });
    client.close();
    return client.asyncWindow;
  };
  assertEquals(await windowOf(undefined), 1);
  assertEquals(await windowOf(1), 1);
  assertEquals(await windowOf(2), 2);
  assertEquals(await windowOf(50), 3);
  assertEquals(await windowOf(0), 3);
  assertEquals(await windowOf(50, ctRequest as typeof windowed), 1);
});

Deno.test("one bad answer ends all that is outstanding", pure, async () => {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept({ asyncOperations: { maxInvoked: 8, maxPerformed: 1 } });
    for (let count = 0; count < 2; count++) await peer.message();
    await peer.respond(9);
  };
  const played = script();
  const client = await storeClient(peer.transport, { request: windowed });
  const pending = [await client.send(operation(1)), await client.send(operation(2))];
  await played;
  for (const { response } of pending) {
    assertEquals(
      await conditionOfFailure(response),
      "0006:0211 DIMSE: Unexpected Response MsgId: 9 (expected: 1)",
    );
  }
  client.close();
});

Deno.test("an answer nobody waits for makes the release fail as DCMTK's", pure, async () => {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept();
    await peer.message();
    await peer.respond(1);
    await peer.respond(1);
    while ((await peer.next()).kind !== "end") peer.hangUp();
  };
  const played = script();
  const client = await storeClient(peer.transport);
  await (await client.send(operation(1))).response;
  assertEquals(await conditionOfFailure(client.release()), "0006:0316 DUL P-Data PDU arrived");
  await played;
});
