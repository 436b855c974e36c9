/** What is offered to the peer has to be what DCMTK offers. */
import { assertEquals } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { findOpenssl } from "../../lib/transport/openssl/engine.ts";
import type { TlsEngine, TlsOptions } from "../../lib/transport/tls.ts";
import { type ClientHello, readClientHello, serverNameOf } from "../support/client_hello.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { smallFile } from "../support/small_file.ts";
import { dial, optionsOf } from "../support/tls_oracle.ts";
import { rawPeer, type TlsPeer } from "../support/tls_peers.ts";

const found = findOpenssl();
const version = found.kind === "engine" ? found.engine.version : undefined;

/** A server that keeps what it is offered, and hangs up. */
class Listener implements AsyncDisposable {
  readonly #hellos: ClientHello[] = [];
  readonly #peer: TlsPeer = rawPeer(async (connection) => {
    const bytes = new Uint8Array(4096);
    const length = await connection.read(bytes) ?? 0;
    this.#hellos.push(readClientHello(bytes.subarray(0, length)));
  });

  get port(): number {
    return this.#peer.port;
  }

  take(): ClientHello {
    return this.#hellos.shift()!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#peer[Symbol.asyncDispose]();
  }
}

async function offerOf(
  engine: TlsEngine,
  { listener, options }: { listener: Listener; options: TlsOptions },
) {
  using prepared = await engine.prepare(options, {
    log: () => {},
    readPassword: () => Promise.resolve(undefined),
  });
  try {
    await prepared.connect({ host: "127.0.0.1", port: listener.port, dial, log: () => {} });
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
  }
  return listener.take();
}

peerTest("OpenSSL offers what DCMTK offers, with every profile and every cipher suite", {
  needs: { storescu: dcmtkProgram("storescu"), libssl: version },
  async fn({ storescu }) {
    if (found.kind !== "engine") throw new Error(found.reason);
    const file = await Deno.makeTempFile({ suffix: ".dcm" });
    await Deno.writeFile(file, smallFile());
    await using listener = new Listener();
    const suites = found.engine.cipherSuites().filter((name) => !name.includes("NULL"));
    const lines = ["+py", "+px", "+pz", "+pa", "+pn", ...suites.map((name) => `+px +cs ${name}`)];
    lines.push("+pn +cs TLS_RSA_WITH_AES_256_GCM_SHA384 +cs TLS_RSA_WITH_AES_128_GCM_SHA256");
    for (const line of lines) {
      const args = ["+tla", ...line.split(" ")];
      const command = [...args, "127.0.0.1", `${listener.port}`, file];
      await new Deno.Command(storescu, { args: command, stdin: "null", stdout: "null", stderr: "null" })
        .output();
      const theirs = listener.take();
      const ours = await offerOf(found.engine, { listener, options: optionsOf(args) });
      assertEquals(ours, theirs, line);
    }
    await Deno.remove(file);
  },
});

peerTest("A server name is asked for only where the user wants it", {
  needs: { libssl: version },
  async fn() {
    if (found.kind !== "engine") throw new Error(found.reason);
    await using listener = new Listener();
    const options = optionsOf(["+tla"]);
    const plain = await offerOf(found.engine, { listener, options });
    const named = await offerOf(found.engine, {
      listener,
      options: { ...options, requestedServerName: "pacs.example" },
    });
    assertEquals([serverNameOf(plain), serverNameOf(named)], [undefined, "pacs.example"]);
  },
});
