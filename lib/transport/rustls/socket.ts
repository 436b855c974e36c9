/**
 * A TCP connection as the kind of stream that `node:tls` speaks through.
 *
 * @module
 */
import { Duplex } from "node:stream";
import { errorOf } from "../../base/errors.ts";

const receiveBytes = 64 * 1024;
/** Ciphertext that is gathered while what was gathered before is being sent: a run of PDUs and its records. */
const gatherBytes = 320 * 1024;

/** Told whenever bytes have come from the peer. */
export type Heard = () => void;

/** Makes the stream; it owns the connection, and closes it when it is destroyed. */
export function streamOf(connection: Deno.TcpConn, heard: Heard): Duplex {
  const buffer = new Uint8Array(receiveBytes);
  const sender = new Sender(connection);
  return new Duplex({
    readableHighWaterMark: receiveBytes,
    writableHighWaterMark: receiveBytes,
    read() {
      connection.read(buffer).then((length) => {
        heard();
        this.push(length === null ? null : buffer.slice(0, length));
      }, (error) => this.destroy(errorOf(error)));
    },
    write(chunk: Uint8Array, _encoding, done) {
      sender.add(chunk).then(() => done(), (error) => done(errorOf(error)));
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
  async add(chunk: Uint8Array): Promise<void> {
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
