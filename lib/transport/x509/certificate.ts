/**
 * Certificates (RFC 5280, Section 4.1), parsed as far as verification needs them.
 *
 * @module
 */
import {
  bitStringBytesOf,
  contextGroup,
  contextTag,
  DerError,
  DerReader,
  derTag,
  integerHexOf,
  objectIdentifierOf,
  openWhole,
  smallIntegerOf,
} from "./der.ts";
import {
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type DistributionPoint,
  extensionId,
  type Extensions,
  parseAuthorityKeyIdentifier,
  parseBasicConstraints,
  parseDistributionPoints,
  parseExtendedKeyUsage,
  parseExtensions,
  parseKeyUsage,
  parseNetscapeCertType,
  parseSubjectKeyIdentifier,
} from "./extensions.ts";
import { type GeneralName, parseGeneralNames } from "./general_name.ts";
import { type DistinguishedName, parseName } from "./name.ts";
import { readTime } from "./time.ts";

/** An AlgorithmIdentifier. */
export interface AlgorithmIdentifier {
  readonly id: string;
  /** The encoded parameters, where there are any. */
  readonly parameters?: Uint8Array;
  readonly encoded: Uint8Array;
}

/** Something that was signed: a certificate or a revocation list. */
export interface Signed {
  /** The bytes that are signed. */
  readonly signedBytes: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The same algorithm again, inside what is signed. */
  readonly innerAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** A certificate. */
export interface Certificate extends Signed, CertificateExtensions {
  readonly encoded: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** In hexadecimal digits, two's complement. */
  readonly serialNumber: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** Milliseconds since 1970; NaN where it is not a valid time. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo as it is. */
  readonly publicKeyInfo: Uint8Array;
  readonly publicKeyAlgorithm: AlgorithmIdentifier;
  readonly extensions: Extensions;
}

/** What the extensions say. */
export interface CertificateExtensions {
  /** Why the extensions cannot be used, so that the certificate cannot be either. */
  readonly invalid?: string;
  readonly basicConstraints?: BasicConstraints;
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: readonly string[];
  readonly netscapeCertType?: number;
  readonly subjectKeyIdentifier?: string;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  readonly subjectAltNames?: readonly GeneralName[];
  readonly distributionPoints?: readonly DistributionPoint[];
}

/** Reads an AlgorithmIdentifier (Section 4.1.1.2). */
export function readAlgorithm(reader: DerReader): AlgorithmIdentifier {
  const { content, encoded } = reader.read(derTag.sequence);
  const inside = new DerReader(content);
  const id = objectIdentifierOf(inside.read(derTag.objectIdentifier));
  const parameters = inside.done ? undefined : inside.read().encoded;
  inside.end();
  return { id, encoded, ...(parameters && { parameters }) };
}

/** Opens a SIGNED structure: certificates and revocation lists are built alike. */
export function openSigned(
  encoded: Uint8Array,
): Omit<Signed, "innerAlgorithm"> & { readonly body: DerReader } {
  const reader = openWhole(encoded, derTag.sequence);
  const { encoded: signedBytes, content } = reader.read(derTag.sequence);
  const signatureAlgorithm = readAlgorithm(reader);
  const signature = bitStringBytesOf(reader.read(derTag.bitString));
  reader.end();
  return { signedBytes, signatureAlgorithm, signature, body: new DerReader(content) };
}

/** Reads a certificate; throws a {@linkcode DerError} where it is none. */
export function parseCertificate(encoded: Uint8Array): Certificate {
  const { body, ...signed } = openSigned(encoded);
  const version = body.openOptional(contextGroup(0));
  const serialNumber = integerHexOf(body.read(derTag.integer));
  const innerAlgorithm = readAlgorithm(body);
  const issuer = parseName(body.read(derTag.sequence));
  const validity = body.open(derTag.sequence);
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  validity.end();
  const subject = parseName(body.read(derTag.sequence));
  const publicKeyInfo = body.read(derTag.sequence);
  const publicKeyAlgorithm = readAlgorithm(new DerReader(publicKeyInfo.content));
  body.readOptional(contextTag(1));
  body.readOptional(contextTag(2));
  const extensions = readExtensionList(body);
  return {
    encoded,
    ...signed,
    version: version ? 1 + smallIntegerOf(version.read(derTag.integer)) : 1,
    serialNumber,
    innerAlgorithm,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKeyInfo: publicKeyInfo.encoded,
    publicKeyAlgorithm,
    extensions,
    ...understand(extensions),
  };
}

function readExtensionList(body: DerReader): Extensions {
  const outer = body.openOptional(contextGroup(3));
  const extensions = parseExtensions(outer?.open(derTag.sequence));
  outer?.end();
  body.end();
  return extensions;
}

function understand(extensions: Extensions): CertificateExtensions {
  const value = <T>(id: string, parse: (value: Uint8Array) => T): T | undefined => {
    const extension = extensions.get(id);
    return extension && parse(extension.value);
  };
  try {
    return {
      basicConstraints: value(extensionId.basicConstraints, parseBasicConstraints),
      keyUsage: value(extensionId.keyUsage, parseKeyUsage),
      extendedKeyUsage: value(extensionId.extendedKeyUsage, parseExtendedKeyUsage),
      netscapeCertType: value(extensionId.netscapeCertType, parseNetscapeCertType),
      subjectKeyIdentifier: value(extensionId.subjectKeyIdentifier, parseSubjectKeyIdentifier),
      authorityKeyIdentifier: value(extensionId.authorityKeyIdentifier, parseAuthorityKeyIdentifier),
      subjectAltNames: value(
        extensionId.subjectAltName,
        (bytes) => parseGeneralNames(openWholeSequence(bytes)),
      ),
      distributionPoints: value(extensionId.crlDistributionPoints, parseDistributionPoints),
    };
  } catch (error) {
    if (error instanceof DerError) return { invalid: error.message };
    throw error;
  }
}

function openWholeSequence(bytes: Uint8Array): Uint8Array {
  const reader = new DerReader(bytes);
  const { content } = reader.read(derTag.sequence);
  reader.end();
  return content;
}
