import { assertEquals, assertRejects } from "@std/assert";
import type { Transport } from "../../lib/transport/transport.ts";
import { MemoryPeer } from "../support/memory_peer.ts";
import { conditionOfFailure, CountingSource, operation, storeClient } from "../support/store_client.ts";

const pure = { permissions: "none" } as const;

/** A transport that, from some piece of data on, does something else with what is written. */
function disturbed(
  { transport }: MemoryPeer,
  { at, write }: { at: number; write: (pass: () => Promise<void>) => Promise<void> },
): Transport {
  const inner = transport.writable.getWriter();
  let pieces = 0;
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => {
      const pass = () => inner.write(chunk);
      return chunk[0] === 4 && pieces++ >= at ? write(pass) : pass();
    },
  });
  const { readable, facts } = transport;
  return { readable, facts, writable, close: () => transport.close() };
}

/** Longer than one run of PDUs, so that the last one is a run of its own. */
const twoRuns = () => operation(1, new CountingSource(400_000));
const broken = () => Promise.reject(new Error("Broken pipe (os error 32)"));
const brokenPipe = "0006:020e DIMSE Failed to send message\n" +
  "0006:031d TCP I/O Error (Broken pipe) occurred in routine: writeDataPDU";

Deno.test("an object whose last fragment may have arrived is not called unsent", pure, async () => {
  const peer = new MemoryPeer();
  void peer.accept();
  const client = await storeClient(disturbed(peer, { at: 1, write: broken }));
  const { response } = await client.send(twoRuns());
  assertEquals(await conditionOfFailure(response), brokenPipe);
  assertEquals(client.isUsable, false);
});

Deno.test(
  "a peer that ends the association while it receives the last fragment leaves its fate open",
  pure,
  async () => {
    const peer = new MemoryPeer();
    void peer.accept();
    const transport = disturbed(peer, {
      at: 1,
      write: async (pass) => {
        await pass();
        await peer.send({ kind: "abort", source: 2, reason: 0 });
        // The abort is read before anybody hears that all was written
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
    });
    const client = await storeClient(transport);
    const { response } = await client.send(twoRuns());
    assertEquals(
      await conditionOfFailure(response),
      "0006:0317 Peer aborted Association (or never connected)",
    );
  },
);

Deno.test("an object that broke off before its last fragment was not sent", pure, async () => {
  const peer = new MemoryPeer();
  void peer.accept();
  const client = await storeClient(disturbed(peer, { at: 0, write: broken }));
  assertEquals(await conditionOfFailure(client.send(twoRuns())), brokenPipe);
  await assertRejects(() => client.send(operation(2)));
});

/** What becomes of an object that the peer answers when it has only a part of it. */
async function answeredEarly(status: number): Promise<{ told: string; next: number }> {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept();
    await peer.message();
    await peer.message();
    await peer.respond(2);
  };
  const played = script();
  let runs = 0;
  const client = await storeClient(disturbed(peer, {
    at: 0,
    write: async (pass) => {
      await pass();
      if (runs++ > 0) return;
      await peer.respond(1, { status });
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  }));
  const { response } = await client.send(operation(1, new CountingSource(800_000)));
  const told = response.then(({ status }) => String(status)).catch(() => conditionOfFailure(response));
  const next = await (await client.send(operation(2))).response;
  await played;
  client.close();
  return { told: await told, next: next.status };
}

Deno.test(
  "a success that is told before the object is complete is none; a refusal is one",
  pure,
  async () => {
    const early = "0006:0211 DIMSE: Unexpected Response MsgId: 1 (its data set is not complete)";
    assertEquals(await answeredEarly(0x0000), { told: early, next: 0 });
    assertEquals(await answeredEarly(0xb000), { told: early, next: 0 });
    assertEquals(await answeredEarly(0xa700), { told: String(0xa700), next: 0 });
  },
);
