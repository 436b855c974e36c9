import { assertEquals, assertRejects } from "@std/assert";
import { RejectedError, UnexpectedPduError } from "../../lib/ul/association_types.ts";
import { fromHex } from "../support/golden_pdus.ts";
import { MemoryPeer, responsePdv } from "../support/memory_peer.ts";
import { conditionOfFailure, ctRequest, operation, storeClient } from "../support/store_client.ts";

const pure = { permissions: "none" } as const;
const aborted = "0006:0317 Peer aborted Association (or never connected)";

/** Abort as it is sent: who, and why. */
const abort = (source: number, reason: number) => ({ kind: "abort", source, reason } as const);

interface EndCase {
  name: string;
  answer: (peer: MemoryPeer) => Promise<void>;
  condition: string;
  /** What the peer gets afterwards. */
  sent?: ReturnType<typeof abort>;
}

const hex = (digits: string) => (peer: MemoryPeer) => peer.send(fromHex(digits));
const unusable = "0006:020d DIMSE Failed to receive message\n0006:020c DIMSE Read PDV failed\n";

const whileAwaiting: EndCase[] = [
  { name: "closes", answer: (peer) => Promise.resolve(peer.hangUp()), condition: aborted },
  { name: "aborts", answer: (peer) => peer.send(abort(2, 1)), condition: aborted },
  {
    name: "requests release",
    answer: (peer) => peer.send({ kind: "release-rq" }),
    condition: "0006:0319 DUL Peer Requested Release",
    sent: abort(0, 0),
  },
  {
    name: "sends an unknown PDU",
    answer: hex("090000000004" + "00000000"),
    condition: `${unusable}0006:0321 Unrecognized PDU type:  9`,
    sent: abort(2, 1),
  },
  {
    name: "sends a PDU that is too long",
    answer: hex("040000010000"),
    condition: `${unusable}0006:0308 DUL Illegal PDU Length 65536.  Max expected 16384`,
    sent: abort(2, 1),
  },
  {
    name: "answers an association request that was none",
    answer: (peer) => peer.send({ kind: "release-rp" }),
    condition: "0006:031f Received unexpected PDU",
    sent: abort(2, 2),
  },
  {
    name: "sends half an answer and closes",
    answer: async (peer) => {
      await hex("04000000005000000040")(peer);
      peer.hangUp();
    },
    condition: `${unusable}0006:0310 DUL network closed`,
  },
  {
    name: "sends half a header and closes",
    answer: async (peer) => {
      await hex("040000")(peer);
      peer.hangUp();
    },
    condition: aborted,
  },
];

for (const { name, answer, condition, sent } of whileAwaiting) {
  Deno.test(`a peer that ${name} while a response is awaited`, pure, async () => {
    const peer = new MemoryPeer();
    const played = peer.accept().then(() => peer.message()).then(() => answer(peer));
    const client = await storeClient(peer.transport);
    const { response } = await client.send(operation(1));
    await played;
    assertEquals(await conditionOfFailure(response), condition);
    assertEquals(client.isUsable, false);
    const ended = client.abort();
    if (sent) {
      assertEquals(await peer.next(), sent);
      peer.hangUp();
    }
    await ended;
    await assertRejects(() => client.send(operation(2)));
    client.close();
  });
}

const whileAssociating: EndCase[] = [
  { name: "closes", answer: (peer) => Promise.resolve(peer.hangUp()), condition: aborted },
  { name: "aborts", answer: (peer) => peer.send(abort(2, 1)), condition: aborted },
  {
    name: "sends an unknown PDU",
    answer: hex("0900000000"),
    condition: "0006:0321 Unrecognized PDU type:  9",
    sent: abort(2, 1),
  },
  {
    name: "accepts in another protocol",
    answer: hex("020000000044" + "0002" + "00".repeat(66)),
    condition: "0006:0307 DUL Illegal or ill-formed PDU\n" +
      "0006:0322 DUL Unsupported peer protocol 0002; expected 0001 in parseAssociate",
    sent: abort(2, 1),
  },
  {
    name: "accepts with too few bytes",
    answer: hex("020000000002" + "0001"),
    condition: "0006:0307 DUL Illegal or ill-formed PDU\n" +
      "0006:0308 DUL Illegal associate PDU. Got 2 bytes of data. The minimum allowed size is 68.",
    sent: abort(2, 1),
  },
];

for (const { name, answer, condition, sent } of whileAssociating) {
  Deno.test(`a peer that ${name} when an association is requested`, pure, async () => {
    const peer = new MemoryPeer();
    const script = async () => {
      await peer.until("associate-rq");
      await answer(peer);
      if (condition.includes("0321")) await hex("0400000000")(peer);
      if (sent) assertEquals(await peer.next(), sent);
      peer.hangUp();
    };
    const played = script();
    assertEquals(await conditionOfFailure(storeClient(peer.transport)), condition);
    await played;
    assertEquals(peer.isClosed, true);
  });
}

Deno.test("a rejection is given with its reasons", pure, async () => {
  const peer = new MemoryPeer();
  void peer.until("associate-rq").then(() =>
    peer.send({ kind: "associate-rj", result: 2, source: 3, reason: 9 })
  );
  const error = await assertRejects(() => storeClient(peer.transport), RejectedError);
  assertEquals(error.rejection, { kind: "associate-rj", result: 2, source: 3, reason: 9 });
});

Deno.test("a PDU that has no place while associating is refused", pure, async () => {
  for (
    const pdu of [{ kind: "release-rq" }, ctRequest, { kind: "p-data-tf", pdvs: [responsePdv(1)] }] as const
  ) {
    const peer = new MemoryPeer();
    const played = peer.until("associate-rq").then(() => peer.send(pdu)).then(() => peer.next());
    const failed = assertRejects(() => storeClient(peer.transport), UnexpectedPduError);
    assertEquals(await played, abort(2, 2));
    peer.hangUp();
    await failed;
  }
});

const releases: EndCase[] = [
  { name: "closes", answer: (peer) => Promise.resolve(peer.hangUp()), condition: aborted },
  { name: "aborts", answer: (peer) => peer.send(abort(2, 0)), condition: aborted },
  {
    name: "sends data",
    answer: (peer) => peer.respond(1),
    condition: "0006:0316 DUL P-Data PDU arrived",
  },
  {
    name: "sends an unknown PDU",
    answer: hex("090000000004" + "00000000"),
    condition: "0006:0321 Unrecognized PDU type:  9",
    sent: abort(2, 1),
  },
];

for (const { name, answer, condition, sent } of releases) {
  Deno.test(`a peer that ${name} instead of releasing`, pure, async () => {
    const peer = new MemoryPeer();
    const script = async () => {
      await peer.accept();
      await peer.until("release-rq");
      await answer(peer);
      if (sent) assertEquals(await peer.next(), sent);
      peer.hangUp();
    };
    const played = script();
    const client = await storeClient(peer.transport);
    assertEquals(await conditionOfFailure(client.release()), condition);
    await played;
    assertEquals(peer.isClosed, true);
  });
}

Deno.test("a release collision is answered and counts as a failure", pure, async () => {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept();
    await peer.until("release-rq");
    await peer.send({ kind: "release-rq" });
    assertEquals((await peer.next()).kind, "release-rp");
  };
  const played = script();
  const client = await storeClient(peer.transport);
  assertEquals(await conditionOfFailure(client.release()), "0006:0319 DUL Peer Requested Release");
  await played;
});

Deno.test("what is tried after the end fails as DCMTK's state machine says", pure, async () => {
  const peer = new MemoryPeer();
  void peer.accept().then(() => peer.message()).then(() => peer.send(abort(2, 1)));
  const client = await storeClient(peer.transport);
  const { response } = await client.send(operation(1));
  assertEquals(await conditionOfFailure(response), aborted);
  const noAction = "0006:0303 DUL Finite State Machine Error: No action defined, state 1 event";
  assertEquals(
    await conditionOfFailure(client.send(operation(2))),
    `0006:020e DIMSE Failed to send message\n${noAction} 8`,
  );
  assertEquals(await conditionOfFailure(client.release()), `${noAction} 10`);
  await client.abort();
});
