/**
 * Building the path from a peer's certificate to a trusted root, in the order in which OpenSSL looks.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";
import { bestIssuer, isSelfIssued, isSelfSigned, sameCertificate } from "./issuer.ts";
import { hasKnownSignature, hasUsableKey } from "./signature.ts";
import { Refuse } from "./verdict.ts";

/** What a path is built from. */
export interface PathParts {
  readonly leaf: Certificate;
  /** What else the peer has sent. */
  readonly intermediates: readonly Certificate[];
  /** What the user trusts. Only those among them that are self-signed end a path. */
  readonly trusted: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** OpenSSL's limit, above the peer's certificate. */
const maxDepth = 100;

/** Builds the path; throws a {@linkcode Refuse} where it does not end in a trusted root. */
export function buildPath({ leaf, intermediates, trusted, now }: PathParts): readonly Certificate[] {
  const path = [leaf];
  const untrusted = [...intermediates];
  let onlyTrusted = false;
  while (path.length <= maxDepth) {
    requireUsable(path);
    const top = path.at(-1)!;
    const anchor = bestIssuer(top, { candidates: trusted, now });
    if (anchor && isSelfSigned(top)) {
      // somebody else's certificate with the name of a root is no root
      if (sameCertificate(anchor, top)) return path;
    } else if (anchor) {
      path.push(anchor);
      onlyTrusted = true;
      if (isSelfSigned(anchor)) return requireUsable(path);
      continue;
    }
    const issuer = onlyTrusted || isSelfSigned(top) ? undefined : nextUntrusted(path, { untrusted, now });
    if (!issuer) throw unfinished(path, onlyTrusted);
    untrusted.splice(untrusted.indexOf(issuer), 1);
    path.push(issuer);
  }
  throw new Refuse("chainTooLong", { depth: path.length - 1 });
}

function nextUntrusted(
  path: readonly Certificate[],
  { untrusted, now }: { untrusted: readonly Certificate[]; now: number },
): Certificate | undefined {
  const subject = path.at(-1)!;
  const mayRepeat = path.length === 1 && isSelfIssued(subject);
  const candidates = untrusted.filter((candidate) =>
    mayRepeat || !path.some((member) => sameCertificate(member, candidate))
  );
  return bestIssuer(subject, { candidates, now });
}

function requireUsable(path: readonly Certificate[]): readonly Certificate[] {
  const depth = path.length - 1;
  const certificate = path[depth];
  if (certificate.invalid !== undefined) {
    throw new Refuse("unspecified", { depth, certificate, details: certificate.invalid });
  }
  if (!hasUsableKey(certificate)) {
    throw new Refuse("unspecified", { depth, certificate, details: "its public key cannot be used here" });
  }
  return path;
}

function unfinished(path: readonly Certificate[], onlyTrusted: boolean): Refuse {
  const depth = path.length - 1;
  const certificate = path[depth];
  if (!hasKnownSignature(certificate)) {
    return new Refuse("unspecified", { depth, certificate, details: "its signature is of an unknown kind" });
  }
  if (isSelfSigned(certificate)) {
    return new Refuse(depth === 0 ? "selfSignedPeer" : "selfSignedInChain", { depth, certificate });
  }
  const details = `issued by "${certificate.issuer.text}"`;
  return new Refuse(onlyTrusted ? "noIssuer" : "noLocalIssuer", { depth, certificate, details });
}
