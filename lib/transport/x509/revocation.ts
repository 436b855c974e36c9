/**
 * Revocation (RFC 5280, Section 6.3), as OpenSSL does it without its extended support: delta and indirect lists, and
 * lists for some reasons only, are not used.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";
import type { RevocationList } from "./crl.ts";
import { keyUsageBit } from "./extensions.ts";
import { samePoint } from "./general_name.ts";
import { fitsKeyIdentifier, isSelfSigned } from "./issuer.ts";
import { sameName } from "./name.ts";
import { isSignedBy } from "./signature.ts";
import { Refuse } from "./verdict.ts";

/** What is checked against what. */
export interface RevocationOptions {
  readonly lists: readonly RevocationList[];
  readonly check: "none" | "leaf" | "all";
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Checks the path's certificates; throws a {@linkcode Refuse} for one that is revoked, or may be for all we know. */
export async function checkRevocation(
  path: readonly Certificate[],
  { lists, check, now }: RevocationOptions,
): Promise<void> {
  const count = { none: 0, leaf: 1, all: path.length }[check];
  for (let depth = 0; depth < count; depth++) {
    await new RevocationCheck(path, depth).run(lists, now);
  }
}

/** A list that may be about the certificate, and how good it is. */
interface Candidate {
  readonly list: RevocationList;
  readonly issuer: Certificate;
  readonly understood: boolean;
  readonly inScope: boolean;
  /** It lists what is revoked for whatever reason. */
  readonly complete: boolean;
  readonly timely: boolean;
  readonly byIssuer: boolean;
}

class RevocationCheck {
  readonly #path: readonly Certificate[];
  readonly #depth: number;

  constructor(path: readonly Certificate[], depth: number) {
    this.#path = path;
    this.#depth = depth;
  }

  async run(lists: readonly RevocationList[], now: number): Promise<void> {
    const best = this.#best(lists, now);
    if (!best) throw this.#refuse("noRevocationList");
    const { list, issuer } = best;
    if (this.#isRoot && !isSelfSigned(issuer)) throw this.#refuse("noListIssuer");
    if (issuer.keyUsage !== undefined && !(issuer.keyUsage & keyUsageBit.crlSign)) {
      throw this.#refuse("keyUsageNoListSign");
    }
    if (!best.inScope) throw this.#refuse("listScope");
    this.#checkTimes(list, now);
    const isSigned = await isSignedBy(list, issuer);
    if (isSigned === undefined) throw this.#refuse("unspecified", "a CRL's signature cannot be checked here");
    if (!isSigned) throw this.#refuse("badListSignature");
    if (list.unknownCritical !== undefined) throw this.#refuse("unknownCriticalInList", list.unknownCritical);
    if (list.revoked.has(this.#certificate.serialNumber)) throw this.#refuse("revoked");
    if (!best.complete) throw this.#refuse("noRevocationList", "only one for some reasons");
  }

  get #certificate(): Certificate {
    return this.#path[this.#depth];
  }

  get #isRoot(): boolean {
    return this.#depth === this.#path.length - 1;
  }

  #refuse(why: ConstructorParameters<typeof Refuse>[0], details?: string): Refuse {
    const options = { depth: this.#depth, certificate: this.#certificate };
    return new Refuse(why, { ...options, ...(details !== undefined && { details }) });
  }

  #checkTimes({ lastUpdate, nextUpdate }: RevocationList, now: number): void {
    if (Number.isNaN(lastUpdate)) throw this.#refuse("badLastUpdate");
    if (lastUpdate > now) throw this.#refuse("listNotYetValid");
    if (nextUpdate === undefined) return;
    if (Number.isNaN(nextUpdate)) throw this.#refuse("badNextUpdate");
    if (nextUpdate <= now) throw this.#refuse("listExpired");
  }

  /** The list that fits best; among equals the newest, among those the first. */
  #best(lists: readonly RevocationList[], now: number): Candidate | undefined {
    const candidates = lists.map((list) => this.#candidate(list, now)).filter((it) => it !== undefined);
    candidates.sort((a, b) => scoreOf(b) - scoreOf(a) || b.list.lastUpdate - a.list.lastUpdate);
    return candidates[0];
  }

  #candidate(list: RevocationList, now: number): Candidate | undefined {
    const { issuingDistributionPoint: point } = list;
    if (list.isDelta || point?.indirect || point?.someReasons) return undefined;
    if (!sameName(this.#certificate.issuer, list.issuer)) return undefined;
    const issuer = this.#issuerOf(list);
    if (!issuer) return undefined;
    const { lastUpdate, nextUpdate } = list;
    return {
      list,
      issuer: issuer.certificate,
      byIssuer: issuer.direct,
      understood: list.unknownCritical === undefined,
      ...this.#scopeOf(list),
      timely: lastUpdate <= now && (nextUpdate === undefined || now < nextUpdate),
    };
  }

  /** Usually the certificate's own issuer; else one further up with the same name, such as an older key. */
  #issuerOf(list: RevocationList): { certificate: Certificate; direct: boolean } | undefined {
    const next = this.#isRoot ? this.#depth : this.#depth + 1;
    if (fitsKeyIdentifier(this.#path[next], list.authorityKeyIdentifier)) {
      return { certificate: this.#path[next], direct: true };
    }
    const certificate = this.#path.slice(next + 1).find((above) =>
      sameName(above.subject, list.issuer) && fitsKeyIdentifier(above, list.authorityKeyIdentifier)
    );
    return certificate && { certificate, direct: false };
  }

  #scopeOf({ issuingDistributionPoint: issuing }: RevocationList): Pick<Candidate, "inScope" | "complete"> {
    const { basicConstraints, distributionPoints = [] } = this.#certificate;
    const excluded = issuing?.onlyAttributes ||
      (basicConstraints?.isAuthority ? issuing?.onlyUsers : issuing?.onlyAuthorities);
    const published = distributionPoints.find(({ point, otherIssuer }) =>
      !otherIssuer && (!issuing?.point || !point || samePoint(point, issuing.point))
    );
    const inScope = !excluded && (published !== undefined || issuing?.point === undefined);
    return { inScope, complete: !published?.someReasons };
  }
}

/** OpenSSL's weights. */
function scoreOf({ understood, inScope, timely, byIssuer }: Candidate): number {
  return (understood ? 0x100 : 0) + (inScope ? 0x80 : 0) + (timely ? 0x40 : 0) + (byIssuer ? 0x10 : 0);
}
