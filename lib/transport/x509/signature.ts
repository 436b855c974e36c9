/**
 * Signatures on certificates and revocation lists, checked by the runtime's cryptography.
 *
 * @module
 */
import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";
import type { AlgorithmIdentifier, Certificate, Signed } from "./certificate.ts";
import {
  contextGroup,
  DerError,
  type DerReader,
  derTag,
  encodeDer,
  objectIdentifierOf,
  openWhole,
  sameBytes,
  smallIntegerOf,
} from "./der.ts";

type KeyKind = "rsa" | "rsa-pss" | "ec" | "ed25519" | "ed448";

/** How something is signed. */
interface SignatureScheme {
  /** The keys that can have made it. */
  readonly keys: readonly KeyKind[];
  readonly digest?: string;
  readonly saltBytes?: number;
}

const rsa = (digest: string): SignatureScheme => ({ keys: ["rsa"], digest });
const ecdsa = (digest: string): SignatureScheme => ({ keys: ["ec"], digest });

const schemes: Readonly<Record<string, SignatureScheme>> = {
  "1.2.840.113549.1.1.4": rsa("md5"),
  "1.2.840.113549.1.1.5": rsa("sha1"),
  "1.2.840.113549.1.1.14": rsa("sha224"),
  "1.2.840.113549.1.1.11": rsa("sha256"),
  "1.2.840.113549.1.1.12": rsa("sha384"),
  "1.2.840.113549.1.1.13": rsa("sha512"),
  "1.2.840.10045.4.1": ecdsa("sha1"),
  "1.2.840.10045.4.3.1": ecdsa("sha224"),
  "1.2.840.10045.4.3.2": ecdsa("sha256"),
  "1.2.840.10045.4.3.3": ecdsa("sha384"),
  "1.2.840.10045.4.3.4": ecdsa("sha512"),
  "1.3.101.112": { keys: ["ed25519"] },
  "1.3.101.113": { keys: ["ed448"] },
};

const pss = "1.2.840.113549.1.1.10";
const mgf1 = "1.2.840.113549.1.1.8";

const keyKinds: Readonly<Record<string, KeyKind>> = {
  "1.2.840.113549.1.1.1": "rsa",
  [pss]: "rsa-pss",
  "1.2.840.10045.2.1": "ec",
  "1.3.101.112": "ed25519",
  "1.3.101.113": "ed448",
};

const digests: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.4": "sha224",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

function schemeOf({ id, parameters }: AlgorithmIdentifier): SignatureScheme | undefined {
  if (id !== pss) return schemes[id];
  try {
    return pssScheme(parameters);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** RSASSA-PSS with the same digest for the message and for the mask (RFC 4055, Section 3.1). */
function pssScheme(parameters: Uint8Array | undefined): SignatureScheme | undefined {
  const reader = parameters && openWhole(parameters, derTag.sequence);
  const digest = digestId(reader?.openOptional(contextGroup(0))?.open(derTag.sequence));
  const mask = reader?.openOptional(contextGroup(1))?.open(derTag.sequence);
  if (mask && objectIdentifierOf(mask.read(derTag.objectIdentifier)) !== mgf1) return undefined;
  const maskDigest = digestId(mask?.open(derTag.sequence));
  const salt = reader?.openOptional(contextGroup(2))?.read(derTag.integer);
  const trailer = reader?.openOptional(contextGroup(3))?.read(derTag.integer);
  reader?.end();
  if (maskDigest !== digest || (trailer && smallIntegerOf(trailer) !== 1)) return undefined;
  return { keys: ["rsa", "rsa-pss"], digest, saltBytes: salt ? smallIntegerOf(salt) : 20 };
}

function digestId(algorithm: DerReader | undefined): string | undefined {
  return algorithm ? digests[objectIdentifierOf(algorithm.read(derTag.objectIdentifier))] : "sha1";
}

/** Whether the issuer's kind of key can have signed this at all. */
export function canHaveSigned(issuer: Certificate, { innerAlgorithm }: Signed): boolean {
  const kind = keyKinds[issuer.publicKeyAlgorithm.id];
  return kind !== undefined && (schemeOf(innerAlgorithm)?.keys.includes(kind) ?? false);
}

/** Whether the public key is one that can be used here. */
export function hasUsableKey(certificate: Certificate): boolean {
  try {
    publicKeyOf(certificate);
    return true;
  } catch {
    // whatever the runtime does not like about a key, it cannot be used to verify anything
    return false;
  }
}

function publicKeyOf({ publicKeyInfo, publicKeyAlgorithm }: Certificate): KeyObject {
  const key = publicKeyAlgorithm.id === pss ? plainRsa(publicKeyInfo) : publicKeyInfo;
  // deno-lint-ignore no-explicit-any
  return createPublicKey({ key: key as any, format: "der", type: "spki" });
}

/** A key that is for PSS only, as a plain RSA key; its restrictions are checked apart. */
function plainRsa(publicKeyInfo: Uint8Array): Uint8Array {
  const reader = openWhole(publicKeyInfo, derTag.sequence);
  reader.read(derTag.sequence);
  const key = reader.read(derTag.bitString).encoded;
  const rsaEncryption = Uint8Array.of(0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0);
  return encodeDer(derTag.sequence, encodeDer(derTag.sequence, rsaEncryption), key);
}

/** Whether something is signed in a way that is known here, be that well done or not. */
export function hasKnownSignature({ innerAlgorithm }: Signed): boolean {
  return schemeOf(innerAlgorithm) !== undefined;
}

/** Whether `issuer` signed this; `undefined`, which is no yes, where that cannot be found out here. */
export async function isSignedBy(signed: Signed, issuer: Certificate): Promise<boolean | undefined> {
  const { signatureAlgorithm: algorithm, innerAlgorithm } = signed;
  if (!sameBytes(algorithm.encoded, innerAlgorithm.encoded)) return false;
  const scheme = schemeOf(algorithm);
  if (!scheme) return undefined;
  if (!canHaveSigned(issuer, signed)) return false;
  const limits = issuer.publicKeyAlgorithm.id === pss ? issuer.publicKeyAlgorithm.parameters : undefined;
  if (limits && !(algorithm.parameters && sameBytes(limits, algorithm.parameters))) return false;
  try {
    return await verifySignature(signed, { issuer, scheme });
  } catch {
    // a malformed signature or key is one more way not to be signed
    return false;
  }
}

async function verifySignature(
  { signature, signedBytes }: Signed,
  { issuer, scheme }: { issuer: Certificate; scheme: SignatureScheme },
): Promise<boolean | undefined> {
  const key = publicKeyOf(issuer);
  const { namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  if (namedCurve === "secp521r1") return await verifyP521(signature, { issuer, scheme, signedBytes });
  const padding = scheme.saltBytes === undefined
    ? {}
    : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltBytes };
  const isGood = verify(scheme.digest ?? null, signedBytes, { key, ...padding }, signature);
  return isGood || !isDoubtful(namedCurve, scheme) ? isGood : undefined;
}

/**
 * Whether the runtime refuses good signatures, too: those with a digest shorter than half of the curve's size, and,
 * with Bitcoin's curve, one of the two that are good for the same message.
 */
function isDoubtful(namedCurve: string, { digest }: SignatureScheme): boolean {
  return namedCurve === "secp256k1" || (namedCurve === "secp384r1" && digest === "sha1");
}

const webDigests: Readonly<Record<string, string>> = {
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

/** The runtime's `node:crypto` takes no digest shorter than half of this curve's size, Web Crypto does. */
async function verifyP521(
  signature: Uint8Array,
  { issuer, scheme, signedBytes }: { issuer: Certificate; scheme: SignatureScheme; signedBytes: Uint8Array },
): Promise<boolean | undefined> {
  const hash = scheme.digest && webDigests[scheme.digest];
  if (!hash) return undefined;
  const curve = { name: "ECDSA", namedCurve: "P-521" };
  const info = Uint8Array.from(issuer.publicKeyInfo);
  const key = await crypto.subtle.importKey("spki", info, curve, false, ["verify"]);
  const reader = openWhole(signature, derTag.sequence);
  const numbers = new Uint8Array(132);
  for (const end of [66, 132]) {
    const { content } = reader.read(derTag.integer);
    const digits = content[0] === 0 ? content.subarray(1) : content;
    if (digits.length > 66 || content[0] >= 0x80) return false;
    numbers.set(digits, end - digits.length);
  }
  reader.end();
  return await crypto.subtle.verify({ name: "ECDSA", hash }, key, numbers, Uint8Array.from(signedBytes));
}
