/**
 * Private keys of the client: PKCS#8, PKCS#1 and SEC 1, in PEM also encrypted.
 *
 * @module
 */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Certificate } from "./certificate.ts";
import { DerError, sameBytes } from "./der.ts";
import { decryptPkcs8, decryptTraditional } from "./key_encryption.ts";
import { parsePem, type PemBlock } from "./pem.ts";
import type { FileFormat } from "./trust_files.ts";

type KeyType = "pkcs8" | "pkcs1" | "sec1";

const labels: Readonly<Record<string, KeyType>> = {
  "PRIVATE KEY": "pkcs8",
  "ENCRYPTED PRIVATE KEY": "pkcs8",
  "RSA PRIVATE KEY": "pkcs1",
  "EC PRIVATE KEY": "sec1",
};

/** Where the password is asked for. */
type Password = () => string | Promise<string>;

/**
 * Reads a private key. The password is asked for only where the key is encrypted. Throws a {@linkcode DerError} where
 * there is no key, or what decrypting throws.
 */
export async function parsePrivateKey(
  bytes: Uint8Array,
  { format, password }: { format: FileFormat; password: Password },
): Promise<KeyObject> {
  if (format === "der") return parseDerKey(bytes);
  const block = parsePem(new TextDecoder().decode(bytes)).find(({ label }) => label in labels);
  if (!block) throw new DerError("No private key found");
  return newKey(await decrypted(block, password), labels[block.label]);
}

function parseDerKey(bytes: Uint8Array): KeyObject {
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      return newKey(bytes, type);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
    }
  }
  throw new DerError("No private key found");
}

async function decrypted({ label, headers, bytes }: PemBlock, password: Password): Promise<Uint8Array> {
  if (label === "ENCRYPTED PRIVATE KEY") return decryptPkcs8(bytes, await password());
  const info = headers.get("DEK-Info");
  if (headers.get("Proc-Type") !== "4,ENCRYPTED" || info === undefined) return bytes;
  return decryptTraditional(bytes, { info, password: await password() });
}

function newKey(bytes: Uint8Array, type: KeyType): KeyObject {
  try {
    // deno-lint-ignore no-explicit-any
    return createPrivateKey({ key: bytes as any, format: "der", type });
  } catch (cause) {
    throw new DerError("Private key is not understood", { cause });
  }
}

/** Whether the certificate is for this key. */
export function belongsTo(key: KeyObject, { publicKeyInfo }: Certificate): boolean {
  // deno-lint-ignore no-explicit-any
  const certified = createPublicKey({ key: publicKeyInfo as any, format: "der", type: "spki" });
  const own = createPublicKey(key.export({ type: "pkcs8", format: "pem" }));
  return sameBytes(exported(own), exported(certified));
}

function exported(key: KeyObject): Uint8Array {
  return key.export({ type: "spki", format: "der" });
}
