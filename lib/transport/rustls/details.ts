/**
 * What DCMTK shows of a secure connection.
 *
 * @module
 */
import { createPublicKey } from "node:crypto";
import type { Certificate } from "../x509/certificate.ts";
import { derTag, integerHexOf, openWhole } from "../x509/der.ts";
import { cipherSuites } from "../cipher_suites.ts";

/** What was negotiated. */
export interface Negotiated {
  readonly protocol: string;
  /** The suite's name, IANA's or OpenSSL's. */
  readonly suite: string;
  readonly certificate?: Certificate;
}

/** DCMTK's lines on a connection. */
export function connectionLines({ protocol, suite, certificate }: Negotiated): readonly string[] {
  const bits = /128/.test(suite) ? 128 : 256;
  const known = cipherSuites.find(({ name }) => name === suite);
  return [
    `  Protocol    : ${protocol}`,
    `  Ciphersuite : ${known?.opensslName ?? suite}, encryption: ${bits} bits`,
    ...(certificate
      ? certificateLines(certificate)
      : ["Peer did not provide a certificate or certificate verification is disabled."]),
  ];
}

function certificateLines(certificate: Certificate): string[] {
  const { version, subject, issuer, serialNumber, notBefore, notAfter } = certificate;
  return [
    `Peer X.509v${version} Certificate`,
    `  Subject     : ${subject.oneLine}`,
    `  Issued by   : ${issuer.oneLine}`,
    `  Serial no.  : ${serialText(serialNumber)}`,
    `  Validity    : not before ${timeText(notBefore)}, not after ${timeText(notAfter)}`,
    `  Public key  : ${keyText(certificate)}`,
  ];
}

/** DCMTK prints -1 for every number that does not fit into 64 bits. */
function serialText(hex: string): string {
  const value = BigInt.asIntN(hex.length * 4, BigInt(`0x${hex}`));
  return BigInt.asIntN(64, value) === value ? String(value) : "-1";
}

function timeText(time: number): string {
  if (Number.isNaN(time)) return "Bad time value";
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString())!;
  return `${month} ${day.replace(/^0/, " ")} ${clock} ${year} GMT`;
}

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp224r1: 224,
  secp384r1: 384,
  secp521r1: 521,
};

function keyText(certificate: Certificate): string {
  const rsaBits = rsaKeyBits(certificate);
  if (rsaBits !== undefined) return `RSA, ${rsaBits} bits`;
  // deno-lint-ignore no-explicit-any
  const key = createPublicKey({ key: certificate.publicKeyInfo as any, format: "der", type: "spki" });
  const { namedCurve } = key.asymmetricKeyDetails ?? {};
  if (namedCurve !== undefined) return `unknown, ${curveBits[namedCurve] ?? 0} bits`;
  return `unknown, ${key.asymmetricKeyType === "ed25519" ? 253 : 0} bits`;
}

/** Size of an RSA key; `undefined` for keys of another kind. */
export function rsaKeyBits({ publicKeyInfo, publicKeyAlgorithm }: Certificate): number | undefined {
  if (publicKeyAlgorithm.id !== "1.2.840.113549.1.1.1") return undefined;
  const reader = openWhole(publicKeyInfo, derTag.sequence);
  reader.read(derTag.sequence);
  const key = openWhole(reader.read(derTag.bitString).content.subarray(1), derTag.sequence);
  const modulus = integerHexOf(key.read(derTag.integer));
  return BigInt(`0x${modulus}`).toString(2).length;
}
