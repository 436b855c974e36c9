/** What the OpenSSL engine tells of a connection, and in which pieces. */
import { assertEquals } from "@std/assert";
import { findOpenssl } from "../../lib/transport/openssl/engine.ts";
import type { TlsTarget } from "../../lib/transport/tls.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { peerTest } from "../support/peers.ts";
import { opensslProgram, Pki } from "../support/pki.ts";
import { serve } from "../support/rustls_connection.ts";
import { dial } from "../support/tls_oracle.ts";

const found = findOpenssl();
const needs = {
  libssl: found.kind === "engine" ? found.engine.version : undefined,
  openssl: opensslProgram(),
};

type Peer = Awaited<ReturnType<typeof serve>>;

async function connect(peer: Peer, target: Partial<TlsTarget>): Promise<Transport> {
  if (found.kind !== "engine") throw new Error(found.reason);
  const log = () => {};
  const tools = { log, readPassword: () => Promise.resolve(undefined) };
  using prepared = await found.engine.prepare(peer.trusting, tools);
  return await prepared.connect({ host: "127.0.0.1", port: peer.port, dial, log, ...target });
}

/** A connection that can be made to give its bytes away only when it has all of them. */
class Gathering {
  readonly #connection: Deno.TcpConn;
  isOn = false;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  get remoteAddr(): Deno.NetAddr {
    return this.#connection.remoteAddr;
  }

  async read(view: Uint8Array): Promise<number | null> {
    let total = await this.#connection.read(view);
    while (this.isOn && total !== null) {
      const length = await this.#connection.read(view.subarray(total));
      if (length === null) break;
      total += length;
    }
    return total;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#connection.write(bytes);
  }

  close(): void {
    this.#connection.close();
  }
}

peerTest("what has come in several records is told in one piece", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    await using peer = await serve(pki, async (connection) => {
      for (const part of ["one ", "two ", "three"]) await connection.write(new TextEncoder().encode(part));
    });
    let gathering: Gathering | undefined;
    const transport = await connect(peer, {
      async dial(target) {
        gathering = new Gathering(await dial(target));
        return gathering as unknown as Deno.TcpConn;
      },
    });
    gathering!.isOn = true;
    const told = await Array.fromAsync(transport.readable, (bytes) => new TextDecoder().decode(bytes));
    transport.close();
    assertEquals(told, ["one two three"]);
  },
});

peerTest("what was negotiated is told only where somebody reads it", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    await using peer = await serve(pki, (connection) => connection.closeWrite());
    for (const isDescribed of [false, true, undefined]) {
      let blocks = 0;
      const log: TlsTarget["log"] = ({ text }) => void (blocks += text.includes("BEGIN TLS") ? 1 : 0);
      const transport = await connect(peer, { log, isDescribed });
      transport.close();
      const [first, ...others] = transport.facts.security ?? [];
      assertEquals(first, "Transport connection: TLS over TCP/IP");
      assertEquals([others.length > 0, blocks], isDescribed === false ? [false, 0] : [true, 1]);
    }
  },
});
