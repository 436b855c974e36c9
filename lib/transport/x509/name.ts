/**
 * Distinguished names (RFC 5280, Section 4.1.2.4), compared as OpenSSL compares them.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type DerElement, DerError, DerReader, derTag, encodeDer, hexOf, objectIdentifierOf } from "./der.ts";

/** A distinguished name. */
export interface DistinguishedName {
  /** Equal names have the same canonical form: neither case nor blanks nor the type of string count. */
  readonly canonical: string;
  /** In OpenSSL's old form, which DCMTK prints: `/C=DE/O=Clinic/CN=pacs`. */
  readonly oneLine: string;
  /** For people: `C=DE, O=Clinic, CN=pacs`. */
  readonly text: string;
  /** Values of Common Name, as they are. */
  readonly commonNames: readonly string[];
  /** OpenSSL's hash, the file name in a hashed directory: `5f538247`. */
  readonly hash: string;
}

const attributeNames: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "street",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.12": "title",
  "2.5.4.13": "description",
  "2.5.4.17": "postalCode",
  "2.5.4.41": "name",
  "2.5.4.42": "GN",
  "2.5.4.43": "initials",
  "2.5.4.46": "dnQualifier",
  "2.5.4.65": "pseudonym",
  "2.5.4.97": "organizationIdentifier",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
  "1.2.840.113549.1.9.1": "emailAddress",
};

/** Reads a Name; the element is its SEQUENCE. */
export function parseName(element: DerElement): DistinguishedName {
  const names: Uint8Array[] = [];
  const texts: string[] = [];
  let oneLine = "";
  const commonNames: string[] = [];
  for (const relative of new DerReader(element.content).rest(derTag.set)) {
    const attributes: Uint8Array[] = [];
    for (const { content } of new DerReader(relative.content).rest(derTag.sequence)) {
      const { type, value, raw, canonical } = parseAttribute(content);
      const name = attributeNames[type] ?? type;
      attributes.push(canonical);
      texts.push(`${name}=${value}`);
      oneLine += `/${name}=${printable(raw)}`;
      if (type === "2.5.4.3") commonNames.push(value);
    }
    if (attributes.length === 0) throw new DerError("Relative distinguished name without attributes");
    names.push(encodeDer(derTag.set, ...attributes.sort(compareBytes)));
  }
  const canonical = encodeDer(derTag.sequence, ...names);
  return {
    canonical: hexOf(canonical),
    oneLine,
    text: texts.join(", "),
    commonNames,
    // few ask for it, and it loads a part of Node
    get hash() {
      return hashOf(names);
    },
  };
}

/** Whether both are the same name. */
export function sameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return a.canonical === b.canonical;
}

function hashOf(names: readonly Uint8Array[]): string {
  const sha1 = createHash("sha1");
  for (const name of names) sha1.update(name);
  return hexOf(Uint8Array.from(sha1.digest().subarray(0, 4)).reverse());
}

interface Attribute {
  readonly type: string;
  readonly value: string;
  readonly raw: Uint8Array;
  readonly canonical: Uint8Array;
}

function parseAttribute(content: Uint8Array): Attribute {
  const reader = new DerReader(content);
  const type = reader.read(derTag.objectIdentifier);
  const value = reader.read();
  reader.end();
  const text = textOf(value);
  const canonical = text === undefined
    ? value.encoded
    : encodeDer(derTag.utf8String, new TextEncoder().encode(canonicalText(text)));
  return {
    type: objectIdentifierOf(type),
    value: text ?? `#${hexOf(value.encoded)}`,
    raw: value.content,
    canonical: encodeDer(derTag.sequence, type.encoded, canonical),
  };
}

function printable(bytes: Uint8Array): string {
  const letter = (byte: number) =>
    byte < 0x20 || byte > 0x7e
      ? `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`
      : String.fromCharCode(byte);
  return Array.from(bytes, letter).join("");
}

/** The text of a string type that may be written differently in the same name. */
function textOf({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case derTag.utf8String:
      return decodeUtf8(content);
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.visibleString:
    case derTag.teletexString:
      return fromCodes([...content]);
    case derTag.bmpString:
      return fromCodes(numbersOf(content, 2));
    case derTag.universalString:
      return fromCodes(numbersOf(content, 4));
    default:
      return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DerError("Name is not in UTF-8", { cause });
  }
}

function numbersOf(bytes: Uint8Array, width: number): number[] {
  if (bytes.length % width !== 0) throw new DerError("Name is cut off");
  return Array.from({ length: bytes.length / width }, (_, index) => {
    const digits = bytes.subarray(index * width, (index + 1) * width);
    return digits.reduce((value, byte) => value * 256 + byte, 0);
  });
}

function fromCodes(codes: readonly number[]): string {
  if (codes.some((code) => code > 0x10ffff)) throw new DerError("Name has a character that does not exist");
  return codes.map((code) => String.fromCodePoint(code)).join("");
}

function canonicalText(text: string): string {
  return text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, "").replace(/[ \t-\r]+/g, " ")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) if (a[index] !== b[index]) return a[index] - b[index];
  return a.length - b.length;
}
