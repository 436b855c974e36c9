/**
 * Finding and opening the system's OpenSSL.
 *
 * @module
 */
import { DicomError, errorOf } from "../../base/errors.ts";
import { conditions, withText } from "../../dictionary/conditions.ts";
import {
  type CryptoFunctions,
  cryptoSymbols,
  seldomCryptoSymbols,
  seldomSslSymbols,
  type SslFunctions,
  sslSymbols,
  textOf,
} from "./symbols.ts";

/** OpenSSL, open for the rest of the process's life. */
export interface OpensslLibrary {
  readonly crypto: CryptoFunctions;
  readonly ssl: SslFunctions;
  /** For example `OpenSSL 3.0.15 3 Sep 2024`. */
  readonly version: string;
}

/** The library, or why there is none and what would help. */
export type OpenResult =
  | { readonly kind: "open"; readonly library: OpensslLibrary }
  | { readonly kind: "missing"; readonly reason: string };

/** A libssl and the libcrypto that it belongs to. */
export interface LibraryPair {
  readonly ssl: string;
  readonly crypto: string;
}

/** The environment variable that says where to look: a directory, or the file of libssl. */
export const libraryVariable = "STORESCU_OPENSSL_LIB";

/** What the search depends on. */
export interface Platform {
  readonly os: "linux" | "darwin" | "windows" | "other";
  readonly arch: "x86_64" | "aarch64";
  /** The value of {@linkcode libraryVariable}. */
  readonly override?: string;
}

type Names = readonly (readonly [ssl: string, crypto: string])[];

const names: Record<Platform["os"], Names> = {
  linux: [["libssl.so.3", "libcrypto.so.3"], ["libssl.so.1.1", "libcrypto.so.1.1"]],
  darwin: [["libssl.3.dylib", "libcrypto.3.dylib"], ["libssl.1.1.dylib", "libcrypto.1.1.dylib"]],
  windows: [
    ["libssl-3-x64.dll", "libcrypto-3-x64.dll"],
    ["libssl-3-arm64.dll", "libcrypto-3-arm64.dll"],
    ["libssl-1_1-x64.dll", "libcrypto-1_1-x64.dll"],
  ],
  other: [["libssl.so", "libcrypto.so"]],
};

const folders: Record<Platform["os"], (arch: Platform["arch"]) => readonly string[]> = {
  linux: (
    arch,
  ) => [`/usr/lib/${arch}-linux-gnu`, "/usr/lib64", "/usr/lib", `/lib/${arch}-linux-gnu`, "/lib64"],
  darwin: () =>
    ["/opt/homebrew", "/usr/local"].flatMap((prefix) => [
      `${prefix}/opt/openssl@3/lib`,
      `${prefix}/opt/openssl/lib`,
      `${prefix}/opt/openssl@1.1/lib`,
    ]).concat("/opt/local/lib"),
  windows: () => ["C:\\Program Files\\OpenSSL-Win64\\bin", "C:\\Program Files\\OpenSSL\\bin"],
  other: () => ["/usr/lib", "/usr/local/lib"],
};

/**
 * Where the library may be, the most likely place first. Only on Linux a bare name is the last resort: elsewhere it
 * would be looked for in folders that others may write to.
 */
export function libraryCandidates({ os, arch, override }: Platform): readonly LibraryPair[] {
  const join = (folder: string, [ssl, crypto]: Names[number]): LibraryPair => {
    const slash = os === "windows" ? "\\" : "/";
    return { ssl: `${folder}${slash}${ssl}`, crypto: `${folder}${slash}${crypto}` };
  };
  if (override) {
    return isLibraryFile(override) ? [pairOf(override)] : names[os].map((pair) => join(override, pair));
  }
  const found = names[os].flatMap((pair) => folders[os](arch).map((folder) => join(folder, pair)));
  const bare = os === "linux" ? names[os].map(([ssl, crypto]) => ({ ssl, crypto })) : [];
  return [...found, ...bare];
}

function isLibraryFile(path: string): boolean {
  return /libssl[^/\\]*$/.test(path);
}

function pairOf(ssl: string): LibraryPair {
  return { ssl, crypto: ssl.replace(/libssl([^/\\]*)$/, "libcrypto$1") };
}

/** Opens the library; asks for no permission that was not given. */
export function openLibrary(platform: Platform): OpenResult {
  const candidates = libraryCandidates(platform);
  const allowed = candidates.filter(({ ssl, crypto }) => isAllowed(ssl) && isAllowed(crypto));
  if (allowed.length === 0) return missing(`it needs --allow-ffi; ${advice(platform)}`);
  const faults = new Map<string, string>();
  for (const pair of allowed) {
    try {
      return accept(pair);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      faults.set(pair.ssl, error.message);
    }
  }
  const [first] = allowed;
  const detail = platform.override ? `: ${faults.get(first.ssl)}` : "";
  return missing(`libssl was not found${detail}; ${advice(platform)}`);
}

function missing(reason: string): OpenResult {
  return { kind: "missing", reason };
}

function advice({ os }: Platform): string {
  const packages = {
    linux: "package libssl3",
    darwin: "brew install openssl@3",
    windows: "OpenSSL 3",
    other: "OpenSSL 3",
  };
  return `install OpenSSL (${packages[os]}), or set ${libraryVariable} to its directory`;
}

function isAllowed(path: string): boolean {
  const isPath = /[/\\]/.test(path);
  return Deno.permissions.querySync(isPath ? { name: "ffi", path } : { name: "ffi" }).state === "granted";
}

/**
 * OPENSSL_INIT_NO_ATEXIT: the end of the process frees everything. If OpenSSL did, threads of the runtime that are
 * still ending would find the ground gone.
 */
const noCleanupAtExit = 0x0008_0000n;

/** OpenSSL 1.1.1, the first with TLS 1.3. */
const oldestVersion = 0x10101000;

function accept({ ssl: sslPath, crypto: cryptoPath }: LibraryPair): OpenResult {
  const crypto: CryptoFunctions = bind(cryptoPath, { now: cryptoSymbols, later: seldomCryptoSymbols });
  const ssl: SslFunctions = bind(sslPath, { now: sslSymbols, later: seldomSslSymbols });
  crypto.OPENSSL_init_crypto(noCleanupAtExit, null);
  const version = textOf(crypto, crypto.OpenSSL_version(0)) ?? "OpenSSL";
  const number = Number(crypto.OpenSSL_version_num() & 0xffffffffn);
  if (number < oldestVersion || !version.startsWith("OpenSSL")) {
    throw new Error(`${version} in ${cryptoPath} is not OpenSSL 1.1.1 or later`);
  }
  return { kind: "open", library: { crypto, ssl, version } };
}

/** Binding a function takes time, so that what few connections need is bound when the first of it is called. */
function bind<Now extends Deno.ForeignLibraryInterface, Later extends Deno.ForeignLibraryInterface>(
  path: string,
  { now, later }: { now: Now; later: Later },
): Deno.StaticForeignLibraryInterface<Now & Later> {
  let bound: Record<string, unknown> | undefined;
  const bindRest = () => bound ??= bindLate(path, later);
  const functions: Record<string, unknown> = { ...Deno.dlopen(path, now).symbols };
  for (const name of Object.keys(later)) {
    Object.defineProperty(functions, name, { get: () => bindRest()[name] });
  }
  return functions as Deno.StaticForeignLibraryInterface<Now & Later>;
}

/** What a library lacks becomes known only here, when something else may be under way already. */
function bindLate(path: string, functions: Deno.ForeignLibraryInterface): Record<string, unknown> {
  try {
    return { ...Deno.dlopen(path, functions).symbols };
  } catch (cause) {
    const text = `TLS engine openssl cannot be used: ${errorOf(cause).message}`;
    throw new DicomError(withText(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer, text), { cause });
  }
}

/** The platform this program runs on. */
export function thisPlatform(): Platform {
  const { os, arch } = Deno.build;
  const known = os === "linux" || os === "darwin" || os === "windows" ? os : "other";
  return { os: known, arch, override: overrideOf() };
}

function overrideOf(): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: libraryVariable });
  return state === "granted" ? Deno.env.get(libraryVariable) || undefined : undefined;
}
