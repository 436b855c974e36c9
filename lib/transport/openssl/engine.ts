/**
 * The TLS engine that is the system's OpenSSL, called through the runtime's foreign function interface.
 *
 * @module
 */
import { cipherSuites } from "../cipher_suites.ts";
import type { PreparedTls, TlsEngine, TlsOptions, TlsTarget, TlsTools } from "../tls.ts";
import { tlsProfiles } from "../tls_profiles.ts";
import type { Transport } from "../transport.ts";
import { OpensslConnection } from "./connection.ts";
import { configure, type Context, newContext, supportedSuites } from "./context.ts";
import { openLibrary, type OpensslLibrary, thisPlatform } from "./library.ts";
import { Session } from "./session.ts";
import { cString } from "./symbols.ts";

/** The engine, or why it cannot be used here. */
export type OpensslResult =
  | { readonly kind: "engine"; readonly engine: OpensslEngine }
  | { readonly kind: "missing"; readonly reason: string };

/** Looks for the library; asks for no permission that was not given. */
export function findOpenssl(): OpensslResult {
  const opened = openLibrary(thisPlatform());
  return opened.kind === "open" ? { kind: "engine", engine: new OpensslEngine(opened.library) } : opened;
}

/** OpenSSL as an engine. */
export class OpensslEngine implements TlsEngine {
  /** Its name. */
  readonly name = "openssl";
  /** The library's version, for example `OpenSSL 3.0.15 3 Sep 2024`. */
  readonly version: string;
  readonly #library: OpensslLibrary;

  /** Takes an open library. */
  constructor(library: OpensslLibrary) {
    this.#library = library;
    this.version = library.version;
  }

  /** Only a profile none of whose cipher suites the library has been built with cannot be honoured. */
  cannotHonour({ profile }: TlsOptions): readonly string[] {
    const { suites, option } = tlsProfiles[profile];
    const wanted = cipherSuites.filter(({ name }) => suites.includes(name));
    return supportedSuites(this.#library, wanted).length > 0 ? [] : [option];
  }

  /** The suites that the library has been built with. */
  cipherSuites(): readonly string[] {
    return supportedSuites(this.#library, cipherSuites).map(({ name }) => name);
  }

  /** Loads everything that the options name. */
  async prepare(options: TlsOptions, tools: TlsTools): Promise<PreparedTls> {
    const context = newContext(this.#library);
    try {
      await configure(context, { options, tools });
    } catch (error) {
      this.#library.ssl.SSL_CTX_free(context.handle);
      throw error;
    }
    return new PreparedOpenssl(context, options);
  }
}

class PreparedOpenssl implements PreparedTls {
  readonly engine = "openssl";
  readonly #context: Context;
  readonly #options: TlsOptions;
  #isFreed = false;

  constructor(context: Context, options: TlsOptions) {
    this.#context = context;
    this.#options = options;
  }

  async connect(target: TlsTarget): Promise<Transport> {
    this.#requireContext();
    const connection = this.#attach(await target.dial(target), target);
    await connection.handshake(target);
    return connection;
  }

  #requireContext(): Context {
    if (this.#isFreed) throw new Error("TLS engine was prepared for something that is over");
    return this.#context;
  }

  /** The context may have been freed while the connection was being opened. */
  #attach(socket: Deno.TcpConn, { host, log }: TlsTarget): OpensslConnection {
    const { verifyHostname, requestedServerName } = this.#options;
    let session: Session | undefined;
    try {
      session = new Session(this.#requireContext());
      if (verifyHostname) session.requireHostname(host);
      if (requestedServerName !== undefined) session.requestServerName(requestedServerName);
      return new OpensslConnection(socket, { session, log });
    } catch (error) {
      session?.free();
      socket.close();
      throw error;
    }
  }

  /** DCMTK does not notice when this fails, and neither does anybody else: the file is an offer to the next run. */
  writeSeed(): void {
    const { writeSeedFile } = this.#options;
    if (writeSeedFile !== undefined) this.#context.library.crypto.RAND_write_file(cString(writeSeedFile));
  }

  [Symbol.dispose](): void {
    if (!this.#isFreed) this.#context.library.ssl.SSL_CTX_free(this.#context.handle);
    this.#isFreed = true;
  }
}
