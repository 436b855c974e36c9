/**
 * Extensions of certificates and revocation lists (RFC 5280, Sections 4.2 and 5.2).
 *
 * @module
 */
import {
  booleanOf,
  contextGroup,
  contextTag,
  type DerElement,
  DerError,
  DerReader,
  derTag,
  hexOf,
  integerHexOf,
  namedBitsOf,
  objectIdentifierOf,
  openWhole,
  readWhole,
  smallIntegerOf,
} from "./der.ts";
import { type DistributionPointName, parseDistributionPointName, parseGeneralNames } from "./general_name.ts";
import type { DistinguishedName } from "./name.ts";

/** Object identifiers of extensions. */
export const extensionId = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  issuerAltName: "2.5.29.18",
  basicConstraints: "2.5.29.19",
  reasonCode: "2.5.29.21",
  deltaCrlIndicator: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  certificateIssuer: "2.5.29.29",
  nameConstraints: "2.5.29.30",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  policyMappings: "2.5.29.33",
  authorityKeyIdentifier: "2.5.29.35",
  policyConstraints: "2.5.29.36",
  extendedKeyUsage: "2.5.29.37",
  inhibitAnyPolicy: "2.5.29.54",
  proxyCertInfo: "1.3.6.1.5.5.7.1.14",
  ocspNoCheck: "1.3.6.1.5.5.7.48.1.5",
  netscapeCertType: "2.16.840.1.113730.1.1",
} as const;

/** One extension. */
export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Extensions by their identifiers; none may be there twice. */
export type Extensions = ReadonlyMap<string, Extension>;

/** Reads the content of Extensions. */
export function parseExtensions(list: DerReader | undefined): Extensions {
  const extensions = new Map<string, Extension>();
  for (const { content } of list?.rest(derTag.sequence) ?? []) {
    const reader = new DerReader(content);
    const id = objectIdentifierOf(reader.read(derTag.objectIdentifier));
    const critical = reader.readOptional(derTag.boolean);
    const value = reader.read(derTag.octetString).content;
    reader.end();
    if (extensions.has(id)) throw new DerError(`Extension ${id} is there twice`);
    extensions.set(id, { id, critical: critical !== undefined && booleanOf(critical), value });
  }
  return extensions;
}

/** basicConstraints. */
export interface BasicConstraints {
  readonly isAuthority: boolean;
  readonly pathLength?: number;
}

/** Reads basicConstraints (Section 4.2.1.9). */
export function parseBasicConstraints(value: Uint8Array): BasicConstraints {
  const reader = openWhole(value, derTag.sequence);
  const isAuthority = reader.readOptional(derTag.boolean);
  const pathLength = reader.readOptional(derTag.integer);
  reader.end();
  return {
    isAuthority: isAuthority !== undefined && booleanOf(isAuthority),
    ...(pathLength && { pathLength: smallIntegerOf(pathLength) }),
  };
}

/** Bits of keyUsage (Section 4.2.1.3). */
export const keyUsageBit = {
  digitalSignature: 1 << 0,
  keyEncipherment: 1 << 2,
  keyAgreement: 1 << 4,
  keyCertSign: 1 << 5,
  crlSign: 1 << 6,
} as const;

/** Reads keyUsage: at least one bit has to be set. */
export function parseKeyUsage(value: Uint8Array): number {
  const bits = namedBitsOf(readWhole(value, derTag.bitString));
  if (bits === 0) throw new DerError("Key usage allows nothing");
  return bits;
}

/** Reads extKeyUsage (Section 4.2.1.12). */
export function parseExtendedKeyUsage(value: Uint8Array): string[] {
  return [...openWhole(value, derTag.sequence).rest(derTag.objectIdentifier)].map(objectIdentifierOf);
}

/** Reads Netscape's certificate type. */
export function parseNetscapeCertType(value: Uint8Array): number {
  return namedBitsOf(readWhole(value, derTag.bitString));
}

/** authorityKeyIdentifier. */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: string;
  readonly issuer?: DistinguishedName;
  readonly serialNumber?: string;
}

/** Reads authorityKeyIdentifier (Section 4.2.1.1). */
export function parseAuthorityKeyIdentifier(value: Uint8Array): AuthorityKeyIdentifier {
  const reader = openWhole(value, derTag.sequence);
  const keyIdentifier = reader.readOptional(contextTag(0));
  const issuer = reader.readOptional(contextGroup(1));
  const serialNumber = reader.readOptional(contextTag(2));
  reader.end();
  const name = issuer && parseGeneralNames(issuer.content).find(({ kind }) => kind === "directory")?.name;
  return {
    ...(keyIdentifier && { keyIdentifier: hexOf(keyIdentifier.content) }),
    ...(name && { issuer: name }),
    ...(serialNumber && { serialNumber: integerHexOf(serialNumber) }),
  };
}

/** Reads subjectKeyIdentifier (Section 4.2.1.2). */
export function parseSubjectKeyIdentifier(value: Uint8Array): string {
  return hexOf(readWhole(value, derTag.octetString).content);
}

/** One of the places where a certificate's revocation list is published. */
export interface DistributionPoint {
  readonly point?: DistributionPointName;
  /** Only some reasons are in that list. */
  readonly someReasons: boolean;
  /** The list is somebody else's. */
  readonly otherIssuer: boolean;
}

/** Reads cRLDistributionPoints (Section 4.2.1.13). */
export function parseDistributionPoints(value: Uint8Array): DistributionPoint[] {
  const points = openWhole(value, derTag.sequence).rest(derTag.sequence);
  return [...points].map(({ content }) => {
    const reader = new DerReader(content);
    const point = reader.readOptional(contextGroup(0));
    const reasons = reader.readOptional(contextTag(1));
    const issuer = reader.readOptional(contextGroup(2));
    reader.end();
    return {
      ...(point && { point: parseDistributionPointName(point.content) }),
      someReasons: reasons !== undefined,
      otherIssuer: issuer !== undefined,
    };
  });
}

/** issuingDistributionPoint of a revocation list. */
export interface IssuingDistributionPoint {
  readonly point?: DistributionPointName;
  readonly onlyUsers: boolean;
  readonly onlyAuthorities: boolean;
  readonly onlyAttributes: boolean;
  readonly someReasons: boolean;
  readonly indirect: boolean;
}

/** Reads issuingDistributionPoint (Section 5.2.5). */
export function parseIssuingDistributionPoint(value: Uint8Array): IssuingDistributionPoint {
  const reader = openWhole(value, derTag.sequence);
  const flag = (number: number) => booleanOrFalse(reader.readOptional(contextTag(number)));
  const point = reader.readOptional(contextGroup(0));
  const onlyUsers = flag(1);
  const onlyAuthorities = flag(2);
  const someReasons = reader.readOptional(contextTag(3)) !== undefined;
  const indirect = flag(4);
  const onlyAttributes = flag(5);
  reader.end();
  if ([onlyUsers, onlyAuthorities, onlyAttributes].filter(Boolean).length > 1) {
    throw new DerError("Revocation list is for users only and for authorities only");
  }
  const name = point && parseDistributionPointName(point.content);
  return { ...(name && { point: name }), onlyUsers, onlyAuthorities, onlyAttributes, someReasons, indirect };
}

function booleanOrFalse(element: DerElement | undefined): boolean {
  return element !== undefined && booleanOf(element);
}
