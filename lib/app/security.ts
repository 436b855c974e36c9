/**
 * The secure transport that settings describe. Engines are loaded only where they are asked for.
 *
 * @module
 */
import type { TlsConnectionSettings } from "../cli/settings.ts";
import type { PreparedTls, TlsIdentity, TlsLog, TlsOptions } from "../transport/tls.ts";
import { type EngineSource, listCiphers, prepareTls } from "../transport/tls_choice.ts";

/** Loads keys, certificates and cipher suites for the engine that can honour all that is asked for. */
export async function prepareSecurity(settings: TlsConnectionSettings, log: TlsLog): Promise<PreparedTls> {
  const choice = { wanted: settings.engine, engines };
  const readPassword = async (promptText: string) =>
    (await import("../console/read_password.ts")).readPassword(promptText);
  return await prepareTls(tlsOptionsOf(settings), { choice, tools: { log, readPassword } });
}

/** The lines of `--list-ciphers` behind its heading. */
export async function cipherList(): Promise<string> {
  return await listCiphers(engines);
}

const engines: readonly EngineSource[] = [
  {
    name: "rustls",
    async load() {
      const { RustlsEngine } = await import("../transport/rustls/engine.ts");
      return { kind: "engine", engine: new RustlsEngine() };
    },
  },
  {
    name: "openssl",
    async load() {
      const { findOpenssl } = await import("../transport/openssl/engine.ts");
      return findOpenssl();
    },
  },
];

/** What the transport layer is asked for. */
function tlsOptionsOf(settings: TlsConnectionSettings): TlsOptions {
  const { fileFormat, caFiles, caDirectories, crlFiles, crlCheck, profile, cipherSuites } = settings;
  const { seedFile, writeSeed, verifyPeer, verifyHostname, requestedServerName } = settings;
  return {
    identity: identityOf(settings),
    fileFormat,
    caFiles,
    caDirectories,
    crlFiles,
    crlCheck,
    profile,
    cipherSuites,
    seedFile,
    writeSeedFile: writeSeed.kind === "file"
      ? writeSeed.file
      : writeSeed.kind === "none"
      ? undefined
      : seedFile,
    verifyPeer,
    verifyHostname,
    requestedServerName,
  };
}

function identityOf(settings: TlsConnectionSettings): TlsIdentity | undefined {
  const { kind, privateKeyFile, certificateFile, password } = settings;
  if (kind !== "authenticated" || privateKeyFile === undefined || certificateFile === undefined) {
    return undefined;
  }
  return { privateKeyFile, certificateFile, password };
}
