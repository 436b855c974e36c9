/**
 * Certificate revocation lists (RFC 5280, Section 5).
 *
 * @module
 */
import { openSigned, readAlgorithm, type Signed } from "./certificate.ts";
import { contextGroup, type DerElement, DerReader, derTag, integerHexOf, readWhole } from "./der.ts";
import {
  type AuthorityKeyIdentifier,
  extensionId,
  type Extensions,
  type IssuingDistributionPoint,
  parseAuthorityKeyIdentifier,
  parseExtensions,
  parseIssuingDistributionPoint,
} from "./extensions.ts";
import { type DistinguishedName, parseName } from "./name.ts";
import { isTimeNext, readTime } from "./time.ts";

/** A certificate revocation list. */
export interface RevocationList extends Signed {
  readonly encoded: Uint8Array;
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970; NaN where it is not a valid time. */
  readonly lastUpdate: number;
  /** Absent where the list does not say when the next one will come. */
  readonly nextUpdate?: number;
  /** Serial numbers of what is revoked. Entries that lift a revocation are not among them. */
  readonly revoked: ReadonlySet<string>;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  readonly issuingDistributionPoint?: IssuingDistributionPoint;
  /** It only lists changes of another list. */
  readonly isDelta: boolean;
  /** A critical extension of the list or of an entry that is not understood here. */
  readonly unknownCritical?: string;
}

/** Reads a revocation list; throws a `DerError` where it is none. */
export function parseRevocationList(encoded: Uint8Array): RevocationList {
  const { body, ...signed } = openSigned(encoded);
  body.readOptional(derTag.integer);
  const innerAlgorithm = readAlgorithm(body);
  const issuer = parseName(body.read(derTag.sequence));
  const lastUpdate = readTime(body);
  const nextUpdate = isTimeNext(body) ? readTime(body) : undefined;
  const entries = readEntries(body.openOptional(derTag.sequence));
  const outer = body.openOptional(contextGroup(0));
  const extensions = parseExtensions(outer?.open(derTag.sequence));
  outer?.end();
  body.end();
  const authority = extensions.get(extensionId.authorityKeyIdentifier);
  const point = extensions.get(extensionId.issuingDistributionPoint);
  return {
    encoded,
    ...signed,
    innerAlgorithm,
    issuer,
    lastUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    revoked: entries.revoked,
    ...(authority && { authorityKeyIdentifier: parseAuthorityKeyIdentifier(authority.value) }),
    ...(point && { issuingDistributionPoint: parseIssuingDistributionPoint(point.value) }),
    isDelta: extensions.has(extensionId.deltaCrlIndicator),
    unknownCritical: unknownCritical(extensions, listExtensions) ?? entries.unknownCritical,
  };
}

const listExtensions: readonly string[] = [
  extensionId.issuingDistributionPoint,
  extensionId.authorityKeyIdentifier,
  extensionId.deltaCrlIndicator,
];

const removeFromList = 8;

interface Entries {
  readonly revoked: ReadonlySet<string>;
  readonly unknownCritical?: string;
}

function readEntries(list: DerReader | undefined): Entries {
  const revoked = new Set<string>();
  let unknown: string | undefined;
  for (const { content } of list?.rest(derTag.sequence) ?? []) {
    const reader = new DerReader(content);
    const serialNumber = integerHexOf(reader.read(derTag.integer));
    readTime(reader);
    const extensions = parseExtensions(reader.openOptional(derTag.sequence));
    reader.end();
    unknown ??= unknownCritical(extensions, [extensionId.certificateIssuer]);
    const reason = extensions.get(extensionId.reasonCode);
    const code: DerElement | undefined = reason && readWhole(reason.value, derTag.enumerated);
    if (code?.content.length !== 1 || code.content[0] !== removeFromList) revoked.add(serialNumber);
  }
  return { revoked, ...(unknown !== undefined && { unknownCritical: unknown }) };
}

function unknownCritical(extensions: Extensions, known: readonly string[]): string | undefined {
  return [...extensions.values()].find(({ critical, id }) => critical && !known.includes(id))?.id;
}
