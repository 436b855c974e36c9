/**
 * A TCP connection with a session of OpenSSL on it.
 *
 * @module
 */
import { Alarm } from "../../base/deadline.ts";
import { DicomError, errorOf } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import { endsOf } from "../tcp.ts";
import { describeConnection, type TlsLog, type TlsTarget } from "../tls.ts";
import type { Transport, TransportFacts } from "../transport.ts";
import type { Session, SessionResult } from "./session.ts";

/** What is encrypted at once. */
const plainRunBytes = 256 * 1024;
/** Room for the ciphertext of such a run: records of 16 KiB, each with less than 100 bytes around it. */
const cipherRunBytes = plainRunBytes + 32 * 1024;
/** A record of TLS carries no more. */
const recordBytes = 16 * 1024;
const receiveBytes = 64 * 1024;
/** DCMTK's code for OpenSSL's SSL_R_CERTIFICATE_VERIFY_FAILED. */
const certificateVerifyFailed = 0x0886;

/** Bytes to and from the peer, encrypted on the way. */
export class OpensslConnection implements Transport {
  /** Decrypted bytes from the peer. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Bytes that are encrypted and sent; a write settles when the system has taken all of its ciphertext. */
  readonly writable: WritableStream<Uint8Array>;
  readonly #connection: Deno.TcpConn;
  readonly #session: Session;
  readonly #log: TlsLog;
  readonly #outgoing = new Uint8Array(cipherRunBytes);
  readonly #incoming = new Uint8Array(receiveBytes);
  readonly #decrypted = new Uint8Array(recordBytes);
  /** Why nothing more can be decrypted before more has come. */
  #stop: Exclude<SessionResult, { kind: "done" }> | undefined;
  #hasEnded = false;
  #facts: TransportFacts;
  #isSending = false;
  #sent: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** Takes over an open connection and a new session; both end with `close`. */
  constructor(connection: Deno.TcpConn, { session, log }: { session: Session; log: TlsLog }) {
    this.#connection = connection;
    this.#session = session;
    this.#log = log;
    this.#facts = { ends: endsOf(connection) };
    this.readable = new ReadableStream({
      pull: (controller) => this.#pull(controller),
      cancel: () => this.close(),
    }, { highWaterMark: 0 });
    this.writable = new WritableStream({
      write: (chunk) => this.#write(chunk as Uint8Array<ArrayBuffer>),
      close: () => this.#finish(),
      abort: () => this.close(),
    });
  }

  /** The peer, and what was negotiated with it. */
  get facts(): TransportFacts {
    return this.#facts;
  }

  /** Shakes hands. Where that fails, the connection is closed and DCMTK's condition thrown. */
  async handshake(target: TlsTarget): Promise<void> {
    const { handshakeTimeoutMs, signal } = target;
    this.#log({ severity: "trace", text: "Starting TLS client handshake" });
    const giveUp = () => this.close();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      signal?.throwIfAborted();
      await this.#shakeHands(handshakeTimeoutMs);
    } catch (error) {
      this.close();
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    const security = describeConnection(target, () => this.#session.details());
    this.#facts = { ...this.#facts, security };
  }

  async #shakeHands(timeoutMs: number | undefined): Promise<void> {
    using alarm = new Alarm();
    for (;;) {
      const result = this.#session.connect();
      const failure = result.kind === "failed" ? this.#explained(result.error) : undefined;
      await this.#flush().catch((error) => {
        throw ioError(error);
      });
      if (result.kind === "done") return;
      if (failure) throw failure;
      if (result.kind === "closed") throw new DicomError(conditions.DCMTLS_EC_TLSConnectionClosedByPeer);
      await this.#receiveInTime(timeoutMs, alarm);
    }
  }

  /** DCMTK says only that verification has failed. */
  #explained(error: DicomError): DicomError {
    const reason = this.#session.verifyFailure();
    if (!reason || error.condition.code !== certificateVerifyFailed) return error;
    const message = `Certificate of the peer was not accepted: ${reason}`;
    return new DicomError(error.condition, { message, cause: error });
  }

  async #receiveInTime(timeoutMs: number | undefined, alarm: Alarm): Promise<void> {
    let isLate = false;
    alarm.start(timeoutMs, () => {
      isLate = true;
      this.close();
    });
    try {
      await this.#receive();
    } catch (error) {
      if (isLate) throw new DicomError(conditions.DCMTLS_EC_TLSReadOperationDidNotComplete, { cause: error });
      throw ioError(error);
    } finally {
      alarm.stop();
    }
  }

  /** Waits for ciphertext. */
  async #receive(): Promise<void> {
    const length = await this.#connection.read(this.#incoming);
    this.#stop = undefined;
    this.#hasEnded = length === null;
    if (length === null) this.#session.feedEnd();
    else this.#session.feed(this.#incoming.subarray(0, length));
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const length = await this.#read();
    if (length > 0) controller.enqueue(this.#decrypted.slice(0, length));
    else controller.close();
  }

  /** Waits for decrypted bytes; 0 at the end, whether the peer has announced it or not. */
  async #read(): Promise<number> {
    for (;;) {
      if (!this.#stop) {
        const length = this.#decrypt();
        if (this.#session.hasOutput) await this.#flush();
        if (length > 0) return length;
      }
      if (this.#stop?.kind === "closed" || this.#hasEnded) return 0;
      if (this.#stop?.kind === "failed") throw this.#broken(this.#stop.error);
      await this.#receive();
    }
  }

  /** Decrypts all records that have come; a peer may need several for one message, and what is told is whole then. */
  #decrypt(): number {
    let length = 0;
    while (!this.#stop && length < this.#decrypted.length) {
      const result = this.#session.read(this.#decrypted.subarray(length));
      if (result.kind === "done") length += result.bytes;
      else this.#stop = result;
    }
    return length;
  }

  /** With TLS 1.3 the peer judges our certificate only after our handshake is done. */
  #broken(error: DicomError): Error {
    this.#log({ severity: "info", text: `TLS connection ended by an error: ${error.message}` });
    return new Error(`TLS connection ended by an error: ${error.message}`, { cause: error });
  }

  async #write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let start = 0; start < chunk.length; start += plainRunBytes) {
      const result = this.#session.write(chunk.subarray(start, start + plainRunBytes));
      if (result.kind === "failed") throw this.#broken(result.error);
      if (result.kind !== "done") throw new Error(`TLS connection cannot be written to: ${result.kind}`);
      await this.#flush();
    }
  }

  /**
   * Sends all ciphertext there is, in the order in which it was made, whoever made it, and whatever comes meanwhile.
   * A failure stays.
   */
  #flush(): Promise<void> {
    if (!this.#isSending) this.#sent = this.#send();
    return this.#sent;
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    for (let length = this.#session.drain(this.#outgoing); length > 0;) {
      for (let start = 0; start < length;) {
        start += await this.#connection.write(this.#outgoing.subarray(start, length));
      }
      length = this.#session.drain(this.#outgoing);
    }
    this.#isSending = false;
  }

  async #finish(): Promise<void> {
    if (this.#isClosed) return;
    this.#session.shutdown();
    await this.#flush();
  }

  /** Closes the connection at once. The peer is told, unless it does not even take what was sent before. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#isSending) this.#sayGoodbye();
    this.#session.free();
    this.#connection.close();
  }

  /** What the system takes at once is sent, although the connection is closed in the same moment. */
  #sayGoodbye(): void {
    this.#session.shutdown();
    const length = this.#session.drain(this.#outgoing);
    if (length === 0) return;
    // The peer may be gone already; then there is nobody to be told.
    this.#connection.write(this.#outgoing.subarray(0, length)).catch(() => undefined);
  }
}

/** What DCMTK makes of a connection that breaks while hands are shaken. */
function ioError(cause: unknown): DicomError {
  return cause instanceof DicomError
    ? cause
    : new DicomError(conditions.DCMTLS_EC_OpenSSLIOError, { cause: errorOf(cause) });
}
