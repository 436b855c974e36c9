/**
 * What the extensions of the certificates of a path allow (RFC 5280, Section 6.1), as OpenSSL reads them for a
 * TLS server at security level 0.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";
import { extensionId, keyUsageBit } from "./extensions.ts";
import { isSelfIssued, isSelfSigned } from "./issuer.ts";
import { Refuse } from "./verdict.ts";

const understood: readonly string[] = [
  extensionId.netscapeCertType,
  extensionId.keyUsage,
  extensionId.subjectAltName,
  extensionId.basicConstraints,
  extensionId.certificatePolicies,
  extensionId.crlDistributionPoints,
  extensionId.extendedKeyUsage,
  extensionId.ocspNoCheck,
  extensionId.policyConstraints,
  extensionId.proxyCertInfo,
  extensionId.nameConstraints,
  extensionId.policyMappings,
  extensionId.inhibitAnyPolicy,
];

const serverUsages: readonly string[] = [
  "1.3.6.1.5.5.7.3.1",
  // Server Gated Cryptography of Microsoft and of Netscape
  "1.3.6.1.4.1.311.10.3.3",
  "2.16.840.1.113730.4.1",
];

const netscape = { sslServer: 1 << 1, sslAuthority: 1 << 5, anyAuthority: 7 << 5 } as const;

const tlsKeyUsage = keyUsageBit.digitalSignature | keyUsageBit.keyEncipherment | keyUsageBit.keyAgreement;

/** Checks every certificate of a path; throws a {@linkcode Refuse}. */
export function checkConstraints(path: readonly Certificate[]): void {
  let below = 0;
  path.forEach((certificate, depth) => {
    const refuse = (why: ConstructorParameters<typeof Refuse>[0], details?: string) =>
      new Refuse(why, { depth, certificate, ...(details !== undefined && { details }) });
    const critical = unknownCritical(certificate);
    if (critical !== undefined) throw refuse("unknownCritical", critical);
    if (certificate.extensions.has(extensionId.proxyCertInfo)) throw refuse("proxy");
    if (depth > 0) checkAuthority(path, depth);
    if (!isForServers(certificate, depth > 0)) throw refuse("wrongPurpose");
    const limit = certificate.basicConstraints?.pathLength;
    if (depth > 1 && limit !== undefined && below > limit) throw refuse("pathLength");
    if (depth > 0 && !isSelfIssued(certificate)) below++;
    if (depth > 0 && certificate.extensions.has(extensionId.nameConstraints)) throw refuse("nameConstraints");
  });
}

function checkAuthority(path: readonly Certificate[], depth: number): void {
  const certificate = path[depth];
  const kind = authorityKind(certificate);
  const isRoot = depth === path.length - 1;
  if (kind === "none" || (!isRoot && kind !== "declared")) {
    throw new Refuse("noAuthority", { depth, certificate });
  }
}

function unknownCritical({ extensions }: Certificate): string | undefined {
  return [...extensions.values()].find(({ critical, id }) => critical && !understood.includes(id))?.id;
}

type AuthorityKind = "declared" | "version 1 root" | "by key usage" | "by Netscape" | "none";

/** Whether and why a certificate may issue others. Only a root may do so for an old reason. */
function authorityKind(certificate: Certificate): AuthorityKind {
  const { basicConstraints, keyUsage, netscapeCertType, version } = certificate;
  if (keyUsage !== undefined && !(keyUsage & keyUsageBit.keyCertSign)) return "none";
  if (basicConstraints) return basicConstraints.isAuthority ? "declared" : "none";
  if (version === 1 && isSelfSigned(certificate)) return "version 1 root";
  if (keyUsage !== undefined) return "by key usage";
  return (netscapeCertType ?? 0) & netscape.anyAuthority ? "by Netscape" : "none";
}

function isForServers(certificate: Certificate, asAuthority: boolean): boolean {
  const { extendedKeyUsage, netscapeCertType: type, keyUsage } = certificate;
  if (extendedKeyUsage && !extendedKeyUsage.some((usage) => serverUsages.includes(usage))) return false;
  if (asAuthority) {
    return authorityKind(certificate) !== "by Netscape" || ((type ?? 0) & netscape.sslAuthority) !== 0;
  }
  if (type !== undefined && !(type & netscape.sslServer)) return false;
  return keyUsage === undefined || (keyUsage & tlsKeyUsage) !== 0;
}
