/**
 * The TLS engine that is built into the runtime, with our own verification of the peer.
 *
 * @module
 */
import { cipherSuiteOf } from "../cipher_suites.ts";
import type { PreparedTls, TlsEngine, TlsOptions, TlsTools } from "../tls.ts";
import { tlsProfiles } from "../tls_profiles.ts";
import { spareKey } from "./spare_key.ts";

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
  async cannotHonour(options: TlsOptions): Promise<readonly string[]> {
    const { profile, cipherSuites, seedFile, identity } = options;
    const lacking: string[] = [];
    if (!tlsProfiles[profile].suites.some((name) => suites.includes(name))) {
      lacking.push(tlsProfiles[profile].option);
    }
    const others = cipherSuites.filter((name) => cipherSuiteOf(name) && !suites.includes(name));
    lacking.push(...others.map((name) => `--cipher ${name}`));
    if (seedFile !== undefined) lacking.push("--seed");
    if (identity) {
      const { limitsOf } = await import("./identity_limits.ts");
      lacking.push(...limitsOf(identity, options.fileFormat));
    }
    return lacking;
  }

  /** The suites of TLS 1.2 that it has. */
  cipherSuites(): readonly string[] {
    return suites;
  }

  /** Loads everything that the options name, in DCMTK's order. */
  async prepare(options: TlsOptions, tools: TlsTools): Promise<PreparedTls> {
    // the streams and the cryptography of Node take long to load, too, and meanwhile this is made
    void spareKey();
    const { prepareRustls } = await import("./prepare.ts");
    return await prepareRustls(options, { tools, supported: suites });
  }
}
