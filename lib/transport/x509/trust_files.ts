/**
 * Certificates and revocation lists of a user, read from files and from OpenSSL's hashed directories.
 *
 * @module
 */
import { type Certificate, parseCertificate } from "./certificate.ts";
import { parseRevocationList, type RevocationList } from "./crl.ts";
import { DerError } from "./der.ts";
import { parsePem, type PemBlock } from "./pem.ts";

/** How files are encoded: `-pem`, `-der`. */
export type FileFormat = "pem" | "der";

/** What a file holds. */
export interface TrustMaterial {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
}

const certificateLabels = ["CERTIFICATE", "X509 CERTIFICATE"];

/** The PEM label of a revocation list. */
const revocationListLabel = "X509 CRL";

/** Reads certificates and lists; throws where there is neither. */
export function parseTrustMaterial(bytes: Uint8Array, format: FileFormat): TrustMaterial {
  if (format === "der") return parseDer(bytes);
  const blocks = pemBlocks(bytes);
  const trusted = blocks.find(({ label }) => label === "TRUSTED CERTIFICATE");
  if (trusted) throw new DerError("TRUSTED CERTIFICATE with settings of OpenSSL's own is not supported");
  const certificates = blocks.filter(({ label }) => certificateLabels.includes(label)).map(({ bytes }) =>
    bytes
  );
  const lists = blocks.filter(({ label }) => label === revocationListLabel).map(({ bytes }) => bytes);
  if (certificates.length + lists.length === 0) throw new DerError("No certificate or CRL found");
  return {
    certificates: certificates.map(parseCertificate),
    revocationLists: lists.map(parseRevocationList),
  };
}

function pemBlocks(bytes: Uint8Array): PemBlock[] {
  return parsePem(new TextDecoder().decode(bytes));
}

/** DCMTK cannot load revocation lists in DER, but says it can. Here they are told apart by what they are. */
function parseDer(bytes: Uint8Array): TrustMaterial {
  try {
    return { certificates: [parseCertificate(bytes)], revocationLists: [] };
  } catch (notCertificate) {
    try {
      return { certificates: [], revocationLists: [parseRevocationList(bytes)] };
    } catch {
      throw notCertificate;
    }
  }
}

/** The certificates of the client itself: its own first, then those that help to build the chain. */
export function parseOwnCertificates(bytes: Uint8Array, format: FileFormat): readonly Certificate[] {
  const { certificates } = parseTrustMaterial(bytes, format);
  if (certificates.length === 0) throw new DerError("No certificate found");
  return certificates;
}

/** Reads a file of trusted certificates or of revocation lists. */
export function readTrustFile(path: string, format: FileFormat): TrustMaterial {
  return parseTrustMaterial(Deno.readFileSync(path), format);
}

/**
 * Reads a hashed directory: `5f538247.0`, `5f538247.1` ... for certificates, `5f538247.r0` ... for revocation lists.
 * As in OpenSSL, other names do not count, numbers have no gaps, and a directory that is not there is an empty one.
 */
export function readHashedDirectory(path: string, format: FileFormat): TrustMaterial {
  const names = new Set(fileNames(path));
  const certificates: Certificate[] = [];
  const revocationLists: RevocationList[] = [];
  for (const hash of new Set([...names].map((name) => name.slice(0, 8)))) {
    for (const material of numbered(names, { path, prefix: `${hash}.`, format })) {
      certificates.push(...material.certificates.filter(({ subject }) => subject.hash === hash));
    }
    for (const material of numbered(names, { path, prefix: `${hash}.r`, format })) {
      revocationLists.push(...material.revocationLists.filter(({ issuer }) => issuer.hash === hash));
    }
  }
  return { certificates, revocationLists };
}

/** The files of a series, up to the first that is missing or cannot be used. */
function* numbered(
  names: ReadonlySet<string>,
  { path, prefix, format }: { path: string; prefix: string; format: FileFormat },
): Generator<TrustMaterial> {
  for (let number = 0; names.has(`${prefix}${number}`); number++) {
    const material = readIfUsable(`${path}/${prefix}${number}`, format);
    if (!material) return;
    yield material;
  }
}

function fileNames(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name).filter((name) =>
      /^[0-9a-f]{8}\.r?\d+$/.test(name)
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A damaged file or a dangling link is what it is to OpenSSL: not there. */
function readIfUsable(path: string, format: FileFormat): TrustMaterial | undefined {
  try {
    return readTrustFile(path, format);
  } catch (error) {
    if (error instanceof DerError || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
