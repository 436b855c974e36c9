/**
 * Decrypting private keys: PKCS#8 with PBES2 or PBES1 (RFC 8018), and OpenSSL's older format in PEM.
 *
 * @module
 */
import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import { DerError, DerReader, derTag, openWhole, smallIntegerOf } from "./der.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./certificate.ts";
import type { PemBlock } from "./pem.ts";

/** The password does not fit. */
export class WrongPasswordError extends Error {
  /** Its name in stack traces. */
  override readonly name = "WrongPasswordError";
}

/** The key is encrypted in a way that is not supported. */
export class UnsupportedEncryptionError extends Error {
  /** Its name in stack traces. */
  override readonly name = "UnsupportedEncryptionError";
}

interface Cipher {
  readonly name: string;
  readonly keyBytes: number;
}

const tripleDes: Cipher = { name: "des-ede3-cbc", keyBytes: 24 };

const ciphers: Readonly<Record<string, Cipher>> = {
  "1.2.840.113549.3.7": tripleDes,
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyBytes: 16 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyBytes: 32 },
};

const namedCiphers: Readonly<Record<string, Cipher>> = {
  "DES-EDE3-CBC": tripleDes,
  "AES-128-CBC": { name: "aes-128-cbc", keyBytes: 16 },
  "AES-256-CBC": { name: "aes-256-cbc", keyBytes: 32 },
};

const pseudoRandomFunctions: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

const schemes = {
  pbes2: "1.2.840.113549.1.5.13",
  pbkdf2: "1.2.840.113549.1.5.12",
  scrypt: "1.3.6.1.4.1.11591.4.11",
  pbeTripleDes: "1.2.840.113549.1.12.1.3",
} as const;

/** Whether this is a private key that is encrypted in a way that is not supported; no password is needed to tell. */
export function hasUnknownCipher({ label, headers, bytes }: PemBlock): boolean {
  const info = headers.get("DEK-Info");
  if (info !== undefined) return !(info.split(",")[0] in namedCiphers);
  if (label !== "ENCRYPTED PRIVATE KEY") return false;
  const { id, parameters = new Uint8Array() } = readAlgorithm(openWhole(bytes, derTag.sequence));
  if (id !== schemes.pbes2) return id !== schemes.pbeTripleDes;
  const reader = openWhole(parameters, derTag.sequence);
  readAlgorithm(reader);
  return !(readAlgorithm(reader).id in ciphers);
}

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958, Section 3) to a PrivateKeyInfo. */
export function decryptPkcs8(encoded: Uint8Array, password: string): Uint8Array {
  const reader = openWhole(encoded, derTag.sequence);
  const algorithm = readAlgorithm(reader);
  const data = reader.read(derTag.octetString).content;
  reader.end();
  const parameters = openWhole(algorithm.parameters ?? new Uint8Array(), derTag.sequence);
  if (algorithm.id === schemes.pbes2) return decryptPbes2(data, { parameters, password });
  if (algorithm.id === schemes.pbeTripleDes) return decryptPbe(data, { parameters, password });
  throw new UnsupportedEncryptionError(`Encryption ${algorithm.id} of private keys is not supported`);
}

interface Decryption {
  readonly parameters: DerReader;
  readonly password: string;
}

function decryptPbes2(data: Uint8Array, { parameters, password }: Decryption): Uint8Array {
  const derivation = readAlgorithm(parameters);
  const scheme = readAlgorithm(parameters);
  const cipher = ciphers[scheme.id];
  if (!cipher || !scheme.parameters) {
    throw new UnsupportedEncryptionError(`Cipher ${scheme.id} is not supported`);
  }
  const iv = new DerReader(scheme.parameters).read(derTag.octetString).content;
  return decrypt(data, { cipher, key: deriveKey(derivation, { password, keyBytes: cipher.keyBytes }), iv });
}

function deriveKey(
  { id, parameters }: AlgorithmIdentifier,
  { password, keyBytes }: { password: string; keyBytes: number },
): Uint8Array {
  const reader = openWhole(parameters ?? new Uint8Array(), derTag.sequence);
  const salt = reader.read(derTag.octetString).content;
  const cost = smallIntegerOf(reader.read(derTag.integer));
  if (id === schemes.scrypt) {
    const [r, p] = [reader.read(derTag.integer), reader.read(derTag.integer)].map(smallIntegerOf);
    return scryptSync(password, salt, keyBytes, { N: cost, r, p, maxmem: 256 * cost * r });
  }
  if (id !== schemes.pbkdf2) throw new UnsupportedEncryptionError(`Key derivation ${id} is not supported`);
  reader.readOptional(derTag.integer);
  const digest = reader.done ? "sha1" : pseudoRandomFunctions[readAlgorithm(reader).id];
  if (!digest) throw new UnsupportedEncryptionError("Pseudo-random function is not supported");
  return pbkdf2Sync(password, salt, cost, keyBytes, digest);
}

/** SHA-1 and triple DES with the key derivation of PKCS#12 (RFC 7292, Appendix B.2). */
function decryptPbe(data: Uint8Array, { parameters, password }: Decryption): Uint8Array {
  const salt = parameters.read(derTag.octetString).content;
  const iterations = smallIntegerOf(parameters.read(derTag.integer));
  const derive = (id: number, bytes: number) => derivePkcs12({ password, salt, iterations, id, bytes });
  return decrypt(data, { cipher: tripleDes, key: derive(1, 24), iv: derive(2, 8) });
}

const sha1BlockBytes = 64;

function derivePkcs12({ password, salt, iterations, id, bytes }: {
  password: string;
  salt: Uint8Array;
  iterations: number;
  id: number;
  bytes: number;
}): Uint8Array {
  const characters = [...`${password}\0`].flatMap((it) => [it.charCodeAt(0) >> 8, it.charCodeAt(0) & 0xff]);
  const input = [...repeated([...salt]), ...repeated(characters)];
  const output: number[] = [];
  while (output.length < bytes) {
    let hash = sha1(Uint8Array.from([...new Array(sha1BlockBytes).fill(id), ...input]));
    for (let round = 1; round < iterations; round++) hash = sha1(hash);
    output.push(...hash);
    addToBlocks(input, repeated([...hash]));
  }
  return Uint8Array.from(output.slice(0, bytes));
}

/** Adds a number plus one to every block of the input. */
function addToBlocks(input: number[], number: readonly number[]): void {
  for (let start = 0; start < input.length; start += sha1BlockBytes) {
    let carry = 1;
    for (let index = sha1BlockBytes - 1; index >= 0; index--) {
      carry += input[start + index] + number[index];
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** Repeats values until they fill blocks. */
function repeated(values: readonly number[]): number[] {
  const length = Math.ceil(values.length / sha1BlockBytes) * sha1BlockBytes;
  return Array.from({ length }, (_, index) => values[index % values.length]);
}

function sha1(bytes: Uint8Array): Uint8Array {
  return createHash("sha1").update(bytes).digest();
}

/** Decrypts a key in OpenSSL's older format, whose header DEK-Info says how: `AES-128-CBC,0123...`. */
export function decryptTraditional(
  data: Uint8Array,
  { info, password }: { info: string; password: string },
): Uint8Array {
  const [name, digits] = info.split(",");
  const cipher = namedCiphers[name];
  if (!cipher || !/^([0-9A-Fa-f]{2})+$/.test(digits ?? "")) {
    throw new UnsupportedEncryptionError(`Encryption ${info} of private keys is not supported`);
  }
  const iv = Uint8Array.fromHex(digits);
  const key: number[] = [];
  let last = new Uint8Array();
  while (key.length < cipher.keyBytes) {
    const md5 = createHash("md5").update(last).update(password).update(iv.subarray(0, 8));
    last = Uint8Array.from(md5.digest());
    key.push(...last);
  }
  return decrypt(data, { cipher, key: Uint8Array.from(key.slice(0, cipher.keyBytes)), iv });
}

function decrypt(data: Uint8Array, options: CipherOptions): Uint8Array {
  const bytes = decipher(data, options);
  // by chance the padding of garbage may look right
  if (!isSequence(bytes)) throw new DerError("What this password decrypts is no private key");
  return bytes;
}

interface CipherOptions {
  readonly cipher: Cipher;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

function decipher(data: Uint8Array, { cipher, key, iv }: CipherOptions): Uint8Array {
  try {
    const decipher = createDecipheriv(cipher.name, key, iv);
    const parts = [decipher.update(data), decipher.final()];
    const bytes = new Uint8Array(parts[0].length + parts[1].length);
    bytes.set(parts[0]);
    bytes.set(parts[1], parts[0].length);
    return bytes;
  } catch (cause) {
    throw new WrongPasswordError("Private key cannot be decrypted with this password", { cause });
  }
}

function isSequence(bytes: Uint8Array): boolean {
  try {
    return new DerReader(bytes).read(derTag.sequence).encoded.length === bytes.length;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
