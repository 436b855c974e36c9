/**
 * Who can have issued a certificate, before any signature is looked at.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";
import { sameBytes } from "./der.ts";
import type { AuthorityKeyIdentifier } from "./extensions.ts";
import { sameName } from "./name.ts";
import { canHaveSigned } from "./signature.ts";

/** Whether names, key identifiers and kind of key fit. */
export function canHaveIssued(issuer: Certificate, subject: Certificate): boolean {
  return issuer.invalid === undefined && subject.invalid === undefined &&
    sameName(issuer.subject, subject.issuer) && fitsKeyIdentifier(issuer, subject.authorityKeyIdentifier) &&
    canHaveSigned(issuer, subject);
}

/** Whether it was issued to its own subject. */
export function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return sameName(issuer, subject);
}

/** Whether it can have been signed with its own key. */
export function isSelfSigned(certificate: Certificate): boolean {
  return canHaveIssued(certificate, certificate);
}

/** Whether an authority key identifier, where there is one, means this issuer. */
export function fitsKeyIdentifier(
  issuer: Certificate,
  identifier: AuthorityKeyIdentifier | undefined,
): boolean {
  if (!identifier) return true;
  const { keyIdentifier, serialNumber, issuer: name } = identifier;
  const own = issuer.subjectKeyIdentifier;
  if (keyIdentifier !== undefined && own !== undefined && keyIdentifier !== own) return false;
  if (serialNumber !== undefined && serialNumber !== issuer.serialNumber) return false;
  return name === undefined || sameName(name, issuer.issuer);
}

/** Whether `now`, in milliseconds since 1970, is within its validity. */
export function isCurrent({ notBefore, notAfter }: Certificate, now: number): boolean {
  return notBefore <= now && now < notAfter;
}

/** Whether both are the same certificate. */
export function sameCertificate(a: Certificate, b: Certificate): boolean {
  return sameBytes(a.encoded, b.encoded);
}

/** The first possible issuer that is current, else the one that was last. */
export function bestIssuer(
  subject: Certificate,
  { candidates, now }: { candidates: readonly Certificate[]; now: number },
): Certificate | undefined {
  const possible = candidates.filter((candidate) => canHaveIssued(candidate, subject));
  return possible.find((candidate) => isCurrent(candidate, now)) ??
    possible.toSorted((a, b) => b.notAfter - a.notAfter)[0];
}
