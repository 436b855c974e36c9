/**
 * The client's own key and certificate.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions, withText } from "../../dictionary/conditions.ts";
import type { TlsIdentity, TlsLog, TlsOptions, TlsTools } from "../tls.ts";
import type { Context } from "./context.ts";
import { logError, takeError } from "./errors.ts";
import { rsaBits, signatureOfRsa } from "./certificate.ts";
import { cString, type Handle } from "./symbols.ts";
import { fileTypes } from "./trust.ts";

/** What is loaded, and what that needs. */
export interface IdentityOptions extends TlsTools {
  readonly identity: TlsIdentity;
  readonly fileFormat: TlsOptions["fileFormat"];
}

/** Loads key and certificate into a context; throws DCMTK's condition where they are of no use. */
export async function useIdentity(context: Context, options: IdentityOptions): Promise<void> {
  const { password } = options.identity;
  const answer = password.kind === "given" ? password : await askPassword(options);
  // from here on nothing is awaited: the error queue belongs to whoever runs
  const { library, handle } = context;
  const { fileFormat, log } = options;
  const { privateKeyFile, certificateFile } = options.identity;
  library.crypto.ERR_clear_error();
  if (!useKey(context, { answer, privateKeyFile, fileFormat })) {
    logError(takeError(library), log);
    const text = `Unable to load private TLS key from '${privateKeyFile}'`;
    throw new DicomError(withText(conditions.DCMTLS_EC_FailedToLoadPrivateKey, text));
  }
  library.crypto.ERR_clear_error();
  if (!useCertificate(context, { file: certificateFile, fileFormat, log })) logError(takeError(library), log);
  if (library.ssl.SSL_CTX_check_private_key(handle) !== 1) {
    const text = `Private key '${privateKeyFile}' and certificate '${certificateFile}' do not match`;
    throw new DicomError(withText(conditions.DCMTLS_EC_MismatchedPrivateKeyAndCertificate, text));
  }
}

interface KeyOptions {
  readonly answer: PasswordAnswer;
  readonly privateKeyFile: string;
  readonly fileFormat: TlsOptions["fileFormat"];
}

function useKey(
  { library: { ssl }, handle }: Context,
  { answer, privateKeyFile, fileFormat }: KeyOptions,
): boolean {
  if (answer.kind === "unanswered") return false;
  const secret = answer.kind === "given" ? cString(answer.password) : null;
  ssl.SSL_CTX_set_default_passwd_cb_userdata(handle, secret);
  const loaded =
    ssl.SSL_CTX_use_PrivateKey_file(handle, cString(privateKeyFile), fileTypes[fileFormat]) === 1;
  ssl.SSL_CTX_set_default_passwd_cb_userdata(handle, null);
  secret?.fill(0);
  return loaded;
}

type PasswordAnswer =
  | { readonly kind: "given"; readonly password: string }
  | { readonly kind: "not needed" | "unanswered" };

/**
 * Asks only for what is needed: a key in a PEM file may be encrypted, and OpenSSL reads no encrypted DER file. Asks
 * twice, as OpenSSL does where it gets no answer.
 */
async function askPassword(
  { identity, fileFormat, readPassword, log }: IdentityOptions,
): Promise<PasswordAnswer> {
  if (fileFormat !== "pem" || !isEncryptedPem(identity.privateKeyFile)) return { kind: "not needed" };
  const typed = await readPassword(passwordPrompt) ?? await readPassword(passwordPrompt);
  if (typed !== undefined) return { kind: "given", password: typed };
  log({ severity: "error", text: "OpenSSL error 1400006b: processing error" });
  return { kind: "unanswered" };
}

/** What OpenSSL asks. */
const passwordPrompt = "Enter PEM pass phrase:";

function isEncryptedPem(file: string): boolean {
  try {
    return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(Deno.readTextFileSync(file));
  } catch {
    // OpenSSL will complain about the file in its own words.
    return false;
  }
}

function useCertificate(
  context: Context,
  { file, fileFormat, log }: { file: string; fileFormat: TlsOptions["fileFormat"]; log: TlsLog },
): boolean {
  const { library: { ssl, crypto }, handle } = context;
  const certificate = readCertificate(context, { file, fileFormat });
  if (certificate === null) return false;
  warnIfWeak(context, { certificate, file, log });
  const used = fileFormat === "pem"
    ? ssl.SSL_CTX_use_certificate_chain_file(handle, cString(file))
    : ssl.SSL_CTX_use_certificate(handle, certificate);
  crypto.X509_free(certificate);
  return used === 1;
}

/** Reads the first certificate of a file; it is owned by the caller. */
function readCertificate(
  { library: { crypto } }: Context,
  { file, fileFormat }: { file: string; fileFormat: TlsOptions["fileFormat"] },
): Handle | null {
  const bio = crypto.BIO_new_file(cString(file), cString("rb"));
  if (bio === null) return null;
  const certificate = fileFormat === "pem"
    ? crypto.PEM_read_bio_X509(bio, null, null, null)
    : crypto.d2i_X509_bio(bio, null);
  crypto.BIO_free(bio);
  return certificate;
}

/** Minimum of RFC 7525. */
const recommendedRsaBits = 2048;
const sha2 = ["RSA-SHA256", "RSA-SHA384", "RSA-SHA512"];

function warnIfWeak(
  { library }: Context,
  { certificate, file, log }: { certificate: Handle; file: string; log: TlsLog },
): void {
  const bits = rsaBits(library, certificate);
  if (bits === undefined) return;
  if (bits < recommendedRsaBits) {
    const advice = "RFC 7525 recommends at least 2048 bits for RSA keys";
    const finding = `but the key in certificate file '${file}' is only ${bits} bits.`;
    log({ severity: "warn", text: `Key length of RSA public key too short: ${advice}, ${finding}` });
  }
  const signature = signatureOfRsa(library, certificate);
  if (!sha2.includes(signature)) {
    const advice = "RFC 7525 recommends the use of SHA-256 for RSA certificates";
    const finding = `but certificate file '${file}' uses '${signature}'.`;
    log({ severity: "warn", text: `Certificate hash key not SHA-256: ${advice}, ${finding}` });
  }
}
