/** TLS in front of a receiver, with a knife: the connection can be damaged at any moment, below TLS. */
import { connect } from "node:net";
import { Listener, PeerGone, Wire } from "../../scripts/receiver/wire.ts";
import type { Entity } from "./pki.ts";

/** Ways to damage a connection. */
export const cuts = [
  "close",
  "reset",
  "silence",
  "garbage",
  "forged record",
  "huge record",
  "half a record",
] as const;

/**
 * What is done to a connection below TLS: it ends in good order, but TLS is not told; it is reset; nothing more comes;
 * bytes come that are no TLS; a record whose authentication fails, or that is larger than any may be; half a record, and
 * then the end.
 */
export type Cut = typeof cuts[number];

const writes: Partial<Record<Cut, Uint8Array>> = {
  "garbage": new TextEncoder().encode("HTTP/1.0 400 Bad Request\r\n".repeat(200)),
  "forged record": Uint8Array.of(23, 3, 3, 0, 64, ...new Uint8Array(64).fill(0xa5)),
  "huge record": Uint8Array.of(23, 3, 3, 0xff, 0xff, ...new Uint8Array(0xffff)),
  "half a record": Uint8Array.of(23, 3, 3, 0, 64, 1, 2, 3),
};

/** A TLS server that passes everything on to a receiver. */
export class TlsFront implements AsyncDisposable {
  readonly #tls: Deno.TlsListener;
  readonly #serving: Promise<void>;
  readonly #near: Wire[] = [];
  readonly #far: Wire[] = [];
  #gate!: Listener;
  #isCut = false;
  #cutAfter: { readonly bytes: number; readonly cut: Cut } | undefined;

  private constructor(tls: Deno.TlsListener, to: number) {
    this.#tls = tls;
    this.#serving = this.#serve(to);
  }

  /** Starts with a certificate, in front of a port of this machine. */
  static async start(
    to: number,
    { identity, handshakeCut }: { identity: Entity; handshakeCut?: Cut },
  ): Promise<TlsFront> {
    const front = new TlsFront(
      Deno.listenTls({
        hostname: "127.0.0.1",
        port: 0,
        cert: await Deno.readTextFile(identity.certificateFile),
        key: await Deno.readTextFile(identity.privateKeyFile),
      }),
      to,
    );
    if (handshakeCut) front.#cutAfter = { bytes: 100, cut: handshakeCut };
    front.#gate = await Listener.open((wire) => front.#join(wire));
    return front;
  }

  /** Where it listens. */
  get port(): number {
    return this.#gate.port;
  }

  /** Does the damage, to all connections. */
  async cut(how: Cut): Promise<void> {
    this.#isCut = true;
    for (const wire of this.#near) {
      const bytes = writes[how];
      if (bytes) await wire.write(bytes).catch(gone);
      if (how === "reset") wire.reset();
      else if (how === "close" || how === "half a record") wire.close();
    }
  }

  #join(near: Wire): void {
    const far = new Wire(connect({ port: (this.#tls.addr as Deno.NetAddr).port, host: "127.0.0.1" }));
    this.#near.push(near);
    this.#far.push(far);
    void this.#pass(near, (bytes) => far.write(bytes)).finally(() => far.closeWriting());
    void this.#pass(far, (bytes) => this.#home(near, bytes)).finally(() => {
      if (!this.#isCut) near.closeWriting();
    });
  }

  async #home(near: Wire, bytes: Uint8Array): Promise<void> {
    if (this.#isCut) return;
    if (!this.#cutAfter) return await near.write(bytes);
    await near.write(bytes.subarray(0, this.#cutAfter.bytes));
    await this.cut(this.#cutAfter.cut);
  }

  async #pass(from: Wire, to: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    try {
      for (;;) await to((await from.take(Infinity)).slice());
    } catch (error) {
      gone(error);
    }
  }

  async #serve(to: number): Promise<void> {
    for await (const connection of this.#tls) void forward(connection, to);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of [...this.#near, ...this.#far]) wire.reset();
    await this.#gate.close();
    this.#tls.close();
    await this.#serving;
  }
}

function gone(error: unknown): void {
  if (!(error instanceof PeerGone)) throw error;
}

/** Until one of both is gone, in whatever way. */
async function forward(connection: Deno.TlsConn, to: number): Promise<void> {
  const receiver = await Deno.connect({ hostname: "127.0.0.1", port: to });
  await Promise.allSettled([
    connection.readable.pipeTo(receiver.writable),
    receiver.readable.pipeTo(connection.writable),
  ]);
}
