/**
 * The client's own key and certificate.
 *
 * @module
 */
import type { KeyObject } from "node:crypto";
import { DicomError, reasonOf } from "../../base/errors.ts";
import { conditions, withText } from "../../dictionary/conditions.ts";
import type { TlsIdentity, TlsLog, TlsOptions, TlsTools } from "../tls.ts";
import type { Certificate } from "../x509/certificate.ts";
import { DerError } from "../x509/der.ts";
import { UnsupportedEncryptionError, WrongPasswordError } from "../x509/key_encryption.ts";
import { belongsTo, parsePrivateKey } from "../x509/private_key.ts";
import { parseOwnCertificates } from "../x509/trust_files.ts";
import { rsaKeyBits } from "./details.ts";
import { fileErrorText } from "./trust.ts";

/** Key and chain as the runtime takes them. */
export interface LoadedIdentity {
  /** PKCS#8 in PEM. */
  readonly key: string;
  /** Certificates in PEM, the client's own first. */
  readonly certificates: string;
}

/** What loading needs besides the names of the files. */
export interface IdentityTools extends TlsTools {
  readonly fileFormat: TlsOptions["fileFormat"];
}

/** Loads both; throws DCMTK's condition where they are of no use. */
export async function loadIdentity(identity: TlsIdentity, tools: IdentityTools): Promise<LoadedIdentity> {
  const { privateKeyFile, certificateFile } = identity;
  const key = await loadKey(identity, tools);
  const certificates = loadCertificates(certificateFile, tools);
  if (!certificates || !belongsTo(key, certificates[0])) {
    const text = `Private key '${privateKeyFile}' and certificate '${certificateFile}' do not match`;
    throw new DicomError(withText(conditions.DCMTLS_EC_MismatchedPrivateKeyAndCertificate, text));
  }
  const pem = key.export({ type: "pkcs8", format: "pem" });
  return { key: String(pem), certificates: certificates.map(({ encoded }) => pemOf(encoded)).join("") };
}

/** A certificate in PEM. */
export function pemOf(encoded: Uint8Array): string {
  const lines = encoded.toBase64().replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

async function loadKey({ privateKeyFile, password }: TlsIdentity, tools: IdentityTools): Promise<KeyObject> {
  try {
    return await parsePrivateKey(Deno.readFileSync(privateKeyFile), {
      format: tools.fileFormat,
      password: () => password.kind === "given" ? password.password : askPassword(tools),
    });
  } catch (cause) {
    tools.log({ severity: "error", text: keyErrorText(cause, tools.fileFormat) });
    tools.log({ severity: "info", text: `${privateKeyFile}: ${reasonOf(cause)}` });
    const text = `Unable to load private TLS key from '${privateKeyFile}'`;
    throw new DicomError(withText(conditions.DCMTLS_EC_FailedToLoadPrivateKey, text), { cause });
  }
}

class NoPasswordError extends Error {
  override readonly name = "NoPasswordError";
}

/** Asks twice, as OpenSSL does where it gets no answer. */
async function askPassword({ readPassword }: IdentityTools): Promise<string> {
  const promptText = "Enter PEM pass phrase:";
  const typed = await readPassword(promptText) ?? await readPassword(promptText);
  if (typed === undefined) throw new NoPasswordError("No password was given");
  return typed;
}

/** OpenSSL's line on a key that cannot be used. */
function keyErrorText(error: unknown, format: TlsOptions["fileFormat"]): string {
  if (error instanceof NoPasswordError) return "OpenSSL error 1400006b: processing error";
  if (error instanceof WrongPasswordError) return "OpenSSL error 1c800064: bad decrypt";
  if (error instanceof UnsupportedEncryptionError || error instanceof DerError) {
    return "OpenSSL error 1e08010c: unsupported";
  }
  return fileErrorText(error, format);
}

function loadCertificates(
  file: string,
  { fileFormat, log }: IdentityTools,
): readonly Certificate[] | undefined {
  try {
    const certificates = parseOwnCertificates(Deno.readFileSync(file), fileFormat);
    warnIfWeak(certificates[0], { file, log });
    return certificates;
  } catch (error) {
    log({ severity: "error", text: certificateErrorText(error, fileFormat) });
    log({ severity: "info", text: `${file}: ${reasonOf(error)}` });
    return undefined;
  }
}

function certificateErrorText(error: unknown, format: TlsOptions["fileFormat"]): string {
  return error instanceof DerError && format === "pem"
    ? "OpenSSL error 0480006c: no start line"
    : fileErrorText(error, format);
}

/** Minimum of RFC 7525. */
const recommendedRsaBits = 2048;

/** Signature algorithms by OpenSSL's short names. */
const signatureNames: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.4": "RSA-MD5",
  "1.2.840.113549.1.1.5": "RSA-SHA1",
  "1.2.840.113549.1.1.10": "RSASSA-PSS",
  "1.2.840.113549.1.1.11": "RSA-SHA256",
  "1.2.840.113549.1.1.12": "RSA-SHA384",
  "1.2.840.113549.1.1.13": "RSA-SHA512",
  "1.2.840.113549.1.1.14": "RSA-SHA224",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
  "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
};
const sha2 = ["RSA-SHA256", "RSA-SHA384", "RSA-SHA512"];

function warnIfWeak(certificate: Certificate, { file, log }: { file: string; log: TlsLog }): void {
  const bits = rsaKeyBits(certificate);
  if (bits === undefined) return;
  if (bits < recommendedRsaBits) {
    const advice = "RFC 7525 recommends at least 2048 bits for RSA keys";
    const finding = `but the key in certificate file '${file}' is only ${bits} bits.`;
    log({ severity: "warn", text: `Key length of RSA public key too short: ${advice}, ${finding}` });
  }
  const { id } = certificate.signatureAlgorithm;
  const signature = signatureNames[id] ?? id;
  if (!sha2.includes(signature)) {
    const advice = "RFC 7525 recommends the use of SHA-256 for RSA certificates";
    const finding = `but certificate file '${file}' uses '${signature}'.`;
    log({ severity: "warn", text: `Certificate hash key not SHA-256: ${advice}, ${finding}` });
  }
}
