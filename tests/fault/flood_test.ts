import { assert, assertRejects } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { acceptance, MemoryPeer, responsePdv } from "../support/memory_peer.ts";
import { CountingSource, storeClient } from "../support/store_client.ts";

const object = {
  contextId: 1,
  messageId: 1,
  sopClassUid: "1.2.840.10008.5.1.4.1.1.2",
  sopInstanceUid: "1.2.3",
};

Deno.test("a response that never comes to its end ends with an error, and takes little memory", async () => {
  const peer = new MemoryPeer();
  const [client] = await Promise.all([storeClient(peer.transport), peer.accept()]);
  const pending = await client.send({ ...object, source: new CountingSource(100) });
  let isOver = false;
  const refused = assertRejects(() => pending.response, DicomError).finally(() => isOver = true);
  const empty = { ...responsePdv(1), isLast: false, data: new Uint8Array(0) };
  let sent = 0;
  for (; !isOver && sent < 100_000; sent++) await peer.send({ kind: "p-data-tf", pdvs: [empty] });
  await refused;
  assert(sent < 20_000, `${sent} fragments were taken`);
  client.close();
});

Deno.test("data behind the acceptance that nobody awaits end the association", async () => {
  const peer = new MemoryPeer();
  const accept = async () => {
    const request = await peer.next();
    if (request.kind !== "associate-rq") throw new Error(`Expected a request, not ${request.kind}`);
    await peer.send(acceptance(request));
    await peer.respond(1);
  };
  const [client] = await Promise.all([storeClient(peer.transport), accept()]);
  const store = async () =>
    await (await client.send({ ...object, source: new CountingSource(100) })).response;
  const { condition } = await assertRejects(store, DicomError);
  assert(condition.text.includes("PDU arrived"), condition.text);
  client.close();
});
