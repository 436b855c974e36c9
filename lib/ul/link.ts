/**
 * A transport as PDUs see it.
 *
 * @module
 */
import { Alarm, DeadlineError } from "../base/deadline.ts";
import { DicomError, reasonOf } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import type { Transport } from "../transport/transport.ts";
import { type NetworkLog, traceHeader } from "./log.ts";
import { PduStream, type Received } from "./pdu_stream.ts";

/** What limits a link. */
export interface LinkOptions {
  /** Longest P-DATA-TF that is received. */
  readonly maxPduBytes: number;
  /** How long the peer may take none of what is sent. */
  readonly socketTimeoutMs?: number;
  readonly log: NetworkLog;
}

/** Told of what arrives. */
export interface LinkListener {
  onReceived(received: Received): void;
  /** A PDU of this type has begun to arrive; its header is whole, or not yet. */
  readonly onBegun: (type: number, hasHeader: boolean) => void;
  /** The bytes of a PDU, during the call; absent where nobody reads what arrives. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** Nothing more arrives: the connection is closed, by whomever. */
  onClosed(): void;
}

/** Sends PDUs, and tells of those that arrive. */
export class Link {
  /** Fulfilled when nothing more arrives. */
  readonly closed: Promise<void>;
  readonly #transport: Transport;
  readonly #options: LinkOptions;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #alarm = new Alarm();
  /** By us, which is no failure. */
  #isClosed = false;
  /** How to give up writes that are under way. */
  readonly #unfinished = new Set<(error: DeadlineError) => void>();
  readonly #expire = () => {
    const error = new DeadlineError("sending", this.#options.socketTimeoutMs ?? Infinity);
    for (const fail of this.#unfinished) fail(error);
  };

  /** Begins to receive. */
  constructor(transport: Transport, options: LinkOptions & { listener: LinkListener }) {
    this.#transport = transport;
    this.#options = options;
    this.#writer = transport.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.closed = this.#receive(options.listener);
  }

  async #receive(listener: LinkListener): Promise<void> {
    const { maxPduBytes, log } = this.#options;
    const { onBytes, onBegun } = listener;
    const options = { maxPduBytes, onBegun, onBytes: onBytes && traced(onBytes, log) };
    try {
      const pdus = new PduStream(this.#transport.readable, options).getReader();
      for (let pdu = await pdus.read(); !pdu.done; pdu = await pdus.read()) listener.onReceived(pdu.value);
    } catch (error) {
      if (!this.#isClosed) log("trace", () => `connection failed: ${reasonOf(error)}`);
    }
    listener.onClosed();
  }

  /**
   * Writes, unless the peer takes nothing for too long; `routine` is what DCMTK calls it. Done when the memory may be
   * used again.
   */
  async write(bytes: Uint8Array, routine: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#unfinished.add(reject);
    this.#alarm.start(this.#options.socketTimeoutMs, this.#expire);
    this.#writer.write(bytes).then(resolve, reject);
    try {
      await promise;
    } catch (cause) {
      const reason = cause instanceof DeadlineError ? "Resource temporarily unavailable" : reasonOf(cause);
      const text = `TCP I/O Error (${reason}) occurred in routine: ${routine}`;
      throw new DicomError(networkCondition("DULC_TCPIOERROR", text), { cause });
    } finally {
      this.#unfinished.delete(reject);
      if (this.#unfinished.size === 0) this.#alarm.stop();
    }
  }

  /** Closes the connection at once. */
  close(): void {
    this.#isClosed = true;
    this.#alarm[Symbol.dispose]();
    this.#transport.close();
  }
}

function traced(onBytes: (bytes: Uint8Array) => void, log: NetworkLog): (bytes: Uint8Array) => void {
  return (bytes) => {
    log("trace", () => traceHeader(bytes));
    onBytes(bytes);
  };
}
