import { assertEquals } from "@std/assert";
import { encodePdu } from "../../lib/ul/codec.ts";
import { fromHex } from "../support/golden_pdus.ts";
import { MemoryPeer, responsePdv } from "../support/memory_peer.ts";
import { operation, storeClient } from "../support/store_client.ts";

const pure = { permissions: "none" } as const;

const header = 12;

/** Sends a response in two pieces, the second when something has come back, or at once. */
async function respondInPieces(peer: MemoryPeer, { messageId = 1, status = 0, awaitPriming = true }) {
  const bytes = encodePdu({ kind: "p-data-tf", pdvs: [responsePdv(messageId, { status })] });
  const before = peer.chunks.length;
  await peer.send(bytes.slice(0, header));
  while (awaitPriming && peer.chunks.length === before) await new Promise((resolve) => setTimeout(resolve));
  await peer.send(bytes.slice(header));
}

/** Stores one object with another one announced, and says what was written after it. */
async function primed(
  { end, ackPriming = true, announce = true, awaitPriming = true, whole = false }: {
    end: "release" | "abort" | "send";
    ackPriming?: boolean;
    announce?: boolean;
    awaitPriming?: boolean;
    whole?: boolean;
  },
) {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept();
    await peer.message();
    if (whole) await peer.respond(1);
    else await respondInPieces(peer, { awaitPriming });
    if (end === "send") {
      assertEquals((await peer.message()).dataSet.length, 1000);
      await peer.respond(2);
      await peer.until("release-rq");
    } else await peer.until(end === "release" ? "release-rq" : "abort");
    await peer.send({ kind: "release-rp" });
    peer.hangUp();
  };
  const played = script();
  const client = await storeClient(peer.transport, { ackPriming });
  const pending = await client.send(operation(1));
  const sent = peer.chunks.length;
  if (announce) pending.announceNext?.();
  await pending.response;
  if (end === "send") await (await client.send(operation(2))).response;
  if (end === "abort") await client.abort();
  else await client.release();
  await played;
  return { first: peer.chunks[sent], after: peer.chunks.slice(sent + 1), received: peer.received };
}

const first = Uint8Array.of(4);
const completion = "0000000006" + "00000002" + "0101";

Deno.test("the first byte of the next object is sent when a response has begun, and once", pure, async () => {
  const { first: byte, after, received } = await primed({ end: "send" });
  assertEquals(byte, first);
  assertEquals(after[0].subarray(0, 1), Uint8Array.of(0));
  const kinds = ["associate-rq", "p-data-tf", "p-data-tf", "p-data-tf", "p-data-tf", "release-rq"];
  assertEquals(received.map(({ kind }) => kind), kinds);
});

Deno.test("a PDU that was begun is completed before a release and before an abort", pure, async () => {
  const release = await primed({ end: "release" });
  assertEquals([release.first, ...release.after], [first, fromHex(completion, "050000000004", "00000000")]);
  const abort = await primed({ end: "abort" });
  assertEquals([abort.first, ...abort.after], [first, fromHex(completion, "070000000004", "00000000")]);
});

Deno.test("nothing is sent ahead where it is of no use, or not wanted", pure, async () => {
  const release = fromHex("050000000004", "00000000");
  for (
    const changes of [
      { announce: false, awaitPriming: false },
      { ackPriming: false, awaitPriming: false },
      { whole: true },
    ]
  ) {
    const { first, after } = await primed({ end: "release", ...changes });
    assertEquals([first, ...after], [release]);
  }
});

Deno.test("an abort that has begun to arrive is no reason to begin anything", pure, async () => {
  const peer = new MemoryPeer();
  const script = async () => {
    await peer.accept();
    await peer.message();
    await peer.send(fromHex("0700"));
    await peer.send(fromHex("00000004" + "00000000"));
    peer.hangUp();
  };
  const played = script();
  const client = await storeClient(peer.transport);
  const pending = await client.send(operation(1));
  pending.announceNext?.();
  const sent = peer.chunks.length;
  await pending.response.catch(() => {});
  await played;
  assertEquals(peer.chunks.length, sent);
});
