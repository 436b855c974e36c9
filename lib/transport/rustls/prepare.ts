/**
 * What is loaded once a connection by the engine of the runtime is certain to be wanted.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import type { PreparedTls, TlsOptions, TlsTarget, TlsTools } from "../tls.ts";
import { selectSuites, tlsProfiles } from "../tls_profiles.ts";
import type { Transport } from "../transport.ts";
import { RustlsConnection, type SessionOptions } from "./connection.ts";
import { loadIdentity } from "./identity.ts";
import { openStream } from "./socket.ts";
import { loadTrust } from "./trust.ts";

/** Loads everything that the options name, in DCMTK's order. */
export async function prepareRustls(
  options: TlsOptions,
  { tools, supported }: { tools: TlsTools; supported: readonly string[] },
): Promise<PreparedTls> {
  const { crlCheck, fileFormat, profile, requestedServerName: serverName } = options;
  const trust = loadTrust(options, tools.log);
  const identity = options.identity && await loadIdentity(options.identity, { ...tools, fileFormat });
  const offered = selectSuites({
    profile,
    added: options.cipherSuites,
    isSupported: ({ name }) => supported.includes(name),
    log: tools.log,
  });
  if (offered.length === 0) throw new DicomError(conditions.DCMTLS_EC_FailedToSetCiphersuites);
  const session: SessionOptions = {
    minVersion: "TLSv1.2",
    maxVersion: tlsProfiles[profile].maxVersion === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2",
    ...(identity && { identity }),
    ...(serverName !== undefined && { serverName }),
    ...(options.verifyPeer && { verification: { ...trust, crlCheck } }),
  };
  return new PreparedRustls(session, options);
}

const seedBytes = 1024;

class PreparedRustls implements PreparedTls {
  readonly engine = "rustls";
  readonly #options: TlsOptions;
  #session: SessionOptions | undefined;

  constructor(session: SessionOptions, options: TlsOptions) {
    this.#session = session;
    this.#options = options;
  }

  async connect(target: TlsTarget): Promise<Transport> {
    const session = this.#session;
    if (!session) throw new Error("TLS engine was prepared for something that is over");
    const connection = new RustlsConnection(await openStream(target), { session, log: target.log });
    const { verification } = session;
    const host = this.#options.verifyHostname ? { host: target.host } : {};
    await connection.handshake(target, verification && { ...verification, ...host });
    return connection;
  }

  /** DCMTK does not notice when this fails, and neither does anybody else: the file is an offer to the next run. */
  writeSeed(): void {
    const { writeSeedFile } = this.#options;
    if (writeSeedFile === undefined) return;
    try {
      Deno.writeFileSync(writeSeedFile, crypto.getRandomValues(new Uint8Array(seedBytes)), { mode: 0o600 });
    } catch {
      // see above
    }
  }

  [Symbol.dispose](): void {
    this.#session = undefined;
  }
}
