/**
 * Whom to trust: certificates of authorities, hashed directories and certificate revocation lists.
 *
 * @module
 */
import { reasonOf } from "../../base/errors.ts";
import type { TlsLog, TlsOptions } from "../tls.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { RevocationList } from "../x509/crl.ts";
import { DerError } from "../x509/der.ts";
import { readHashedDirectory, readTrustFile, type TrustMaterial } from "../x509/trust_files.ts";

/** Everything that verification needs of the user. */
export interface Trust {
  readonly trusted: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
}

/** Loads what the options name, in DCMTK's order; like DCMTK it complains about files of no use, and goes on. */
export function loadTrust(options: TlsOptions, log: TlsLog): Trust {
  const { fileFormat, caFiles, caDirectories, crlFiles } = options;
  const load = (path: string, { what, read }: { what: string; read: typeof readTrustFile }) =>
    attempt(() => read(path, fileFormat), { path, what, log, format: fileFormat });
  const found = [
    ...caFiles.toReversed().map((path) => load(path, { what: "certificate file", read: readTrustFile })),
    ...caDirectories.toReversed().map((path) =>
      load(path, { what: "certificates from directory", read: readHashedDirectory })
    ),
    ...crlFiles.toReversed().map((path) => load(path, { what: "CRL file", read: readTrustFile })),
  ];
  return {
    trusted: found.flatMap(({ certificates }) => certificates),
    revocationLists: found.flatMap(({ revocationLists }) => revocationLists),
  };
}

const nothing: TrustMaterial = { certificates: [], revocationLists: [] };

function attempt(
  read: () => TrustMaterial,
  { path, what, log, format }: { path: string; what: string; log: TlsLog; format: TlsOptions["fileFormat"] },
): TrustMaterial {
  try {
    return read();
  } catch (error) {
    log({ severity: "error", text: fileErrorText(error, format) });
    log({ severity: "warn", text: `unable to load ${what} '${path}', ignoring` });
    log({ severity: "info", text: `${path}: ${reasonOf(error)}` });
    return nothing;
  }
}

/** OpenSSL's line on a file that cannot be used, as DCMTK prints it. */
export function fileErrorText(error: unknown, format: TlsOptions["fileFormat"]): string {
  if (error instanceof Deno.errors.NotFound) return "OpenSSL error 80000002: OpenSSL error";
  if (error instanceof Deno.errors.PermissionDenied) return "OpenSSL error 8000000d: OpenSSL error";
  if (error instanceof DerError && format === "der") return "OpenSSL error 068000a8: wrong tag";
  return "OpenSSL error 05800088: no certificate or crl found";
}
