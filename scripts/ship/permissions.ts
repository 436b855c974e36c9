/** What the program may do, and why: for the compiled program, for the demo, and for the documentation. */

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
