import { assertEquals, assertThrows } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { connectTcp, parseEndpoint, type TcpOptions } from "../../lib/transport/tcp.ts";
import { readTcpEnvironment } from "../../lib/transport/tcp_environment.ts";
import { conditionOfFailure } from "../support/store_client.ts";
import { freePort } from "../support/free_port.ts";

const options: TcpOptions = { host: "127.0.0.1", port: 1, addressFamily: "any", noDelay: true };
const pure = { permissions: "none" } as const;

Deno.test("a host ends at its first colon, as in DCMTK, unless it is an address of version 6", pure, () => {
  const parse = (host: string, addressFamily: TcpOptions["addressFamily"] = "any") =>
    parseEndpoint({ host, port: 104, addressFamily });
  assertEquals(parse("pacs"), { host: "pacs", port: 104 });
  assertEquals(parse("pacs:11112"), { host: "pacs", port: 11112 });
  assertEquals(parse("::1"), { host: "::1", port: 104 });
  assertEquals(parse("fe80::1%eth0", "ipv6"), { host: "fe80::1%eth0", port: 104 });
  for (const host of ["", ":", "pacs:x", "::1"]) {
    const { condition } = assertThrows(() => parse(host, "ipv4"), DicomError);
    assertEquals(formatCondition(condition), `0006:030c Illegal service parameter: ${host}:104`);
  }
});

Deno.test("bytes go both ways, and a closed connection may be closed again", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const transport = await connectTcp({ ...options, port: listener.addr.port });
  using connection = await accepted;
  assertEquals(transport.facts.ends?.peer.port, listener.addr.port);
  assertEquals(transport.facts.ends?.local.port, (connection.remoteAddr as Deno.NetAddr).port);
  const writer = transport.writable.getWriter();
  await writer.write(Uint8Array.of(1, 2, 3));
  const buffer = new Uint8Array(10);
  assertEquals(await connection.read(buffer), 3);
  await connection.write(Uint8Array.of(4));
  const reader = transport.readable.getReader();
  assertEquals((await reader.read()).value, Uint8Array.of(4));
  transport.close();
  transport.close();
  assertEquals(await connection.read(buffer), null);
});

Deno.test("failures have DCMTK's conditions", async () => {
  const port = freePort();
  assertEquals(
    await conditionOfFailure(connectTcp({ ...options, port })),
    "0006:031c TCP Initialization Error: Connection refused",
  );
  assertEquals(
    await conditionOfFailure(connectTcp({ ...options, host: "no.such.host.invalid" })),
    "0006:0320 Attempt to connect to unknown host: no.such.host.invalid",
  );
  assertEquals(
    await conditionOfFailure(connectTcp({ ...options, host: "127.0.0.1", addressFamily: "ipv6" })),
    "0006:0320 Attempt to connect to unknown host: 127.0.0.1",
  );
});

Deno.test("time to connect is limited", async () => {
  // Nobody accepts, and there is no room for those who wait
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 1 });
  const { port } = listener.addr;
  const waiting = [];
  for (let count = 0; count < 2; count++) waiting.push(await connectTcp({ ...options, port }));
  assertEquals(
    await conditionOfFailure(connectTcp({ ...options, port, connectTimeoutMs: 20 })),
    "0006:031c TCP Initialization Error: Operation now in progress (Timeout)",
  );
  for (const transport of waiting) transport.close();
});

Deno.test("the environment decides as it does for DCMTK, apart from the default", pure, () => {
  const noDelay = (value?: string) =>
    readTcpEnvironment((name) => name === "TCP_NODELAY" ? value : undefined).noDelay;
  assertEquals([undefined, "1", "0", " 7x", "-1", "no", ""].map(noDelay), [
    true,
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
  const lines = readTcpEnvironment((name) => name === "TCP_NODELAY" ? "x" : "y").notices
    .filter(({ severity }) => severity === "warn").map(({ text }) => text);
  assertEquals(lines, [
    "DULFSM: cannot parse environment variable TCP_BUFFER_LENGTH=y",
    "DULFSM: cannot parse environment variable TCP_NODELAY=x",
  ]);
  const bufferBytes = (value?: string) =>
    readTcpEnvironment((name) => name === "TCP_BUFFER_LENGTH" ? value : undefined).bufferBytes;
  assertEquals([undefined, "4096", "0", " 30000 bytes", "x"].map(bufferBytes), [
    undefined,
    4096,
    65536,
    30000,
    undefined,
  ]);
});
