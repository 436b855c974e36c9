/** How much waits for the peer: as the user says, and little where the peer is on the same machine. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HeldBytes } from "../../lib/base/byte_source.ts";
import { TcpNetwork } from "../../lib/app/network.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { ctImageStorage, settingsFor } from "../support/fakes.ts";
import { type Buffers, buffersOf, canAskForBuffers } from "../support/socket_buffers.ts";

const proposal = {
  contexts: [{
    id: 1,
    abstractSyntax: ctImageStorage,
    transferSyntaxes: [explicitVrLittleEndian.uid],
    role: "default",
  }],
  extendedNegotiation: [],
} as const;

interface Seen {
  /** The buffers once the association is there. */
  readonly first: Buffers;
  /** And after each of the objects. */
  readonly after: Buffers[];
  readonly lines: string[];
}

/** Associates; the lines are what is said of buffers. */
async function associate(port: number, environment: Record<string, string>) {
  const settings = settingsFor([]);
  const peer = { ...settings.peer, host: "127.0.0.1", port };
  const lines: string[] = [];
  using network = new TcpNetwork({ ...settings, peer }, {
    isLogged: (severity) => severity !== "trace",
    environment: (name) => environment[name],
  });
  const association = await network.request({ proposal, userIdentity: undefined }, (event) => {
    const line = event.kind === "log" ? `${event.severity} ${event.text}` : "";
    if (line.includes("TCP buffer")) lines.push(line);
  });
  return { association, lines };
}

/** Sends objects of these lengths to a receiver in this process. */
async function send(lengths: readonly number[], environment: Record<string, string> = {}): Promise<Seen> {
  await using receiver = await Receiver.start();
  const { association, lines } = await associate(receiver.port, environment);
  const first = buffersOf({ peerPort: receiver.port });
  const after: Buffers[] = [];
  for (const [index, length] of lengths.entries()) {
    const { response } = await association.send({
      contextId: 1,
      messageId: index + 1,
      sopClassUid: ctImageStorage,
      sopInstanceUid: `1.2.3.${index}`,
      source: new HeldBytes(new Uint8Array(length)),
    });
    assertEquals((await response).status, 0);
    after.push(buffersOf({ peerPort: receiver.port }));
  }
  await association.release();
  return { first, after, lines };
}

const ignore = !canAskForBuffers;
const large = 48 << 20, small = 1 << 20;

Deno.test(
  "in front of a receiver on the same machine little waits of a large object",
  { ignore },
  async () => {
    const { first, after, lines } = await send([small, large, large, small]);
    const sent = after.map(({ sendBytes }) => sendBytes);
    assert(sent[0] >= first.sendBytes, `${sent[0]} bytes after a small object, ${first.sendBytes} before`);
    // What is loaded for it need not be there before the end of the first one
    assertEquals(sent.slice(2), [131072, 131072]);
    assertEquals(lines, []);
  },
);

Deno.test("TCP_BUFFER_LENGTH counts in both directions, whatever is sent", { ignore }, async () => {
  const { first, after, lines } = await send([large], { TCP_BUFFER_LENGTH: "100000" });
  const buffers = { sendBytes: 200000, receiveBytes: 200000 };
  assertEquals([first, ...after].map(({ sendBytes }) => sendBytes), [200000, 200000]);
  assertEquals(first, buffers);
  assertEquals(lines, ["debug DULFSM: setting TCP buffer length to 100000 bytes"]);
});

Deno.test("TCP_BUFFER_LENGTH that cannot be obeyed is warned of", {
  permissions: { net: true, read: true, ffi: false },
}, async () => {
  await using receiver = await Receiver.start();
  const { association, lines } = await associate(receiver.port, { TCP_BUFFER_LENGTH: "100000" });
  await association.release();
  assertEquals(lines[0], "debug DULFSM: setting TCP buffer length to 100000 bytes");
  assertStringIncludes(lines[1], "warn DULFSM: cannot set TCP buffer length, using the system defaults: ");
});
