/**
 * The edge to the network: what the upper layer needs of a connection, whatever carries it.
 *
 * @module
 */

/** A connected byte stream to the peer: plain TCP, or TLS by either engine. */
export interface Transport {
  /** Bytes from the peer, in pieces as they arrive. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Bytes to the peer. A chunk's memory may be used again once its write has settled. */
  readonly writable: WritableStream<Uint8Array>;
  /** Facts about the connection that somebody asks for. */
  readonly facts: TransportFacts;
  /** Closes the connection at once, whatever is under way; safe to call more than once. */
  close(): void;
}

/** An end of a connection. */
export interface SocketEnd {
  /** The address; IP version 6 without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** Both ends of a connection. */
export interface SocketEnds {
  readonly local: SocketEnd;
  readonly peer: SocketEnd;
}

/** Facts about a connection. */
export interface TransportFacts {
  /** Its ends; absent where it is no socket. */
  readonly ends?: SocketEnds;
  /** What the secure transport negotiated, already as lines for DCMTK's connection dump; absent without TLS. */
  readonly security?: readonly string[];
}
