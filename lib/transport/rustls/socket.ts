/**
 * A TCP connection as the kind of stream that `node:tls` speaks through.
 *
 * @module
 */
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { DicomError, errorOf } from "../../base/errors.ts";
import { networkCondition } from "../../dictionary/conditions.ts";
import { endsOf } from "../tcp.ts";
import type { TlsTarget } from "../tls.ts";
import type { SocketEnds } from "../transport.ts";

const receiveBytes = 64 * 1024;
/** A connected stream. */
export interface Connected {
  readonly stream: Duplex;
  readonly ends?: SocketEnds;
}

/**
 * Connects. The runtime's own kind of stream is by far the fastest below TLS; where it does not connect, `dial` is
 * asked, which either does, or knows DCMTK's words for the failure.
 */
export async function openStream(target: TlsTarget): Promise<Connected> {
  const socket = await openSocket(target);
  if (socket) {
    target.onConnected?.();
    return { stream: socket, ends: endsOfSocket(socket) };
  }
  const connection = await target.dial(target);
  // records of TLS that wait for more are what makes it slow
  connection.setNoDelay(true);
  return { stream: streamOf(connection), ends: endsOf(connection) };
}

/** Both ends, as long as the socket is connected. */
function endsOfSocket(
  { localAddress, localPort, remoteAddress, remotePort }: Socket,
): SocketEnds | undefined {
  if (localAddress === undefined || localPort === undefined) return undefined;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return {
    local: { hostname: localAddress, port: localPort },
    peer: { hostname: remoteAddress, port: remotePort },
  };
}

const families = { any: 0, ipv4: 4, ipv6: 6 } as const;

async function openSocket(
  { host, port, addressFamily, connectTimeoutMs, signal }: TlsTarget,
): Promise<Socket | undefined> {
  if (addressFamily === undefined) return undefined;
  const socket = connect({ host, port, family: families[addressFamily], noDelay: true });
  const { promise, resolve, reject } = Promise.withResolvers<Socket | undefined>();
  const giveUp = () => reject(signal?.reason);
  const late = "TCP Initialization Error: Operation now in progress (Timeout)";
  const timer = connectTimeoutMs === undefined
    ? undefined
    : setTimeout(() => reject(new DicomError(networkCondition("DULC_TCPINITERROR", late))), connectTimeoutMs);
  const failed = () => resolve(undefined);
  socket.once("connect", () => resolve(socket)).once("error", failed);
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    signal?.throwIfAborted();
    return await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    socket.off("error", failed);
  }
}

/** Ciphertext that is gathered while what was gathered before is being sent: a run of PDUs and its records. */
const gatherBytes = 320 * 1024;

/** Makes the stream; it owns the connection, and closes it when it is destroyed. */
function streamOf(connection: Deno.TcpConn): Duplex {
  const buffer = new Uint8Array(receiveBytes);
  const sender = new Sender(connection);
  return new Duplex({
    readableHighWaterMark: receiveBytes,
    writableHighWaterMark: receiveBytes,
    read() {
      connection.read(buffer).then((length) => {
        this.push(length === null ? null : buffer.slice(0, length));
      }, (error) => this.destroy(errorOf(error)));
    },
    writev(chunks, done) {
      sender.addAll(chunks.map(({ chunk }) => chunk)).then(() => done(), (error) => done(errorOf(error)));
    },
    final(done) {
      sender.sent().then(() => connection.closeWrite()).then(() => done(), (error) => done(errorOf(error)));
    },
    destroy(error, done) {
      connection.close();
      done(error);
    },
  });
}

/**
 * Sends ciphertext in few large pieces, while the next ones are being made. It keeps two buffers, and makes whoever
 * writes wait when both are full.
 */
class Sender {
  readonly #connection: Deno.TcpConn;
  #gathering = new Uint8Array(gatherBytes);
  #gathered = 0;
  #spare = new Uint8Array(gatherBytes);
  #sending: Promise<void> | undefined;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Takes bytes; done when there is room for more. */
  async addAll(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) await this.#add(chunk);
  }

  async #add(chunk: Uint8Array): Promise<void> {
    for (let start = 0; start < chunk.length;) {
      if (this.#gathered === gatherBytes) await this.#sending;
      const part = chunk.subarray(start, start + gatherBytes - this.#gathered);
      this.#gathering.set(part, this.#gathered);
      this.#gathered += part.length;
      start += part.length;
      this.#send();
    }
    if (this.#gathered === gatherBytes) await this.#sending;
  }

  /** Done when the system has taken everything. */
  async sent(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  /** A failure stays: everything that is added later fails with it. */
  #send(): void {
    if (this.#sending || this.#gathered === 0) return;
    const bytes = this.#gathering.subarray(0, this.#gathered);
    [this.#gathering, this.#spare] = [this.#spare, this.#gathering];
    this.#gathered = 0;
    this.#sending = this.#write(bytes).then(() => {
      this.#sending = undefined;
      this.#send();
    });
    // whoever adds next is told
    this.#sending.catch(() => {});
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length;) start += await this.#connection.write(bytes.subarray(start));
  }
}
