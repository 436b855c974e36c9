/** A proxy between sender and receiver that slows bytes down, and does damage at any byte of either direction. */
import { connect } from "node:net";
import { Listener, PeerGone, Wire } from "../../scripts/receiver/wire.ts";

/** `outward` are the bytes of whoever connected to the proxy, `homeward` the answers. */
export type Direction = "outward" | "homeward";

/** What to do where the given byte, counted from 0, would pass. All bytes before it have passed. */
export interface Damage {
  readonly direction: Direction;
  readonly atByte: number;
  readonly action:
    /** Ends both connections in good order. */
    | "close"
    /** Ends both connections by a TCP reset. */
    | "reset"
    /** Passes nothing more in this direction. */
    | "stall"
    /** Passes the rest of this direction one byte at a time. */
    | "trickle"
    /** Ends this direction; the other one goes on. */
    | "truncate"
    /** Sends the last so many bytes again. */
    | { readonly duplicate: number }
    /** Flips the bits of this mask in the byte. */
    | { readonly corrupt: number };
}

/** How a proxy behaves. */
export interface ProxyOptions {
  /** The port on the loopback interface that it forwards to. */
  readonly to: number;
  /** How long every byte is on its way, in each direction: half a round trip. */
  readonly delayMs?: number;
  readonly damage?: Damage;
  /** Which connection, counted from 0, is damaged; all where it is absent. */
  readonly damagedConnection?: number;
}

/** The most bytes that are on their way in one direction. */
const maxBytesUnderWay = 1 << 26;

/** A proxy on a free port. */
export class ByteProxy implements AsyncDisposable {
  /** How many bytes have been passed on, of all connections. */
  readonly passedBytes: Record<Direction, number> = { outward: 0, homeward: 0 };
  readonly #options: ProxyOptions;
  readonly #far: Wire[] = [];
  #listener: Listener | undefined;

  private constructor(options: ProxyOptions) {
    this.#options = options;
  }

  /** Starts to listen. */
  static async start(options: ProxyOptions): Promise<ByteProxy> {
    const proxy = new ByteProxy(options);
    proxy.#listener = await Listener.open((wire) => proxy.#join(wire));
    return proxy;
  }

  /** Where it listens. */
  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** How many connections were made to it. */
  get connections(): number {
    return this.#far.length;
  }

  /** Cuts all connections and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of this.#far) wire.reset();
    await this.#listener?.close();
  }

  #join(near: Wire): void {
    const { to, damage, damagedConnection } = this.#options;
    const far = new Wire(connect({ port: to, host: "127.0.0.1", allowHalfOpen: true }));
    const isDamaged = damagedConnection === undefined || damagedConnection === this.#far.length;
    this.#far.push(far);
    for (const direction of ["outward", "homeward"] as const) {
      const [from, into] = direction === "outward" ? [near, far] : [far, near];
      const mine = isDamaged && damage?.direction === direction ? damage : undefined;
      const passed = (bytes: number) => this.passedBytes[direction] += bytes;
      const lane = new Lane({ from, into, passed, damage: mine, delayMs: this.#options.delayMs ?? 0 });
      void lane.run();
    }
  }
}

interface LaneOptions {
  readonly from: Wire;
  readonly into: Wire;
  readonly delayMs: number;
  readonly damage: Damage | undefined;
  readonly passed: (bytes: number) => void;
}

/** One direction of one connection. */
class Lane {
  readonly #options: LaneOptions;
  #readBytes = 0;
  #underWayBytes = 0;
  #last: Promise<void> = Promise.resolve();
  /** What has passed most recently, for duplication. */
  #tail: Uint8Array = new Uint8Array(0);
  #trickles = false;
  #ended = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    try {
      while (!this.#ended) await this.#pass(await this.#options.from.take(Infinity));
    } catch (error) {
      if (!(error instanceof PeerGone)) throw error;
      const wasReset = error.cause !== undefined;
      await this.#last.catch(() => {});
      if (wasReset) this.#options.into.reset();
      else if (!this.#ended) this.#options.into.closeWriting();
    }
  }

  async #pass(chunk: Uint8Array): Promise<void> {
    const { damage } = this.#options;
    const until = damage ? damage.atByte - this.#readBytes : Infinity;
    this.#readBytes += chunk.length;
    if (!damage || until < 0 || until >= chunk.length) return await this.#send(chunk);
    await this.#send(chunk.subarray(0, until));
    await this.#last;
    await this.#damage(damage.action, chunk.subarray(until));
  }

  async #damage(action: Damage["action"], rest: Uint8Array): Promise<void> {
    if (typeof action === "object") {
      if ("duplicate" in action) await this.#send(this.#tail.slice(-action.duplicate));
      else (rest = rest.slice())[0] ^= action.corrupt;
      return await this.#send(rest);
    }
    if (action === "trickle") {
      this.#trickles = true;
      return await this.#send(rest);
    }
    this.#ended = true;
    const { from, into } = this.#options;
    if (action === "close" || action === "reset") {
      from[action]();
      into[action]();
      return;
    }
    if (action === "truncate") into.closeWriting();
    await from.drain();
    if (action === "stall") into.closeWriting();
  }

  /** Has bytes written when their time has come; later ones behind earlier ones. */
  async #send(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    if (this.#options.damage) {
      this.#tail = Uint8Array.from([...this.#tail.slice(-4096), ...bytes.slice(-4096)]);
    }
    const due = Date.now() + this.#options.delayMs;
    this.#underWayBytes += bytes.length;
    this.#last = this.#last.then(() => this.#deliver(bytes, due));
    this.#last.catch(() => {});
    if (this.#options.delayMs === 0 || this.#underWayBytes > maxBytesUnderWay) await this.#last;
  }

  async #deliver(bytes: Uint8Array, due: number): Promise<void> {
    const waitMs = due - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const size = this.#trickles ? 1 : bytes.length;
    for (let position = 0; position < bytes.length; position += size) {
      await this.#options.into.write(bytes.subarray(position, position + size));
    }
    this.#underWayBytes -= bytes.length;
    this.#options.passed(bytes.length);
  }
}
