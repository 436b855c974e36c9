/** The server side of TLS in front of a receiver that knows nothing of it. */

/** Takes TLS connections and passes what they say on to a port. */
export class TlsFront implements AsyncDisposable {
  readonly #listener: Deno.TlsListener;
  readonly #connections = new Set<Deno.Conn>();
  readonly #done: Promise<void>;

  constructor({ to, cert, key }: { to: number; cert: string; key: string }) {
    this.#listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
    this.#done = this.#run(to);
  }

  /** Where it listens. */
  get port(): number {
    return this.#listener.addr.port;
  }

  async #run(to: number): Promise<void> {
    try {
      for await (const near of this.#listener) {
        const far = await Deno.connect({ hostname: "127.0.0.1", port: to });
        this.#connections.add(near).add(far);
        // However one direction ends, the other one does, too
        const end = () => [near, far].forEach(close);
        near.readable.pipeTo(far.writable).catch(() => {}).finally(end);
        far.readable.pipeTo(near.writable).catch(() => {}).finally(end);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) close(connection);
    await this.#done;
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
