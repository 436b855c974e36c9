/**
 * Secure transport connection profiles (PS3.15, Annex B), as DCMTK 3.6.7 implements them, and what `+cs` adds to them.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions, withText } from "../dictionary/conditions.ts";
import { type CipherSuite, cipherSuiteOf } from "./cipher_suites.ts";
import type { TlsNotice, TlsOptions } from "./tls.ts";

/** The profiles by name: `+py +px +pz +pb +pa +pn`. */
export type TlsProfileName = "bcp195-nd" | "bcp195" | "bcp195-ex" | "basic" | "aes" | "null";

/** Versions of the protocol, as OpenSSL names them. */
export type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

/** What a profile means. */
export interface TlsProfile {
  /** The title, as DCMTK writes it in messages. */
  readonly title: string;
  /** The option that asks for it. */
  readonly option: string;
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** Cipher suites up to TLS 1.2 by name, the preferred one first. */
  readonly suites: readonly string[];
  /** Why it should not be used any more. */
  readonly weakness?: string;
}

const forwardSecretSuites = [
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
];

const threeDes = "TLS_RSA_WITH_3DES_EDE_CBC_SHA";

const readableLater = "whoever gets the receiver's private key can read what was sent";

/** The profiles. */
export const tlsProfiles: Readonly<Record<TlsProfileName, TlsProfile>> = {
  "bcp195-nd": {
    title: "Non-downgrading BCP 195 TLS Profile",
    option: "--profile-bcp195-nd",
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.3",
    suites: forwardSecretSuites,
  },
  "bcp195": {
    title: "BCP 195 TLS Profile",
    option: "--profile-bcp195",
    minVersion: "TLSv1",
    maxVersion: "TLSv1.3",
    suites: [...forwardSecretSuites, "TLS_RSA_WITH_AES_128_CBC_SHA", threeDes],
  },
  "bcp195-ex": {
    title: "Extended BCP 195 TLS Profile",
    option: "--profile-bcp195-ex",
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.2",
    suites: [
      ...forwardSecretSuites,
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    ],
  },
  "basic": {
    title: "Basic TLS Secure Transport Connection Profile",
    option: "--profile-basic",
    minVersion: "TLSv1",
    maxVersion: "TLSv1.2",
    suites: [threeDes],
    weakness: `it is retired, 3DES is weak, and ${readableLater}`,
  },
  "aes": {
    title: "AES TLS Secure Transport Connection Profile",
    option: "--profile-aes",
    minVersion: "TLSv1",
    maxVersion: "TLSv1.2",
    suites: ["TLS_RSA_WITH_AES_128_CBC_SHA", threeDes],
    weakness: `it is retired, and ${readableLater}`,
  },
  "null": {
    title: "Authenticated unencrypted communication",
    option: "--profile-null",
    minVersion: "TLSv1",
    maxVersion: "TLSv1.2",
    suites: ["TLS_RSA_WITH_NULL_SHA"],
    weakness: "nothing is encrypted",
  },
};

/** What is negotiated up to TLS 1.2. */
export interface SuiteSelection {
  readonly profile: TlsProfileName;
  /** `+cs`, in the order given. */
  readonly added: readonly string[];
  /** Whether the engine can negotiate the cipher suite. */
  readonly isSupported: (suite: CipherSuite) => boolean;
  readonly log: (notice: TlsNotice) => void;
}

/**
 * The cipher suites of a profile, then those added by `+cs`, the last one first, as DCMTK reads them. Throws DCMTK's
 * condition where one cannot or must not be added.
 */
export function selectSuites({ profile, added, isSupported, log }: SuiteSelection): readonly CipherSuite[] {
  const names = [...tlsProfiles[profile].suites];
  for (const name of added.toReversed()) {
    addSuite(name, { profile, isSupported, log });
    names.push(name);
  }
  return names.map(known).filter(isSupported);
}

function known(name: string): CipherSuite {
  const suite = cipherSuiteOf(name);
  if (!suite) throw new DicomError(conditions.EC_IllegalCall, { message: `Unknown cipher suite ${name}` });
  return suite;
}

function addSuite(name: string, { profile, isSupported, log }: Omit<SuiteSelection, "added">): void {
  const suite = known(name);
  if (!isSupported(suite)) {
    const text =
      `Ciphersuite '${name}' not supported by the OpenSSL library used to compile this application.`;
    log({ severity: "fatal", text });
    throw new DicomError(
      withText(conditions.DCMTLS_EC_UnknownCiphersuite, `Unknown or invalid ciphersuite: ${name}`),
    );
  }
  if (profile === "null") return;
  const { title } = tlsProfiles[profile];
  if (profile === "bcp195-ex") {
    notAllowed(`Additional ciphersuites not permitted with security profile '${title}'`, log);
  }
  if (suite.unencrypted) {
    notAllowed(`Unencrypted ciphersuite '${name}' not permitted with security profile '${title}'`, log);
  }
  const uses = suite.rsaKeyTransport ? "RSA" : "NO RSA";
  const advice = "RFC 7525 recommends that such cipher suites should not be used.";
  log({ severity: "warn", text: `Ciphersuite '${name}' uses ${uses} key transport. ${advice}` });
}

function notAllowed(text: string, log: SuiteSelection["log"]): never {
  log({ severity: "fatal", text });
  throw new DicomError(conditions.DCMTLS_EC_CiphersuiteNotAllowed);
}

/** What the user should know about options that give little security. */
export function weaknessesOf({ profile, verifyPeer }: TlsOptions): readonly TlsNotice[] {
  const { option, weakness } = tlsProfiles[profile];
  const texts = weakness ? [`${option} gives little security: ${weakness}`] : [];
  if (!verifyPeer) {
    texts.push("--ignore-peer-cert gives little security: whoever answers is taken for the peer");
  }
  return texts.map((text) => ({ severity: "info", text }));
}
