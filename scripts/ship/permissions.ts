/** What the program may do, and why: for the compiled program, for the demo, and for the documentation. */
import { libraryCandidates, type Platform } from "../../lib/transport/openssl/library.ts";

/** Environment variables that the program reads. */
export const environment: readonly string[] = [
  "DCMDICTPATH",
  "DCMTK_LOG4CPLUS_LOGLOG_QUIETMODE",
  "STORESCU_OPENSSL_LIB",
  "TCP_BUFFER_LENGTH",
  "TCP_NODELAY",
];

/** The flags of `deno run` and `deno compile` for a send. Renaming and log files need --allow-write besides. */
export const sendPermissions: readonly string[] = [
  "--allow-net",
  "--allow-read",
  `--allow-env=${environment.join(",")}`,
];

/** The flags of the compiled program, which cannot be given any later. */
export const programPermissions: readonly string[] = [...sendPermissions, "--allow-write", "--no-prompt"];

/**
 * The flag with which a compiled program may load OpenSSL from where systems keep it, and no other library. A foreign
 * library can do whatever the user can, so that only programs made for that have it.
 */
export function opensslPermission(platform: Platform): string {
  const files = libraryCandidates(platform).flatMap(({ ssl, crypto }) => [ssl, crypto]);
  return `--allow-ffi=${files.filter((file) => /[/\\]/.test(file)).join(",")}`;
}
