/**
 * From settings to what the transport layer is asked for.
 *
 * @module
 */
import type { TlsConnectionSettings } from "../cli/settings.ts";
import type { TlsIdentity, TlsOptions } from "../transport/tls.ts";

/** What the transport layer is asked for. */
export function tlsOptionsOf(settings: TlsConnectionSettings): TlsOptions {
  const { fileFormat, caFiles, caDirectories, crlFiles, crlCheck } = settings;
  const { profile, cipherSuites, seedFile, writeSeed, verifyPeer } = settings;
  const writeSeedFile = writeSeed.kind === "file" ? writeSeed.file : seedFile;
  return {
    identity: identityOf(settings),
    fileFormat,
    caFiles,
    caDirectories,
    crlFiles,
    crlCheck,
    profile,
    cipherSuites,
    seedFile,
    writeSeedFile: writeSeed.kind === "none" ? undefined : writeSeedFile,
    verifyPeer,
  };
}

function identityOf(
  { kind, privateKeyFile, certificateFile, password }: TlsConnectionSettings,
): TlsIdentity | undefined {
  if (kind !== "authenticated" || privateKeyFile === undefined || certificateFile === undefined) {
    return undefined;
  }
  return { privateKeyFile, certificateFile, password };
}
