/**
 * Whom to trust: certificates of authorities, hashed directories and certificate revocation lists.
 *
 * @module
 */
import type { TlsLog, TlsOptions } from "../tls.ts";
import type { Context } from "./context.ts";
import { logError, takeError } from "./errors.ts";
import { cString, type Handle } from "./symbols.ts";

/** SSL_FILETYPE_PEM and SSL_FILETYPE_ASN1. */
export const fileTypes = { pem: 1, der: 2 } as const;

const lookupCommands = { loadFile: 1, addDirectory: 2 } as const;
/** X509_V_FLAG_CRL_CHECK, and with it X509_V_FLAG_CRL_CHECK_ALL. */
const crlFlags = { none: 0n, leaf: 0x4n, all: 0x4n | 0x8n } as const;

/** Adds everything that is trusted to a context; like DCMTK it complains about files of no use, and goes on. */
export function trust(context: Context, { options, log }: { options: TlsOptions; log: TlsLog }): void {
  const { library: { crypto }, handle } = context;
  const file = crypto.X509_LOOKUP_file();
  const directory = crypto.X509_LOOKUP_hash_dir();
  const type = fileTypes[options.fileFormat];
  const loader = new Loader(context, log);
  for (const path of options.caFiles.toReversed()) {
    loader.load(
      { path, what: "certificate file" },
      () => loader.control(file, { command: lookupCommands.loadFile, path, type }),
    );
  }
  for (const path of options.caDirectories.toReversed()) {
    loader.load(
      { path, what: "certificates from directory" },
      () => loader.control(directory, { command: lookupCommands.addDirectory, path, type }),
    );
  }
  for (const path of options.crlFiles.toReversed()) {
    loader.load(
      { path, what: "CRL file" },
      // The general function takes every DER file for a certificate: DCMTK can load no such list
      () =>
        options.fileFormat === "der"
          ? loader.derList(path)
          : loader.control(file, { command: lookupCommands.loadFile, path, type }),
    );
  }
  const flags = crlFlags[options.crlCheck];
  crypto.X509_VERIFY_PARAM_set_flags(context.library.ssl.SSL_CTX_get0_param(handle), flags);
}

class Loader {
  readonly #context: Context;
  readonly #log: TlsLog;

  constructor(context: Context, log: TlsLog) {
    this.#context = context;
    this.#log = log;
  }

  load({ path, what }: { path: string; what: string }, attempt: () => boolean): void {
    const { library } = this.#context;
    library.crypto.ERR_clear_error();
    if (attempt()) return;
    logError(takeError(library), this.#log);
    this.#log({ severity: "warn", text: `unable to load ${what} '${path}', ignoring` });
  }

  control(
    method: Deno.PointerValue,
    { command, path, type }: { command: number; path: string; type: number },
  ): boolean {
    const lookup = this.#lookup(method);
    const { crypto } = this.#context.library;
    return lookup !== null && crypto.X509_LOOKUP_ctrl(lookup, command, cString(path), BigInt(type), null) > 0;
  }

  derList(path: string): boolean {
    const { crypto } = this.#context.library;
    const lookup = this.#lookup(crypto.X509_LOOKUP_file());
    return lookup !== null && crypto.X509_load_crl_file(lookup, cString(path), fileTypes.der) > 0;
  }

  /** The context's store keeps one lookup for each method. */
  #lookup(method: Deno.PointerValue): Handle | null {
    const { library: { ssl, crypto }, handle } = this.#context;
    return crypto.X509_STORE_add_lookup(ssl.SSL_CTX_get_cert_store(handle), method);
  }
}
