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
