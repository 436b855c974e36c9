/**
 * What the runtime does not take of a client's key and certificate, found out before it is asked to.
 *
 * @module
 */
import type { TlsIdentity, TlsOptions } from "../tls.ts";
import type { Certificate } from "../x509/certificate.ts";
import { DerReader, derTag, objectIdentifierOf } from "../x509/der.ts";
import { hasUnknownCipher } from "../x509/key_encryption.ts";
import { parsePem } from "../x509/pem.ts";
import { parseOwnCertificates } from "../x509/trust_files.ts";
import { rsaKeyBits } from "./details.ts";

type FileFormat = TlsOptions["fileFormat"];

/** Names what of them has to be left to another engine. */
export function limitsOf({ certificateFile, privateKeyFile }: TlsIdentity, format: FileFormat): string[] {
  const limits = [
    ...ifReadable(() =>
      certificateLimit(parseOwnCertificates(Deno.readFileSync(certificateFile), format)[0])
    ),
    ...ifReadable(() => format === "pem" ? keyLimit(privateKeyFile) : undefined),
  ];
  return limits.map((limit) => `--enable-tls with ${limit}`);
}

/** Preparing will complain about what is no certificate or no key, in DCMTK's words. */
function ifReadable(find: () => string | undefined): string[] {
  try {
    const limit = find();
    return limit === undefined ? [] : [limit];
  } catch {
    return [];
  }
}

/** Kinds of keys that it can sign with (RFC 8446, Section 4.2.3); those of elliptic curves by their curves. */
const signingKeys: readonly string[] = [
  "1.2.840.113549.1.1.1", // RSA
  "1.2.840.10045.3.1.7", // P-256
  "1.3.132.0.34", // P-384
  "1.3.132.0.35", // P-521
  "1.3.101.112", // Ed25519
];
const ellipticCurve = "1.2.840.10045.2.1";

function certificateLimit(own: Certificate): string | undefined {
  if (own.version !== 3) return "an X.509 v1 certificate";
  if (!signingKeys.includes(kindOfKey(own))) return "such a kind of key";
  return (rsaKeyBits(own) ?? 2048) < 2048 ? "an RSA key of less than 2048 bits" : undefined;
}

function kindOfKey({ publicKeyAlgorithm: { id, parameters } }: Certificate): string {
  if (id !== ellipticCurve || !parameters) return id;
  // Whoever does not name a curve describes one
  const curve = new DerReader(parameters).readOptional(derTag.objectIdentifier);
  return curve ? objectIdentifierOf(curve) : id;
}

function keyLimit(file: string): string | undefined {
  const isUnknown = parsePem(Deno.readTextFileSync(file)).some(hasUnknownCipher);
  return isUnknown ? "a private key that is encrypted in such a way" : undefined;
}
