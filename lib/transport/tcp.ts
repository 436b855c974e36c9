/**
 * Plain TCP.
 *
 * @module
 */
import { DicomError, reasonOf } from "../base/errors.ts";
import { Deadline, DeadlineError, raceAbort } from "../base/deadline.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import type { SocketEnds, Transport } from "./transport.ts";

/** Where to connect to, and how. */
export interface TcpOptions {
  /** Host name or address; `HOST:PORT` is taken apart as DCMTK does. */
  readonly host: string;
  readonly port: number;
  readonly addressFamily: "any" | "ipv4" | "ipv6";
  /** Absent for the system's own patience. */
  readonly connectTimeoutMs?: number;
  /** Whether small pieces are sent at once: the TCP_NODELAY option. */
  readonly noDelay: boolean;
  /** Gives up early. */
  readonly signal?: AbortSignal;
}

/** Host and port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * What DCMTK makes of `HOST:PORT`: the host ends at the first colon, and digits have to follow. So a host may bring
 * its own port. An address of IP version 6, which DCMTK cannot connect to, is one here where that version is
 * wanted.
 */
export function parseEndpoint(
  { host, port, addressFamily }: Endpoint & Pick<TcpOptions, "addressFamily">,
): Endpoint {
  // Most hosts are plain names or addresses
  if (/^[^:\s]+$/.test(host) && Number.isSafeInteger(port)) return { host, port: port & 0xffff };
  if (addressFamily !== "ipv4" && isIpv6(host)) return { host, port };
  const match = /^([^:]+):\s*([+-]?\d+)/.exec(`${host}:${port}`);
  // An address ends at a blank, a name does not
  if (match) return { host: match[1].replace(/^([\d.]+)\s.*$/, "$1"), port: Number(match[2]) & 0xffff };
  const text = `Illegal service parameter: ${host}:${port}`;
  throw new DicomError(networkCondition("DULC_ILLEGALSERVICEPARAMETER", text));
}

function isIpv4(host: string): boolean {
  const bytes = host.split(".");
  return bytes.length === 4 && bytes.every((byte) => String(Number(byte) & 0xff) === byte);
}

function isIpv6(host: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(%.*)?$/i.test(host) && host.length > 1;
}

/** Connects; throws a `DicomError` that says what DCMTK says. */
export async function connectTcp(options: TcpOptions): Promise<Transport> {
  const connection = await openTcp(options);
  return tcpTransport(connection);
}

/** A connection as a transport. */
function tcpTransport(connection: Deno.TcpConn): Transport {
  let isClosed = false;
  return {
    readable: readableOf(connection),
    writable: connection.writable,
    facts: { ends: endsOf(connection) },
    close() {
      if (isClosed) return;
      isClosed = true;
      try {
        connection.close();
      } catch (error) {
        // Its streams close it, too, when the peer does
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}

/** Both ends of a connection. */
export function endsOf({ localAddr, remoteAddr }: Deno.TcpConn): SocketEnds {
  return { local: localAddr, peer: remoteAddr };
}

/** What a peer answers is short; one buffer takes it, and what goes on is as small as what has come. */
const readBytes = 16 * 1024;

/** The stream of a connection itself has a new buffer of 64 KiB for every read. */
function readableOf(connection: Deno.TcpConn): ReadableStream<Uint8Array> {
  const memory = new Uint8Array(readBytes);
  return new ReadableStream({
    async pull(controller) {
      const read = await connection.read(memory);
      if (read === null) controller.close();
      else controller.enqueue(memory.slice(0, read));
    },
  }, { highWaterMark: 0 });
}

/** Connects without making a transport of it: the ground that TLS stands on. */
export async function openTcp(options: TcpOptions): Promise<Deno.TcpConn> {
  const endpoint = parseEndpoint(options);
  try {
    const connection = options.connectTimeoutMs === undefined
      ? await connect(endpoint, options)
      : await connectInTime(endpoint, options);
    connection.setNoDelay(options.noDelay);
    return connection;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error instanceof DicomError ? error : initializationError(error);
  }
}

async function connectInTime(
  endpoint: Endpoint,
  { addressFamily, connectTimeoutMs, signal }: TcpOptions,
): Promise<Deno.TcpConn> {
  using deadline = new Deadline("connecting", connectTimeoutMs);
  const either = signal ? AbortSignal.any([deadline.signal, signal]) : deadline.signal;
  return await connect(endpoint, { addressFamily, signal: either });
}

/** How a host is connected to. */
type ConnectOptions = Pick<TcpOptions, "addressFamily" | "signal">;

/** An address needs no look-up; also it has to be of the family that is wanted. */
async function connect({ host, port }: Endpoint, options: ConnectOptions): Promise<Deno.TcpConn> {
  const { addressFamily, signal } = options;
  signal?.throwIfAborted();
  if (addressFamily !== "ipv6" && isIpv4(host)) return await connectToOne([host], { port, signal });
  const connection = await connectByName({ host, port }, options);
  if (connection) return connection;
  const addresses = resolve(host, addressFamily);
  return await connectToOne(signal ? await raceAbort(addresses, signal) : await addresses, { port, signal });
}

/**
 * Connects to a host by its name, which needs neither node:dns nor the right to connect to its addresses. Why that
 * fails is found out when all of them are tried.
 */
async function connectByName(
  { host, port }: Endpoint,
  { addressFamily, signal }: ConnectOptions,
): Promise<Deno.TcpConn | undefined> {
  if (addressFamily !== "any" || isIpv6(host)) return undefined;
  try {
    return await Deno.connect({ hostname: host, port, signal });
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/**
 * The addresses of a host of the family that is wanted. That needs node:dns, which takes longer to load than all the
 * rest of the program.
 */
async function resolve(host: string, family: TcpOptions["addressFamily"]): Promise<string[]> {
  const text = `Attempt to connect to unknown host: ${host}`;
  const unknownHost = networkCondition("DULC_UNKNOWNHOST", text);
  const { lookup } = await import("node:dns/promises");
  let found: { address: string; family: number }[];
  try {
    found = await lookup(host, { all: true });
  } catch (cause) {
    throw new DicomError(unknownHost, { cause });
  }
  const versions = { any: [4, 6], ipv4: [4], ipv6: [6] }[family];
  const wanted = found.filter(({ family }) => versions.includes(family));
  if (wanted.length === 0) throw new DicomError(unknownHost);
  return wanted.map(({ address }) => address);
}

/** Connects to the first address that answers. */
async function connectToOne(
  addresses: readonly string[],
  { port, signal }: { port: number; signal: AbortSignal | undefined },
): Promise<Deno.TcpConn> {
  let failure: unknown;
  for (const hostname of addresses) {
    try {
      return await Deno.connect({ hostname, port, signal });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      failure = error;
    }
  }
  throw failure;
}

function initializationError(cause: unknown): DicomError {
  const reason = cause instanceof DeadlineError ? "Operation now in progress (Timeout)" : reasonOf(cause);
  const text = `TCP Initialization Error: ${reason}`;
  return new DicomError(networkCondition("DULC_TCPINITERROR", text), { cause });
}
