/**
 * Our own verification of a TLS server's certificate: what `openssl verify -purpose sslserver -auth_level 0` accepts,
 * which is what DCMTK accepts, and nothing else.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";
import { checkConstraints } from "./constraints.ts";
import type { RevocationList } from "./crl.ts";
import { keyUsageBit } from "./extensions.ts";
import { buildPath, type PathParts } from "./path.ts";
import { checkRevocation } from "./revocation.ts";
import { isSignedBy } from "./signature.ts";
import { timeText } from "./time.ts";
import { Refuse, type Verdict } from "./verdict.ts";

/** What is verified against what. */
export interface ChainOptions extends PathParts {
  readonly revocationLists: readonly RevocationList[];
  /** What has to have a revocation list: nothing, the leaf, or every certificate including the root. */
  readonly revocationCheck: "none" | "leaf" | "all";
}

/** Verifies. It refuses whatever it does not understand, and never throws for what a peer has sent. */
export async function verifyChain(options: ChainOptions): Promise<Verdict> {
  const { revocationLists: lists, revocationCheck: check, now } = options;
  try {
    const chain = buildPath(options);
    checkConstraints(chain);
    await checkRevocation(chain, { lists, check, now });
    await checkSignatures(chain, now);
    return { ok: true, chain };
  } catch (error) {
    if (error instanceof Refuse) return error.refused;
    throw error;
  }
}

/** Checks signatures and validity from the root down. The root's own signature proves nothing. */
async function checkSignatures(path: readonly Certificate[], now: number): Promise<void> {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const certificate = path[depth];
    if (depth < path.length - 1) await checkSignature(path, depth);
    checkValidity(certificate, { depth, now });
  }
}

async function checkSignature(path: readonly Certificate[], depth: number): Promise<void> {
  const issuer = path[depth + 1];
  if (issuer.keyUsage !== undefined && !(issuer.keyUsage & keyUsageBit.keyCertSign)) {
    throw new Refuse("keyUsageNoCertSign", { depth: depth + 1, certificate: issuer });
  }
  const isSigned = await isSignedBy(path[depth], issuer);
  if (isSigned) return;
  const certificate = path[depth];
  if (isSigned === false) throw new Refuse("badSignature", { depth, certificate });
  throw new Refuse("unspecified", { depth, certificate, details: "its signature cannot be checked here" });
}

function checkValidity(certificate: Certificate, { depth, now }: { depth: number; now: number }): void {
  const { notBefore, notAfter } = certificate;
  const refuse = (why: ConstructorParameters<typeof Refuse>[0], details?: string) =>
    new Refuse(why, { depth, certificate, ...(details !== undefined && { details }) });
  if (Number.isNaN(notBefore)) throw refuse("badNotBefore");
  if (Number.isNaN(notAfter)) throw refuse("badNotAfter");
  if (notBefore > now) throw refuse("notYetValid", `it begins at ${timeText(notBefore)}`);
  if (notAfter <= now) throw refuse("expired", `it ended at ${timeText(notAfter)}`);
}
