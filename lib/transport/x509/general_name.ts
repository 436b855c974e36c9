/**
 * General names and distribution points (RFC 5280, Sections 4.2.1.6 and 4.2.1.13).
 *
 * @module
 */
import { contextGroup, contextTag, type DerElement, DerReader, hexOf } from "./der.ts";
import { type DistinguishedName, parseName } from "./name.ts";

/** A name of any kind. */
export interface GeneralName {
  readonly kind: "dns" | "ip" | "directory" | "other";
  /** The bytes of a DNS name as text, of an address as they are. */
  readonly value: Uint8Array;
  /** For `directory`. */
  readonly name?: DistinguishedName;
  /** The whole element in hexadecimal digits, for comparison. */
  readonly encoded: string;
}

/** Reads GeneralNames: the content of their SEQUENCE. */
export function parseGeneralNames(content: Uint8Array): GeneralName[] {
  return [...new DerReader(content).rest()].map(parseGeneralName);
}

function parseGeneralName(element: DerElement): GeneralName {
  const { tag, content } = element;
  const encoded = hexOf(element.encoded);
  if (tag === contextTag(2)) return { kind: "dns", value: content, encoded };
  if (tag === contextTag(7)) return { kind: "ip", value: content, encoded };
  if (tag === contextGroup(4)) {
    const reader = new DerReader(content);
    const name = parseName(reader.read(0x30));
    reader.end();
    return { kind: "directory", value: content, name, encoded };
  }
  return { kind: "other", value: content, encoded };
}

/** Where a revocation list is published: by full names, or by something that is not compared here. */
export type DistributionPointName = { readonly names: readonly GeneralName[] } | {
  readonly names?: undefined;
};

/** Reads the content of a DistributionPointName. */
export function parseDistributionPointName(content: Uint8Array): DistributionPointName {
  const reader = new DerReader(content);
  const { tag, content: names } = reader.read(contextGroup(0), contextGroup(1));
  reader.end();
  return tag === contextGroup(0) ? { names: parseGeneralNames(names) } : {};
}

/** Whether both name the same place. */
export function samePoint(a: DistributionPointName, b: DistributionPointName): boolean {
  return (a.names ?? []).some(({ encoded }) => (b.names ?? []).some((other) => other.encoded === encoded));
}
