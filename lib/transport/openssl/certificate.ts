/**
 * What can be told of a certificate.
 *
 * @module
 */
import type { OpensslLibrary } from "./library.ts";
import { type Handle, textOf } from "./symbols.ts";

/** EVP_PKEY_RSA and so on, with the names that DCMTK has for them. */
const keyTypes: Readonly<Record<number, string>> = { 6: "RSA", 116: "DSA", 28: "DH" };

function publicKeyOf(library: OpensslLibrary, certificate: Handle): { type: string; bits: number } {
  const { crypto } = library;
  // Borrowed: it belongs to the certificate. Null where it cannot be decoded.
  const key = crypto.X509_get0_pubkey(certificate);
  if (key === null) return { type: "unknown", bits: 0 };
  const type = (crypto.EVP_PKEY_get_base_id ?? crypto.EVP_PKEY_base_id)?.(key) ?? 0;
  const bits = (crypto.EVP_PKEY_get_bits ?? crypto.EVP_PKEY_bits)?.(key) ?? 0;
  return { type: keyTypes[type] ?? "unknown", bits };
}

/** Size of an RSA key in bits; `undefined` for other keys. */
export function rsaBits(library: OpensslLibrary, certificate: Handle): number | undefined {
  const { type, bits } = publicKeyOf(library, certificate);
  return type === "RSA" ? bits : undefined;
}

/** OpenSSL's short name of the algorithm that a certificate is signed with, for example `RSA-SHA256`. */
export function signatureOfRsa({ crypto }: OpensslLibrary, certificate: Handle): string {
  return textOf(crypto, crypto.OBJ_nid2sn(crypto.X509_get_signature_nid(certificate))) ?? "unknown";
}

/** DCMTK's lines on the peer's certificate. */
export function certificateLines(library: OpensslLibrary, certificate: Handle): readonly string[] {
  const { crypto } = library;
  const name = (handle: Deno.PointerValue) => nameOf(library, handle);
  const time = (handle: Deno.PointerValue) => timeOf(library, handle);
  const { type, bits } = publicKeyOf(library, certificate);
  const notBefore = time(crypto.X509_get0_notBefore(certificate));
  const notAfter = time(crypto.X509_get0_notAfter(certificate));
  return [
    `Peer X.509v${crypto.X509_get_version(certificate) + 1} Certificate`,
    `  Subject     : ${name(crypto.X509_get_subject_name(certificate))}`,
    `  Issued by   : ${name(crypto.X509_get_issuer_name(certificate))}`,
    `  Serial no.  : ${crypto.ASN1_INTEGER_get(crypto.X509_get_serialNumber(certificate))}`,
    `  Validity    : not before ${notBefore}, not after ${notAfter}`,
    `  Public key  : ${type}, ${bits} bits`,
  ];
}

const longestNameBytes = 1024;

function nameOf({ crypto }: OpensslLibrary, name: Deno.PointerValue): string {
  const bytes = new Uint8Array(longestNameBytes);
  crypto.X509_NAME_oneline(name, bytes, bytes.length);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}

function timeOf({ crypto }: OpensslLibrary, time: Deno.PointerValue): string {
  const bio = crypto.BIO_new(crypto.BIO_s_mem());
  if (bio === null) throw new Error("Unable to allocate a memory BIO");
  crypto.ASN1_TIME_print(bio, time);
  const bytes = new Uint8Array(64);
  const length = crypto.BIO_read(bio, bytes, bytes.length);
  crypto.BIO_free(bio);
  return new TextDecoder().decode(bytes.subarray(0, Math.max(length, 0)));
}
