/**
 * The TLS engine that is built into the runtime, with our own verification of the peer.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import { cipherSuiteOf } from "../cipher_suites.ts";
import type { PreparedTls, TlsEngine, TlsOptions, TlsTarget, TlsTools } from "../tls.ts";
import { selectSuites, tlsProfiles } from "../tls_profiles.ts";
import type { Transport } from "../transport.ts";
import { parseOwnCertificates } from "../x509/trust_files.ts";
import { RustlsConnection, type SessionOptions } from "./connection.ts";
import { rsaKeyBits } from "./details.ts";
import { loadIdentity } from "./identity.ts";
import { openStream } from "./socket.ts";
import { loadTrust } from "./trust.ts";

/** In the order of DCMTK's table. */
const suites: readonly string[] = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
];

/** rustls as an engine. */
export class RustlsEngine implements TlsEngine {
  /** Its name. */
  readonly name = "rustls";

  /**
   * It has no suites of old profiles, cannot be told which suites to offer, and mixes no seed of ours into the
   * system's random numbers.
   */
  cannotHonour(options: TlsOptions): readonly string[] {
    const { profile, cipherSuites, seedFile, identity } = options;
    const lacking: string[] = [];
    if (!tlsProfiles[profile].suites.some((name) => suites.includes(name))) {
      lacking.push(tlsProfiles[profile].option);
    }
    const others = cipherSuites.filter((name) => cipherSuiteOf(name) && !suites.includes(name));
    lacking.push(...others.map((name) => `--cipher ${name}`));
    if (seedFile !== undefined) lacking.push("--seed");
    if (identity) lacking.push(...limitsOf(identity.certificateFile, options.fileFormat));
    return lacking;
  }

  /** The suites of TLS 1.2 that it has. */
  cipherSuites(): readonly string[] {
    return suites;
  }

  /** Loads everything that the options name, in DCMTK's order. */
  // deno-lint-ignore require-await
  async prepare(options: TlsOptions, tools: TlsTools): Promise<PreparedTls> {
    const { crlCheck, fileFormat, profile, requestedServerName: serverName } = options;
    const trust = loadTrust(options, tools.log);
    const identity = options.identity && loadIdentity(options.identity, { ...tools, fileFormat });
    const offered = selectSuites({ profile, added: options.cipherSuites, supported: suites, log: tools.log });
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
}

/** What the runtime does not take as a client's certificate. */
function limitsOf(file: string, format: TlsOptions["fileFormat"]): string[] {
  try {
    const [own] = parseOwnCertificates(Deno.readFileSync(file), format);
    if (own.version !== 3) return ["--enable-tls with an X.509 v1 certificate"];
    if ((rsaKeyBits(own) ?? 2048) < 2048) return ["--enable-tls with an RSA key of less than 2048 bits"];
    return [];
  } catch {
    // preparing will complain about the file in DCMTK's words
    return [];
  }
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
