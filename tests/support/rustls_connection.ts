/** Connections by the engine of the runtime, for tests. */
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import type { TlsOptions, TlsTarget } from "../../lib/transport/tls.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { keyKinds, type Pki } from "./pki.ts";
import { dial, optionsOf } from "./tls_oracle.ts";

/** Connects. */
export async function connect(
  peer: { port: number },
  { options, addressFamily }: {
    options: TlsOptions;
    addressFamily?: TlsTarget["addressFamily"];
  },
): Promise<Transport> {
  const log = () => {};
  using prepared = await new RustlsEngine().prepare(options, {
    log,
    readPassword: () => Promise.resolve(undefined),
  });
  return await prepared.connect({ host: "127.0.0.1", port: peer.port, addressFamily, dial, log });
}

/** Trusts what is in a file, and nothing else. */
export const trusting = (file: string) => optionsOf(["+tla", "+cf", file]);

/** A TLS server of the runtime, that does with a connection what it is told. */
export async function serve(
  pki: Pki,
  talk: (connection: Deno.TlsConn) => Promise<void>,
): Promise<AsyncDisposable & { readonly port: number; readonly trusting: TlsOptions }> {
  const root = await pki.authority("root", { key: keyKinds.p256 });
  const server = await pki.issue("server", { issuer: root, key: keyKinds.p256 });
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: await Deno.readTextFile(server.certificateFile),
    key: await Deno.readTextFile(server.privateKeyFile),
  });
  const serving = (async () => {
    for await (using connection of listener) await talk(connection);
  })();
  return {
    port: listener.addr.port,
    trusting: trusting(root.certificateFile),
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}
