import { assertEquals } from "@std/assert";
import { setSocketBuffers } from "../../lib/transport/socket_buffers.ts";
import { connectTcp } from "../../lib/transport/tcp.ts";
import type { SocketEnds } from "../../lib/transport/transport.ts";
import { buffersOf, canAskForBuffers } from "../support/socket_buffers.ts";

const options = { host: "127.0.0.1", addressFamily: "any", noDelay: true } as const;
const ignore = !canAskForBuffers;

const seen = ({ local, peer }: SocketEnds) => buffersOf({ localPort: local.port, peerPort: peer.port });

Deno.test("the buffers of one connection get their lengths, and no others", { ignore }, async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const connect = async () => {
    const accepted = listener.accept();
    const transport = await connectTcp({ ...options, port });
    return { transport, ends: transport.facts.ends!, peer: await accepted };
  };
  const one = await connect(), other = await connect();
  const before = seen(other.ends);
  assertEquals(setSocketBuffers(one.ends, { sendBytes: 30000, receiveBytes: 20000 }), undefined);
  // Linux doubles them, to have room for itself
  assertEquals(seen(one.ends), { sendBytes: 60000, receiveBytes: 40000 });
  assertEquals(setSocketBuffers(one.ends, { sendBytes: 40000 }), undefined);
  assertEquals(seen(one.ends), { sendBytes: 80000, receiveBytes: 40000 });
  assertEquals(seen(other.ends), before);
  for (const { transport, peer } of [one, other]) {
    transport.close();
    peer.close();
  }
  assertEquals(setSocketBuffers(one.ends, { sendBytes: 30000 }), "the socket was not found");
});

Deno.test("without the right to call foreign functions nothing is done, and nobody is asked", {
  ignore,
  permissions: { net: true, ffi: false },
}, async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const transport = await connectTcp({ ...options, port: listener.addr.port });
  using _peer = await accepted;
  assertEquals(setSocketBuffers(transport.facts.ends!, { sendBytes: 30000 }), "it needs --allow-ffi");
  transport.close();
});
