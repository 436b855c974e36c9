import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromHex } from "../support/golden_pdus.ts";
import { MemoryPeer } from "../support/memory_peer.ts";
import {
  conditionOfFailure,
  CountingSource,
  ctRequest,
  operation,
  storeClient,
} from "../support/store_client.ts";

const pure = { permissions: "none" } as const;
const aborted = "0006:0317 Peer aborted Association (or never connected)";

/** Abort as it is sent: who, and why. */
const abort = (source: number, reason: number) => ({ kind: "abort", source, reason } as const);

Deno.test("associate, store, release", pure, async () => {
  const peer = new MemoryPeer();
  const script = async () => {
    assertEquals(await peer.accept(), ctRequest);
    const { command, dataSet } = await peer.message();
    assertEquals(command.messageId, 7);
    assertEquals(dataSet.length, 100_000);
    assertEquals(dataSet.every((byte, index) => byte === index % 256), true);
    await peer.respond(7, { status: 0xb000 });
    await peer.until("release-rq");
    await peer.send({ kind: "release-rp" });
    assertEquals((await peer.next()).kind, "end");
  };
  const played = script();
  const client = await storeClient(peer.transport);
  assertEquals(client.accepted.map(({ id }) => id), [1, 3]);
  assertEquals(client.maxSendPdvBytes, 16372);
  const { response } = await client.send(operation(7, new CountingSource(100_000)));
  assertEquals((await response).status, 0xb000);
  await client.release();
  await played;
  assertEquals(peer.isClosed, true);
});

Deno.test(
  "a command and the first data are one write, and PDUs have the negotiated length",
  pure,
  async () => {
    const peer = new MemoryPeer();
    const played = peer.accept({ maxPduBytes: 4096 }).then(() => peer.message());
    const client = await storeClient(peer.transport);
    await client.send(operation(1, new CountingSource(600_000)));
    await played;
    const lengths = peer.chunks.slice(1).map(({ length }) => length);
    assertEquals(lengths.length, 3);
    assert(lengths[0] > 256 * 1024 - 4096, "the first run is full");
    const pdus = peer.received.slice(1).map((pdu) => pdu.kind === "p-data-tf" ? pdu.pdvs[0] : undefined);
    assertEquals(pdus.slice(1, -1).every((pdv) => pdv?.data.length === 4084 && !pdv.isLast), true);
    assertEquals(pdus.filter((pdv) => pdv?.isLast).length, 2);
    assertEquals(pdus.at(-1)?.isLast, true);
    client.close();
  },
);

Deno.test("silence ends each wait with DCMTK's condition", pure, async () => {
  const silent = new MemoryPeer();
  assertEquals(
    await conditionOfFailure(storeClient(silent.transport, { acseTimeoutMs: 5 })),
    "0006:031a DUL network read timeout",
  );
  const half = new MemoryPeer();
  void half.until("associate-rq").then(() => half.send(fromHex("0200")));
  assertEquals(
    await conditionOfFailure(storeClient(half.transport, { acseTimeoutMs: 10_000, socketTimeoutMs: 5 })),
    "0006:031a DUL network read timeout",
  );
  const conditions = [
    [{ dimseTimeoutMs: 5 }, "0006:0207 DIMSE No data available (timeout in non-blocking mode)"],
    [{ socketTimeoutMs: 5 }, aborted],
  ] as const;
  for (const [options, condition] of conditions) {
    const peer = new MemoryPeer();
    void peer.accept().then(() => peer.message());
    const client = await storeClient(peer.transport, options);
    const { response } = await client.send(operation(1));
    assertEquals(await conditionOfFailure(response), condition);
    client.close();
  }
});

Deno.test("a peer that takes nothing does not hold us for ever", pure, async () => {
  const peer = new MemoryPeer();
  void peer.accept();
  const { readable, facts, close } = peer.transport;
  const stuck = new WritableStream<Uint8Array>({
    start: () => {},
    write: (chunk) => chunk.length > 1000 ? new Promise<void>(() => {}) : write(chunk),
  });
  const inner = peer.transport.writable.getWriter();
  const write = (chunk: Uint8Array) => inner.write(chunk);
  const client = await storeClient({ readable, facts, close, writable: stuck }, { socketTimeoutMs: 5 });
  assertEquals(
    await conditionOfFailure(client.send(operation(1, new CountingSource(500_000)))),
    "0006:020e DIMSE Failed to send message\n" +
      "0006:031d TCP I/O Error (Resource temporarily unavailable) occurred in routine: writeDataPDU",
  );
});

Deno.test("a source that fails aborts the association, and no last fragment is sent", pure, async () => {
  for (const failAt of [0, 20_000, 400_000]) {
    const peer = new MemoryPeer();
    const script = async () => {
      await peer.accept();
      await peer.until("abort");
      peer.hangUp();
    };
    const played = script();
    const client = await storeClient(peer.transport);
    const source = new CountingSource(500_000, failAt);
    await assertRejects(() => client.send(operation(1, source)), Error, "The disk is gone");
    await played;
    const pdvs = peer.received.flatMap((pdu) => pdu.kind === "p-data-tf" ? pdu.pdvs : []);
    assertEquals(pdvs.some(({ isCommand, isLast }) => !isCommand && isLast), false);
    assertEquals(client.isUsable, false);
  }
});

Deno.test("peers with tiny, odd or no limits are served, those that take nothing are not", pure, async () => {
  for (
    const [maxPduBytes, longest, told] of [[14, 2, 4084], [15, 2, 4084], [4097, 4084, 4084], [
      0,
      131060,
      131060,
    ]]
  ) {
    const peer = new MemoryPeer();
    const played = peer.accept({ maxPduBytes }).then(() => peer.message());
    const client = await storeClient(peer.transport);
    assertEquals(client.maxSendPdvBytes, told);
    await client.send(operation(1, new CountingSource(300_000)));
    assertEquals((await played).dataSet.length, 300_000);
    const lengths = peer.received.flatMap((pdu) => pdu.kind === "p-data-tf" ? pdu.pdvs : [])
      .map(({ data }) => data.length);
    assertEquals(lengths.reduce((a, b) => Math.max(a, b)), longest);
    client.close();
  }
  const peer = new MemoryPeer();
  void peer.accept({ maxPduBytes: 13 });
  const client = await storeClient(peer.transport);
  assertEquals(
    await conditionOfFailure(client.send(operation(1))),
    "0006:020e DIMSE Failed to send message\n0006:0308 DUL Cannot send P-DATA PDU because receiver's " +
      "max PDU size of 13 is illegal (must be > 12)",
  );
  assert(client.isUsable);
  client.close();
});

Deno.test("an odd limit of ours is DCMTK's error, but not where it does not matter", pure, async () => {
  const peer = new MemoryPeer();
  void peer.accept().then(() => peer.message());
  const client = await storeClient(peer.transport, { maxSendPduBytes: 4097 });
  await client.send(operation(1, new CountingSource(4000)));
  const failed = conditionOfFailure(client.send(operation(2, new CountingSource(5000))));
  await peer.until("abort");
  peer.hangUp();
  assertEquals(await failed, "0006:020e DIMSE Failed to send message: odd block length encountered");
});

Deno.test("leaving the scope aborts", pure, async () => {
  const { Association } = await import("../../lib/ul/association.ts");
  const peer = new MemoryPeer();
  const played = peer.accept().then(() => peer.next()).then((pdu) => {
    peer.hangUp();
    return pdu;
  });
  {
    await using _association = await Association.request({
      connect: () => Promise.resolve(peer.transport),
      request: ctRequest,
      log: () => {},
    });
  }
  assertEquals(await played, abort(0, 0));
  assertEquals(peer.isClosed, true);
});
