/**
 * A TCP connection with a TLS session of the runtime on it.
 *
 * @module
 */
import { connect, type TLSSocket } from "node:tls";
import { DicomError, errorOf } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import type { TlsLog, TlsTarget } from "../tls.ts";
import type { Transport, TransportFacts } from "../transport.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { DerError } from "../x509/der.ts";
import { connectionLines } from "./details.ts";
import { handshakeError, unexpectedEnd } from "./errors.ts";
import type { LoadedIdentity } from "./identity.ts";
import { certificatesOf, type PeerVerification, verifyPeer } from "./peer_certificates.ts";
import { streamOf } from "./socket.ts";

/** How to shake hands. */
export interface SessionOptions {
  readonly identity?: LoadedIdentity;
  readonly minVersion: "TLSv1.2";
  readonly maxVersion: "TLSv1.2" | "TLSv1.3";
  /** Absent to ask for none. */
  readonly serverName?: string;
  /** Absent where whoever answers is taken for the peer. */
  readonly verification?: PeerVerification;
}

/** Bytes to and from the peer, encrypted on the way. */
export class RustlsConnection implements Transport {
  /** Decrypted bytes from the peer. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Bytes that are encrypted and sent; a write settles when all of it is on its way to the system. */
  readonly writable: WritableStream<Uint8Array>;
  readonly #socket: TLSSocket;
  readonly #log: TlsLog;
  #facts: TransportFacts;
  #heard: () => void = () => {};
  #problem: Error | undefined;

  /** Takes over an open connection, which ends with `close`. */
  constructor(connection: Deno.TcpConn, { session, log }: { session: SessionOptions; log: TlsLog }) {
    const { hostname, port } = connection.remoteAddr;
    this.#facts = { peerAddress: `${hostname}:${port}` };
    this.#log = log;
    const { identity, serverName, minVersion, maxVersion } = session;
    this.#socket = connect({
      socket: streamOf(connection, () => this.#heard()),
      // our own verification decides, see verifyPeer
      rejectUnauthorized: false,
      minVersion,
      maxVersion,
      ...(serverName !== undefined && { servername: serverName }),
      ...(identity && { key: identity.key, cert: identity.certificates }),
    });
    this.#socket.on("error", (error) => {
      this.#problem ??= error;
      this.#socket.destroy();
    });
    this.readable = readableOf(this.#socket, () => this.#brokenBy());
    this.writable = writableOf(this.#socket, () => this.#brokenBy());
  }

  /** The peer, and what was negotiated with it. */
  get facts(): TransportFacts {
    return this.#facts;
  }

  /** Closes the connection at once. */
  close(): void {
    this.#socket.destroy();
  }

  /** Shakes hands and verifies the peer. Where that fails, the connection is closed and DCMTK's condition thrown. */
  async handshake({ handshakeTimeoutMs, signal }: TlsTarget, verification?: PeerVerification): Promise<void> {
    this.#log({ severity: "trace", text: "Starting TLS client handshake" });
    const giveUp = () => this.close();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      signal?.throwIfAborted();
      await this.#shakeHands(handshakeTimeoutMs);
      const certificates = certificatesOf(this.#socket);
      if (verification) await this.#verify(certificates, verification);
      this.#describe(certificates[0]);
    } catch (error) {
      this.close();
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  async #verify(certificates: readonly Uint8Array[], verification: PeerVerification): Promise<void> {
    try {
      await verifyPeer(certificates, verification);
    } catch (error) {
      // DCMTK says only that verification has failed
      const text = `Certificate of the peer was not accepted: ${errorOf(error).message}`;
      this.#log({ severity: "info", text });
      throw error;
    }
  }

  #describe(certificate: Uint8Array | undefined): void {
    const security = connectionLines({
      protocol: this.#socket.getProtocol() ?? "unknown",
      suite: this.#socket.getCipher().standardName,
      ...(certificate && readable(certificate)),
    });
    this.#facts = { ...this.#facts, security };
    const block = [
      "================== BEGIN TLS CONNECTION DETAILS =================",
      ...security,
      "=================== END TLS CONNECTION DETAILS ==================",
    ];
    this.#log({ severity: "debug", text: block.join("\n") });
  }

  #shakeHands(timeoutMs: number | undefined): Promise<void> {
    const socket = this.#socket;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silent = () => reject(new DicomError(conditions.DCMTLS_EC_TLSReadOperationDidNotComplete));
    this.#heard = () => {
      clearTimeout(timer);
      if (timeoutMs !== undefined) timer = setTimeout(silent, timeoutMs);
    };
    this.#heard();
    const failed = (error: Error) => reject(failureOf(error));
    const ended = () => reject(unexpectedEnd());
    socket.once("secureConnect", resolve).once("error", failed).once("end", ended).once("close", ended);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#heard = () => {};
      socket.off("secureConnect", resolve).off("error", failed).off("end", ended).off("close", ended);
    });
  }

  /** With TLS 1.3 the peer judges our certificate only after our handshake is done. */
  #brokenBy(): Error {
    const cause = this.#problem;
    const text = `TLS connection ended by an error: ${cause?.message ?? "it was closed"}`;
    if (this.#facts.security) this.#log({ severity: "info", text });
    return new Error(text, { cause });
  }
}

/** Where nothing is verified, what the peer sends need not be a certificate. */
function readable(encoded: Uint8Array): { certificate?: Certificate } {
  try {
    return { certificate: parseCertificate(encoded) };
  } catch (error) {
    if (error instanceof DerError) return {};
    throw error;
  }
}

function failureOf(error: Error & { code?: string }): DicomError {
  if (
    /before secure TLS connection|ECONNRESET|UnexpectedEof|unexpected eof/i.test(
      `${error.code} ${error.message}`,
    )
  ) {
    return /reset by peer|os error/i.test(error.message)
      ? new DicomError(conditions.DCMTLS_EC_OpenSSLIOError, { cause: error })
      : unexpectedEnd(error);
  }
  return handshakeError(error);
}

/** Takes from the socket only what is asked for. */
function readableOf(socket: TLSSocket, problem: () => Error): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let hasEnded = false;
      const end = () => {
        if (!hasEnded) controller.close();
        hasEnded = true;
      };
      socket.pause();
      socket.on("data", (chunk: Uint8Array) => {
        // A plain array: methods of Buffer have the same names and mean other things
        if (!hasEnded) controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
        if ((controller.desiredSize ?? 0) <= 0) socket.pause();
      });
      socket.once("end", end).once("close", end).once("error", () => {
        if (!hasEnded) controller.error(problem());
        hasEnded = true;
      });
    },
    pull: () => void socket.resume(),
    cancel: () => void socket.destroy(),
  }, { highWaterMark: 0 });
}

function writableOf(socket: TLSSocket, problem: () => Error): WritableStream<Uint8Array> {
  const settle = (start: (done: (error?: Error | null) => void) => void, isVoid = () => false) =>
    new Promise<void>((resolve, reject) => {
      const closed = () => reject(problem());
      socket.once("close", closed);
      start((error) => {
        socket.off("close", closed);
        // the runtime reports success also for what is written after an error
        if (error || isVoid()) reject(problem());
        else resolve();
      });
    });
  return new WritableStream({
    write: (chunk) => {
      if (socket.destroyed) throw problem();
      return settle((done) => socket.write(chunk, done), () => socket.destroyed);
    },
    close: () => settle((done) => socket.end(done)),
    abort: () => void socket.destroy(),
  });
}
