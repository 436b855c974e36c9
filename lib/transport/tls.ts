/**
 * Transport layer security: what is asked for, and the engines that can give it.
 *
 * Nothing here speaks TLS. An engine is a foreign implementation behind one small interface; which one is used is
 * decided by what it can honour, never by what it would leave out.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import type { TlsProfileName } from "./tls_profiles.ts";
import type { Transport } from "./transport.ts";

/** What is asked of the secure transport, as DCMTK's TLS options say it. */
export interface TlsOptions {
  /** Own key and certificate, `+tls`; absent for an anonymous client, `+tla`. */
  readonly identity?: TlsIdentity;
  /** How every file named here is encoded: `-pem`, `-der`. */
  readonly fileFormat: "pem" | "der";
  /** `+cf`, in the order given. */
  readonly caFiles: readonly string[];
  /** `+cd`: directories with OpenSSL's hashed names. */
  readonly caDirectories: readonly string[];
  /** `+crl`, in the order given. */
  readonly crlFiles: readonly string[];
  /** What has to have a certificate revocation list: nothing, the peer's certificate, or every one of the chain. */
  readonly crlCheck: "none" | "leaf" | "all";
  readonly profile: TlsProfileName;
  /** `+cs`, in the order given; DCMTK reads the last one first. */
  readonly cipherSuites: readonly string[];
  /** `+rs`. */
  readonly seedFile?: string;
  /** `+ws` (then the seed file) or `+wf`. */
  readonly writeSeedFile?: string;
  /** `-rc` (true) or `-ic`. */
  readonly verifyPeer: boolean;
  /** Whether the peer's certificate has to name the host that is connected to; DCMTK never looks. */
  readonly verifyHostname?: boolean;
  /** Server name to ask for (RFC 6066, Section 3); absent to ask for none, as DCMTK 3.6.7. */
  readonly requestedServerName?: string;
}

/** The client's own key and certificate. */
export interface TlsIdentity {
  readonly privateKeyFile: string;
  readonly certificateFile: string;
  /** The key's password; asked for with a prompt, but only where the key is encrypted. */
  readonly password: { readonly kind: "prompt" } | { readonly kind: "given"; readonly password: string };
}

/** A line of DCMTK's logger `dcmtk.dcmtls`. */
export interface TlsNotice {
  readonly severity: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  readonly text: string;
}

/** Tells a {@linkcode TlsNotice}. */
export type TlsLog = (notice: TlsNotice) => void;

/** An implementation of TLS. */
export interface TlsEngine {
  /** Its name, for `--tls-engine` and for messages. */
  readonly name: TlsEngineName;
  /**
   * Names what of the options this engine cannot do in their full meaning, for example `--profile-aes`; empty where
   * it can do everything. It may look into certificate files, but needs no password and no network.
   */
  cannotHonour(options: TlsOptions): Promise<readonly string[]> | readonly string[];
  /**
   * Loads keys, certificates, revocation lists and cipher suites; throws the `DicomError` that DCMTK would report.
   * What is only worth a line is told to `log`.
   */
  prepare(options: TlsOptions, tools: TlsTools): Promise<PreparedTls>;
  /** The cipher suites it can negotiate up to TLS 1.2, by their names in DCMTK's table and in its order. */
  cipherSuites(): readonly string[];
}

/** Names of the engines. */
export type TlsEngineName = "rustls" | "openssl";

/** What preparing needs of the world. */
export interface TlsTools {
  readonly log: TlsLog;
  /** Asks the user for the password of a private key; `undefined` where there is nobody to answer. */
  readonly readPassword: (promptText: string) => Promise<string | undefined>;
}

/** An engine that is ready to connect. */
export interface PreparedTls extends Disposable {
  /** The engine that will be used. */
  readonly engine: TlsEngineName;
  /**
   * Connects, shakes hands and verifies the peer; no byte of ours is sent to a peer that was not verified. Throws the
   * `DicomError` that DCMTK would report, or a {@linkcode TlsEngineLimitError}.
   */
  connect(target: TlsTarget): Promise<Transport>;
  /** Writes back the random seed, where asked for; done after an association has ended well. */
  writeSeed(): void;
  /** Forgets keys; connections that are open stay usable. */
  [Symbol.dispose](): void;
}

/** Where to connect to, and how long that may take. */
export interface TlsTarget {
  readonly host: string;
  readonly port: number;
  /** Family of addresses, for engines that open the TCP connection themselves; without it they do not try. */
  readonly addressFamily?: "any" | "ipv4" | "ipv6";
  /** Told when an engine has opened the TCP connection itself. */
  readonly onConnected?: () => void;
  /** Opens the TCP connection for all other engines, or knows why that cannot be done: throws that `DicomError`. */
  readonly dial: (target: TlsTarget) => Promise<Deno.TcpConn>;
  /** `-to`: limit for the TCP connection. */
  readonly connectTimeoutMs?: number;
  /** `-ts`: how long the peer may be silent while shaking hands. */
  readonly handshakeTimeoutMs?: number;
  /** Whether anybody reads what was negotiated, which takes a while to be told; false for no. */
  readonly isDescribed?: boolean;
  /** Gives up early. */
  readonly signal?: AbortSignal;
  readonly log: TlsLog;
}

const firstLine = "Transport connection: TLS over TCP/IP";

/** What was negotiated, also told as DCMTK does; only the first line where nobody reads it. */
export function describeConnection(
  { isDescribed, log }: TlsTarget,
  describe: () => readonly string[],
): readonly string[] {
  if (isDescribed === false) return [firstLine];
  const lines = [firstLine, ...describe()];
  const block = [
    "================== BEGIN TLS CONNECTION DETAILS =================",
    ...lines,
    "=================== END TLS CONNECTION DETAILS ==================",
  ];
  log({ severity: "debug", text: block.join("\n") });
  return lines;
}

/** This engine cannot talk to that peer for a reason of its own, such as an old certificate; another one may. */
export class TlsEngineLimitError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "TlsEngineLimitError";
}
