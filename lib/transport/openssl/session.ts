/**
 * One TLS session of OpenSSL between two memory BIOs: ciphertext is put in and taken out by the caller. No network here.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import { certificateLines } from "./certificate.ts";
import type { Context } from "./context.ts";
import { connectionError, sslErrors } from "./errors.ts";
import type { OpensslLibrary } from "./library.ts";
import { cString, type Handle, textOf } from "./symbols.ts";

/** SSL_CTRL_SET_TLSEXT_HOSTNAME. */
const setServerName = 55;
const bioPending = 10;
const bioSetMemEofReturn = 130;

/** What an operation came to. */
export type SessionResult =
  | { readonly kind: "done"; readonly bytes: number }
  /** More ciphertext from the peer is needed first. */
  | { readonly kind: "want read" }
  /** The peer has ended the session properly. */
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly error: DicomError };

/** A session. Every method but `free` throws once it is freed. */
export class Session {
  readonly #library: OpensslLibrary;
  /** Owned; `undefined` once it is freed. It owns the BIOs. */
  #ssl: Handle | undefined;
  /** Owned by the SSL: what comes from the peer, and what goes to it. */
  readonly #incoming: Handle;
  readonly #outgoing: Handle;

  /** Starts a session of a context; the context may be freed before the session. */
  constructor({ library, handle }: Context) {
    const { ssl, crypto } = library;
    this.#library = library;
    const session = ssl.SSL_new(handle);
    const incoming = crypto.BIO_new(crypto.BIO_s_mem());
    const outgoing = crypto.BIO_new(crypto.BIO_s_mem());
    if (session === null || incoming === null || outgoing === null) {
      if (session !== null) ssl.SSL_free(session);
      if (incoming !== null) crypto.BIO_free(incoming);
      if (outgoing !== null) crypto.BIO_free(outgoing);
      throw new DicomError(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer);
    }
    ssl.SSL_set_bio(session, incoming, outgoing);
    this.#ssl = session;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  /** Accepts only a certificate that names the host, by its name or its address. */
  requireHostname(host: string): void {
    const { ssl, crypto } = this.#library;
    const parameters = ssl.SSL_get0_param(this.#handle);
    if (crypto.X509_VERIFY_PARAM_set1_ip_asc(parameters, cString(host)) === 1) return;
    if (crypto.X509_VERIFY_PARAM_set1_host(parameters, cString(host), 0n) !== 1) {
      throw new DicomError(conditions.DCMTLS_EC_FailedToSetVerificationMode);
    }
  }

  /** Asks the peer for its certificate of that name. */
  requestServerName(name: string): void {
    if (this.#library.ssl.SSL_ctrl(this.#handle, setServerName, 0n, cString(name)) !== 1) {
      throw new DicomError(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer, {
        message: `Unable to request the server name ${name}`,
      });
    }
  }

  /** Goes on shaking hands as a client; the peer is verified when it is done. */
  connect(): SessionResult {
    return this.#attempt((handle) => this.#library.ssl.SSL_connect(handle));
  }

  /** Decrypts into `view`. */
  read(view: Uint8Array<ArrayBuffer>): SessionResult {
    return this.#attempt((handle) => this.#library.ssl.SSL_read(handle, view, view.length));
  }

  /** Encrypts all of `chunk`, which must not be empty. */
  write(chunk: Uint8Array<ArrayBuffer>): SessionResult {
    return this.#attempt((handle) => this.#library.ssl.SSL_write(handle, chunk, chunk.length));
  }

  /** Tells the peer that nothing more will come. */
  shutdown(): void {
    const { ssl, crypto } = this.#library;
    crypto.ERR_clear_error();
    ssl.SSL_shutdown(this.#handle);
    crypto.ERR_clear_error();
  }

  /** Puts in ciphertext from the peer. */
  feed(chunk: Uint8Array<ArrayBuffer>): void {
    const handle = this.#handle && this.#incoming;
    const written = this.#library.crypto.BIO_write(handle, chunk, chunk.length);
    if (written !== chunk.length) throw new DicomError(conditions.EC_MemoryExhausted);
  }

  /** The peer has closed the connection: what is missing will not come any more. */
  feedEnd(): void {
    const handle = this.#handle && this.#incoming;
    this.#library.crypto.BIO_ctrl(handle, bioSetMemEofReturn, 0n, null);
  }

  /** Whether there is ciphertext for the peer. */
  get hasOutput(): boolean {
    const handle = this.#handle && this.#outgoing;
    return this.#library.crypto.BIO_ctrl(handle, bioPending, 0n, null) > 0;
  }

  /** Takes out ciphertext for the peer; gives back the number of bytes, 0 where there are none. */
  drain(view: Uint8Array<ArrayBuffer>): number {
    const handle = this.#handle && this.#outgoing;
    return Math.max(0, this.#library.crypto.BIO_read(handle, view, view.length));
  }

  /** What was negotiated, in DCMTK's lines. */
  details(): readonly string[] {
    const { ssl, crypto } = this.#library;
    const cipher = ssl.SSL_get_current_cipher(this.#handle);
    const suite = textOf(crypto, ssl.SSL_CIPHER_get_name(cipher));
    const bits = ssl.SSL_CIPHER_get_bits(cipher, null);
    return [
      `  Protocol    : ${textOf(crypto, ssl.SSL_get_version(this.#handle))}`,
      `  Ciphersuite : ${suite}, encryption: ${bits} bits`,
      ...this.#peerLines(),
    ];
  }

  #peerLines(): readonly string[] {
    const { ssl, crypto } = this.#library;
    const certificate = (ssl.SSL_get1_peer_certificate ?? ssl.SSL_get_peer_certificate)?.(this.#handle) ??
      null;
    if (certificate === null) {
      return ["Peer did not provide a certificate or certificate verification is disabled."];
    }
    const lines = certificateLines(this.#library, certificate);
    crypto.X509_free(certificate);
    return lines;
  }

  /** Why the peer's certificate was not accepted; `undefined` where it was, or where there is another problem. */
  verifyFailure(): string | undefined {
    const { ssl, crypto } = this.#library;
    const result = ssl.SSL_get_verify_result(this.#handle);
    return result === 0 ? undefined : textOf(crypto, crypto.X509_verify_cert_error_string(BigInt(result)));
  }

  /** Gives back the memory; safe to call more than once. */
  free(): void {
    if (this.#ssl !== undefined) this.#library.ssl.SSL_free(this.#ssl);
    this.#ssl = undefined;
  }

  get #handle(): Handle {
    if (this.#ssl === undefined) throw new Error("TLS session is closed");
    return this.#ssl;
  }

  /** The error queue is emptied first, because SSL_get_error looks at it. */
  #attempt(operation: (handle: Handle) => number): SessionResult {
    const handle = this.#handle;
    this.#library.crypto.ERR_clear_error();
    const result = operation(handle);
    if (result > 0) return { kind: "done", bytes: result };
    const reason = this.#library.ssl.SSL_get_error(handle, result);
    if (reason === sslErrors.wantRead) return { kind: "want read" };
    if (reason === sslErrors.zeroReturn) return { kind: "closed" };
    return { kind: "failed", error: connectionError(this.#library, { ssl: handle, result }) };
  }
}
