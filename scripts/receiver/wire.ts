/** A connection as the receiver and the scripted peers hold it: bytes out of a socket in any portion wanted. */
import { createServer, type Server, type Socket } from "node:net";

/** The connection ended, one way or the other, where more bytes were wanted. */
export class PeerGone extends Error {
  override readonly name: string = "PeerGone";
}

/** One connection. `node:net` carries it because it can end a connection by a reset, which `Deno.Conn` cannot. */
export class Wire {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** Settled when the connection is gone. */
  readonly closed: Promise<void>;
  #chunk: Uint8Array = new Uint8Array(0);

  /** Takes over a socket whose reading is paused. */
  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    // errors reach whoever reads or writes at that time, and nobody else
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.on("close", () => resolve()));
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** The next bytes, at least one and at most as many as wanted; throws `PeerGone` where there are none. */
  async take(maxBytes: number): Promise<Uint8Array> {
    while (this.#chunk.length === 0) this.#chunk = await this.#read();
    const taken = this.#chunk.subarray(0, maxBytes);
    this.#chunk = this.#chunk.subarray(taken.length);
    return taken;
  }

  async #read(): Promise<Uint8Array> {
    const next = await this.#chunks.next().catch((cause) => {
      throw new PeerGone("Connection reset", { cause });
    });
    if (next.done) throw new PeerGone("Connection closed");
    return next.value;
  }

  /** So many bytes, in one piece. */
  async exactly(bytes: number): Promise<Uint8Array> {
    if (this.#chunk.length >= bytes) return this.take(bytes);
    const whole = new Uint8Array(bytes);
    for (let filled = 0; filled < bytes;) {
      const part = await this.take(bytes - filled);
      whole.set(part, filled);
      filled += part.length;
    }
    return whole;
  }

  /** A whole PDU with its header, whatever it is (PS3.8, Section 9.3.1). */
  async pdu(): Promise<Uint8Array> {
    const header = (await this.exactly(6)).slice();
    const body = await this.exactly(lengthOf(header));
    const pdu = new Uint8Array(6 + body.length);
    pdu.set(header);
    pdu.set(body, 6);
    return pdu;
  }

  /** Reads and forgets everything up to the end of the connection. */
  async drain(): Promise<void> {
    try {
      while (true) await this.take(Infinity);
    } catch (error) {
      if (!(error instanceof PeerGone)) throw error;
    }
  }

  /** Writes bytes in one piece; settled when the system has them. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (cause) => {
        if (cause) reject(new PeerGone("Cannot write", { cause }));
        else resolve();
      });
    });
  }

  /** Ends the connection in good order, behind everything that was written. */
  close(): void {
    this.#socket.end(() => this.#socket.destroy());
  }

  /** Says that nothing more will be written; reading goes on. */
  closeWriting(): void {
    this.#socket.end();
  }

  /** Ends the connection by a TCP reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }
}

/** The length of a PDU without its header. */
export function lengthOf(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset).getUint32(2);
}

/** A server on a free port (or the one given) of the loopback interface, which hands out connections. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(onWire: (wire: Wire) => void) {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.#sockets.add(socket.on("close", () => this.#sockets.delete(socket)));
      onWire(new Wire(socket));
    });
  }

  /** Starts to listen. */
  static async open(onWire: (wire: Wire) => void, { port = 0 } = {}): Promise<Listener> {
    const listener = new Listener(onWire);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    listener.#server.on("error", reject).listen(port, "127.0.0.1", resolve);
    await promise;
    return listener;
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("Not listening");
    return address.port;
  }

  /** Stops listening and cuts every connection that is still there. */
  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
