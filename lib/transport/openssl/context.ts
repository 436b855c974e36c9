/**
 * An SSL_CTX: everything that connections have in common, made in DCMTK's order and with its complaints.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import type { CipherSuite } from "../cipher_suites.ts";
import type { TlsLog, TlsOptions, TlsTools } from "../tls.ts";
import { selectSuites, tlsProfiles } from "../tls_profiles.ts";
import { conditionOf, logError, takeError } from "./errors.ts";
import { useIdentity } from "./identity.ts";
import type { OpensslLibrary } from "./library.ts";
import { cString, type Handle } from "./symbols.ts";
import { trust } from "./trust.ts";

/** An owned SSL_CTX with its library. */
export interface Context {
  readonly library: OpensslLibrary;
  /** Freed with SSL_CTX_free. */
  readonly handle: Handle;
}

const ctrl = { mode: 33, sessionCacheMode: 44, groups: 91, maxVersion: 124 } as const;
const sessionCacheOff = 0;
const tls12 = 0x0303;
/** A chunk that was not written at once may be offered again from another place in memory. */
const acceptMovingWriteBuffer = 2;
/** SSL_OP_NO_TLSv1 and SSL_OP_NO_TLSv1_1. */
const noOldVersions = 0x0400_0000n | 0x1000_0000n;
/** SSL_OP_NO_RENEGOTIATION: an established connection never has to be read before it can be written to. */
const noRenegotiation = 0x4000_0000n;
const verifyPeer = 1;

/** Elliptic curves of 256 bits and more that OpenSSL may know, by number; P-256 comes first and gets the key share. */
const curves = [415, 714, 715, 716, 729, 730, 731, 732, 733, 734, 927, 931, 933];

/** Makes a context; the caller frees it. */
export function newContext(library: OpensslLibrary): Context {
  const { ssl, crypto } = library;
  crypto.ERR_clear_error();
  const handle = ssl.SSL_CTX_new(ssl.TLS_client_method());
  if (handle === null) throw new DicomError(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer);
  // The profile alone decides on the suites; NULL suites and the old versions need this level.
  ssl.SSL_CTX_set_security_level(handle, 0);
  return { library, handle };
}

/** Those of some cipher suites that the library can negotiate. */
export function supportedSuites(
  library: OpensslLibrary,
  suites: readonly CipherSuite[],
): readonly CipherSuite[] {
  const context = newContext(library);
  const supported = suites.filter((suite) => isSupported(context, suite));
  library.ssl.SSL_CTX_free(context.handle);
  library.crypto.ERR_clear_error();
  return supported;
}

/** To find out, the suite becomes the only one of the context. */
function isSupported({ library: { ssl }, handle }: Context, { opensslName }: CipherSuite): boolean {
  return ssl.SSL_CTX_set_cipher_list(handle, cString(opensslName)) === 1;
}

/** Loads everything that the options name into a context. */
export async function configure(
  context: Context,
  { options, tools }: { options: TlsOptions; tools: TlsTools },
): Promise<void> {
  const { library } = context;
  const { identity, fileFormat } = options;
  if (options.seedFile !== undefined) seed(library, options.seedFile, tools.log);
  setDefaults(context);
  trust(context, { options, log: tools.log });
  if (identity) await useIdentity(context, { identity, fileFormat, ...tools });
  useSuites(context, { options, log: tools.log });
  library.ssl.SSL_CTX_set_verify(context.handle, options.verifyPeer ? verifyPeer : 0, null);
  library.crypto.ERR_clear_error();
}

function seed({ crypto }: OpensslLibrary, file: string, log: TlsLog): void {
  crypto.RAND_load_file(cString(file), -1n);
  if (crypto.RAND_status() !== 1) {
    log({ severity: "warn", text: "PRNG for TLS not seeded with sufficient random data." });
  }
}

function setDefaults({ library: { ssl }, handle }: Context): void {
  ssl.SSL_CTX_ctrl(handle, ctrl.sessionCacheMode, BigInt(sessionCacheOff), null);
  ssl.SSL_CTX_ctrl(handle, ctrl.mode, BigInt(acceptMovingWriteBuffer), null);
  ssl.SSL_CTX_set_options(handle, noRenegotiation);
  const known = curves.filter((curve) =>
    ssl.SSL_CTX_ctrl(handle, ctrl.groups, 1n, Int32Array.of(curve)) === 1
  );
  ssl.SSL_CTX_ctrl(handle, ctrl.groups, BigInt(known.length), Int32Array.from(known));
}

function useSuites(context: Context, { options, log }: { options: TlsOptions; log: TlsLog }): void {
  const { library, handle } = context;
  const { ssl, crypto } = library;
  const { profile, cipherSuites: added } = options;
  const suites = selectSuites({ profile, added, isSupported: (suite) => isSupported(context, suite), log });
  crypto.ERR_clear_error();
  const list = suites.map(({ opensslName }) => opensslName).join(":");
  if (ssl.SSL_CTX_set_cipher_list(handle, cString(list)) !== 1) {
    const error = takeError(library);
    logError(error, log);
    throw new DicomError(error ? conditionOf(error) : conditions.DCMTLS_EC_FailedToSetCiphersuites);
  }
  const { minVersion, maxVersion } = tlsProfiles[profile];
  if (minVersion === "TLSv1.2") ssl.SSL_CTX_set_options(handle, noOldVersions);
  if (maxVersion === "TLSv1.2") ssl.SSL_CTX_ctrl(handle, ctrl.maxVersion, BigInt(tls12), null);
}
