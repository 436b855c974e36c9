/**
 * A TCP connection with a TLS session of the runtime on it.
 *
 * @module
 */
import { connect, type TLSSocket } from "node:tls";
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import { describeConnection, type TlsLog, type TlsTarget } from "../tls.ts";
import type { Transport, TransportFacts } from "../transport.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { DerError } from "../x509/der.ts";
import { connectionLines } from "./details.ts";
import { handshakeError, unexpectedEnd } from "./errors.ts";
import type { LoadedIdentity } from "./identity.ts";
import { certificatesOf, type PeerVerification, verifyPeer } from "./peer_certificates.ts";
import type { Connected } from "./socket.ts";

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

/** What hands were shaken on. */
interface HandshakeResult {
  readonly protocol: string;
  readonly suite: string;
  /** The peer's certificates, its own first. */
  readonly certificates: readonly Uint8Array[];
}

/** Asked at once; `undefined` where the peer has already ended the connection, so that nothing is known any more. */
function resultOf(socket: TLSSocket): HandshakeResult | undefined {
  const protocol = socket.getProtocol();
  const suite = socket.getCipher()?.standardName;
  const certificates = certificatesOf(socket);
  if (!protocol || !suite || certificates.length === 0) return undefined;
  return { protocol, suite, certificates };
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
  #problem: Error | undefined;

  /** Takes over an open connection, which ends with `close`. */
  constructor(
    { stream, ends }: Connected,
    { session, log }: { session: SessionOptions; log: TlsLog },
  ) {
    this.#facts = { ends };
    this.#log = log;
    const { identity, serverName, minVersion, maxVersion } = session;
    this.#socket = connect({
      socket: stream,
      // our own verification decides, see verifyPeer
      rejectUnauthorized: false,
      minVersion,
      maxVersion,
      // an empty name asks for none
      servername: serverName ?? "",
      ...(identity && { key: identity.key, cert: identity.certificates }),
    });
    stream.on("error", (error) => this.#problem ??= error);
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
  async handshake(target: TlsTarget, verification?: PeerVerification): Promise<void> {
    const { handshakeTimeoutMs, signal } = target;
    this.#log({ severity: "trace", text: "Starting TLS client handshake" });
    const giveUp = () => this.close();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      signal?.throwIfAborted();
      const negotiated = await this.#shakeHands(handshakeTimeoutMs);
      if (verification) await verifyPeer(negotiated.certificates, verification);
      const security = describeConnection(target, () => describe(negotiated));
      this.#facts = { ...this.#facts, security };
    } catch (error) {
      this.close();
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  #shakeHands(timeoutMs: number | undefined): Promise<HandshakeResult> {
    const socket = this.#socket;
    const { promise, resolve, reject } = Promise.withResolvers<HandshakeResult>();
    const silent = () => reject(new DicomError(conditions.DCMTLS_EC_TLSReadOperationDidNotComplete));
    const timer = timeoutMs === undefined ? undefined : setTimeout(silent, timeoutMs);
    const failed = (error: Error) => reject(failureOf(error));
    const ended = () => reject(unexpectedEnd());
    const done = () => {
      const result = resultOf(socket);
      if (result) resolve(result);
      else reject(new DicomError(conditions.DUL_PEERABORTEDASSOCIATION));
    };
    socket.once("secureConnect", done).once("error", failed).once("end", ended).once("close", ended);
    return promise.finally(() => {
      clearTimeout(timer);
      socket.off("secureConnect", done).off("error", failed).off("end", ended).off("close", ended);
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

function describe({ protocol, suite, certificates: [certificate] }: HandshakeResult): readonly string[] {
  return connectionLines({ protocol, suite, ...readable(certificate) });
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

/** What may wait to be read. A peer that answers needs some hundred bytes; one that sends more than this attacks. */
const unreadBytes = 4 * 1024 * 1024;

/**
 * Everything that comes. The socket is never paused, because the runtime forgets the end of a connection that comes
 * while data wait; too many of them end it instead.
 */
function readableOf(socket: TLSSocket, problem: () => Error): ReadableStream<Uint8Array> {
  let hasEnded = false;
  const finish = (how: () => void) => {
    if (!hasEnded) how();
    hasEnded = true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => finish(() => controller.close());
      socket.on("data", (chunk: Uint8Array) => {
        if (hasEnded) return;
        // a plain array: methods of Buffer have the same names and mean other things
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
        if (controller.desiredSize! >= 0) return;
        finish(() =>
          controller.error(new Error(`Peer has sent more than ${unreadBytes} bytes that nobody reads`))
        );
        socket.destroy();
      });
      socket.once("end", end).once("close", end);
      socket.once("error", () => finish(() => controller.error(problem())));
    },
    cancel() {
      hasEnded = true;
      socket.destroy();
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: unreadBytes }));
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
