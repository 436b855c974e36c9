/**
 * The way to the peer that settings describe.
 *
 * @module
 */
import type { Settings } from "../cli/settings.ts";
import type { Emit, LogEvent } from "../console/events.ts";
import { appLogger, networkLogger } from "../console/messages.ts";
import { DicomError } from "../base/errors.ts";
import type { DimseTrace } from "../dimse/dispatcher.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import { StoreScu } from "../storage/store.ts";
import { connectTcp, openTcp, parseEndpoint, type TcpOptions } from "../transport/tcp.ts";
import { readTcpEnvironment, type TcpEnvironment } from "../transport/tcp_environment.ts";
import type { PreparedTls, TlsNotice, TlsTarget } from "../transport/tls.ts";
import type { SocketEnds, Transport } from "../transport/transport.ts";
import { Association } from "../ul/association.ts";
import { type ProtocolTrace, RejectedError, UnexpectedPduError } from "../ul/association_types.ts";
import type { NetworkLog } from "../ul/log.ts";
import type { AssociateRq } from "../ul/pdu.ts";
import {
  AssociationRejectedError,
  type AssociationRequest,
  type GrantedAssociation,
  type Network,
} from "./associate.ts";
import { associateRq } from "./association_request.ts";

const nothingProposed = networkCondition(
  "ASCC_CODINGERROR",
  "ASC Coding error in ASC_requestAssociation: missing presentation contexts",
);

/** What may wait for a receiver on the same machine; the system takes twice as much, to have room for itself. */
const localQueueBytes = 64 * 1024;

/** What a network needs of the world. */
export interface NetworkOptions {
  /** Whether anybody reads a line of that severity, by the network's own logger or another; others are not made. */
  readonly isLogged: (severity: LogEvent["severity"], logger?: string) => boolean;
  /** Reads an environment variable. */
  readonly environment: (name: string) => string | undefined;
  /** Whether anybody reads what DCMTK says of its internals at level trace. */
  readonly isTraced?: boolean;
}

/** The network over TCP, with or without TLS. */
export class TcpNetwork implements Network, Disposable {
  readonly #settings: Settings;
  readonly #options: NetworkOptions;
  readonly #tcp: TcpEnvironment;
  #security: PreparedTls | undefined;

  /** Reads the environment. */
  constructor(settings: Settings, options: NetworkOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#tcp = readTcpEnvironment(options.environment);
  }

  #logTo(emit: Emit): NetworkLog {
    return (severity, text) => {
      if (!this.#options.isLogged(severity)) return;
      emit({ kind: "log", logger: networkLogger, severity, text: text() });
    };
  }

  /** Loads what a secure connection needs. */
  async prepare(emit: Emit): Promise<void> {
    const { tls } = this.#settings;
    if (tls.kind === "none") return;
    const { prepareSecurity } = await import("./security.ts");
    this.#security = await prepareSecurity(tls, (notice) => emit(tlsLine(notice)));
  }

  /** Writes back the random seed. */
  finish(): void {
    this.#security?.writeSeed();
  }

  /** Forgets keys; associations go on. */
  [Symbol.dispose](): void {
    this.#security?.[Symbol.dispose]();
  }

  /** Connects and associates. */
  async request(request: AssociationRequest, emit: Emit): Promise<GrantedAssociation> {
    const log = this.#logTo(emit);
    const trace = this.#options.isTraced ? await startTrace(log) : undefined;
    const pdu = associateRq(request, { settings: this.#settings, log });
    emit({ kind: "association parameters", request: pdu });
    emit({ kind: "requesting association" });
    if (pdu.presentationContexts.length === 0) throw new DicomError(nothingProposed);
    let facts: Transport["facts"] | undefined;
    const { signal } = request;
    let close: (() => void) | undefined;
    const connect = async () => {
      const transport = await this.#connect(log, { emit, signal });
      facts = transport.facts;
      close = () => transport.close();
      signal?.addEventListener("abort", close);
      return transport;
    };
    try {
      const association = await Association.request({
        ...this.#limits(),
        connect,
        request: pdu,
        onLargeObject: () => this.#shortenQueue(facts?.ends),
        log,
        isDumped: this.#options.isLogged("debug") || this.#options.isLogged("trace"),
        trace,
      });
      const { answer } = association;
      const transport = facts?.security ?? ["Transport connection: TCP/IP, unencrypted."];
      emit({ kind: "association negotiated", request: pdu, answer, transport });
      return this.#granted(association, { request: pdu, emit, log, trace });
    } catch (error) {
      if (error instanceof RejectedError) throw new AssociationRejectedError(error.rejection);
      // DCMTK goes on as if nothing had been accepted
      if (error instanceof UnexpectedPduError) return new NothingGranted(error);
      throw error;
    } finally {
      if (close) signal?.removeEventListener("abort", close);
    }
  }

  #limits() {
    const { network } = this.#settings;
    return {
      acseTimeoutMs: 1000 * network.acseTimeoutSeconds,
      socketTimeoutMs: network.socketTimeoutSeconds > 0 ? 1000 * network.socketTimeoutSeconds : undefined,
      maxSendPduBytes: network.maxSendPduBytes,
    };
  }

  async #connect(
    log: NetworkLog,
    { emit, signal }: { emit: Emit; signal: AbortSignal | undefined },
  ): Promise<Transport> {
    const options = { ...this.#tcpOptions(), signal };
    const transport = this.#security
      ? await this.#security.connect(this.#target(options, { log, emit }))
      : await connectTcp(options);
    if (!this.#security) this.#tellConnected(log);
    if (this.#tcp.bufferBytes !== undefined) await this.#setBuffers(transport.facts.ends, log);
    return transport;
  }

  async #setBuffers(ends: SocketEnds | undefined, log: NetworkLog): Promise<void> {
    const { setSocketBuffers } = await import("../transport/socket_buffers.ts");
    const { bufferBytes } = this.#tcp;
    const problem = ends && setSocketBuffers(ends, { sendBytes: bufferBytes, receiveBytes: bufferBytes });
    if (problem) {
      log("warn", () => `DULFSM: cannot set TCP buffer length, using the system defaults: ${problem}`);
    }
  }

  /**
   * A receiver on the same machine is the faster for it if little waits for it: that is still in the cache of the
   * processor when it is read. Where nothing can be done about it, everything stays as it is.
   */
  async #shortenQueue(ends: SocketEnds | undefined): Promise<void> {
    if (!ends || ends.local.hostname !== ends.peer.hostname || this.#tcp.bufferBytes !== undefined) return;
    try {
      const { setSocketBuffers } = await import("../transport/socket_buffers.ts");
      setSocketBuffers(ends, { sendBytes: localQueueBytes });
    } catch {
      // What only makes it faster must not end it
    }
  }

  #tcpOptions(): TcpOptions {
    const { peer, network } = this.#settings;
    const seconds = network.connectTimeoutSeconds;
    return {
      host: peer.host,
      port: peer.port,
      addressFamily: peer.addressFamily,
      connectTimeoutMs: seconds === undefined ? undefined : 1000 * seconds,
      noDelay: this.#tcp.noDelay,
    };
  }

  #target(options: TcpOptions, { log, emit }: { log: NetworkLog; emit: Emit }): TlsTarget {
    const { addressFamily, connectTimeoutMs, signal } = options;
    return {
      signal,
      // A host may bring its own port, which is in no certificate
      ...parseEndpoint(options),
      addressFamily,
      connectTimeoutMs,
      handshakeTimeoutMs: this.#limits().socketTimeoutMs,
      isDescribed: describing.some((logger) => this.#options.isLogged("debug", logger)),
      log: (notice) => emit(tlsLine(notice)),
      onConnected: () => this.#tellConnected(log),
      dial: async () => {
        const connection = await openTcp(options);
        this.#tellConnected(log);
        return connection;
      },
    };
  }

  /** What DCMTK sets when there is a connection. */
  #tellConnected(log: NetworkLog): void {
    this.#tellTimeouts(log);
    for (const { severity, text } of this.#tcp.notices) log(severity, () => text);
  }

  #tellTimeouts(log: NetworkLog): void {
    const seconds = this.#settings.network.socketTimeoutSeconds;
    if (seconds < 0) return;
    const text = seconds === 0 ? "0 (infinite)" : `${seconds} seconds`;
    log("debug", () => `setting network send timeout to ${text}`);
    log("debug", () => `setting network receive timeout to ${text}`);
  }

  #granted(
    association: Association,
    { request, emit, log, trace }: {
      request: AssociateRq;
      emit: Emit;
      log: NetworkLog;
      trace: DimseTrace | undefined;
    },
  ): GrantedAssociation {
    const seconds = this.#settings.network.dimseTimeoutSeconds;
    return new StoreScu(association, {
      request,
      dimseTimeoutMs: seconds === undefined ? undefined : 1000 * seconds,
      ackPriming: this.#settings.sending.ackPriming,
      log,
      trace,
      onSent: (command) => emit({ kind: "command sent", command }),
      onReceived: (command, contextId) => emit({ kind: "command received", contextId, command }),
    });
  }
}

const tlsLogger = "dcmtk.dcmtls";

/** Loggers that may tell what was negotiated. */
const describing = [appLogger, networkLogger, tlsLogger];

async function startTrace(log: NetworkLog): Promise<ProtocolTrace & DimseTrace> {
  const { NetworkTrace } = await import("./network_trace.ts");
  return new NetworkTrace(log);
}

function tlsLine(notice: TlsNotice): LogEvent {
  return { kind: "log", logger: tlsLogger, ...notice };
}

/** An association on which nothing was accepted, and which is over already. */
class NothingGranted implements GrantedAssociation {
  readonly accepted = [];
  readonly maxSendPdvBytes = 0;
  readonly isUsable = false;
  readonly asyncWindow = 1;
  readonly hasIdentityResponse = false;
  readonly #error: DicomError;

  constructor(error: DicomError) {
    this.#error = error;
  }

  send(): Promise<never> {
    return Promise.reject(this.#error);
  }

  release(): Promise<void> {
    return Promise.reject(this.#error);
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {}
}
