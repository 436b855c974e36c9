/**
 * Environment variables of DCMTK that say how sockets are to be (`dcmnet/docs`, envvars.txt).
 *
 * @module
 */

/** A line for DCMTK's logger `dcmtk.dcmnet`. */
export interface EnvironmentNotice {
  readonly severity: "trace" | "debug" | "warn";
  readonly text: string;
}

/** What the environment says. */
export interface TcpEnvironment {
  /** On unless the environment turns it off; DCMTK has it off unless the environment turns it on. */
  readonly noDelay: boolean;
  /** How long the buffers of the socket are to be; absent for the system's choice. */
  readonly bufferBytes?: number;
  readonly notices: readonly EnvironmentNotice[];
}

/** What DCMTK takes for a length of zero. */
const usualBufferBytes = 65536;

/** Reads TCP_BUFFER_LENGTH and TCP_NODELAY. */
export function readTcpEnvironment(get: (name: string) => string | undefined): TcpEnvironment {
  const { noDelay, notices } = readNoDelay(get("TCP_NODELAY"));
  const buffers = readBufferLength(get("TCP_BUFFER_LENGTH"));
  return { noDelay, bufferBytes: buffers.bufferBytes, notices: [...buffers.notices, ...notices] };
}

/** A number as `sscanf` reads it: blanks, a sign, digits, and whatever. */
function leadingNumber(text: string): number | undefined {
  const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function readNoDelay(value: string | undefined): TcpEnvironment {
  const asked = {
    severity: "trace",
    text: "checking whether environment variable TCP_NODELAY is set",
  } as const;
  if (value === undefined) {
    const text = "  environment variable TCP_NODELAY not set, using the default value (1)";
    return { noDelay: true, notices: [asked, { severity: "trace", text }] };
  }
  const number = leadingNumber(value);
  if (number === undefined) {
    const text = `DULFSM: cannot parse environment variable TCP_NODELAY=${value}`;
    return { noDelay: true, notices: [asked, { severity: "warn", text }] };
  }
  const does = number === 0 ? "do not disable" : "disabling";
  const text = `DULFSM: ${does} Nagle algorithm as requested at runtime (TCP_NODELAY=${value})`;
  return { noDelay: number !== 0, notices: [asked, { severity: "debug", text }] };
}

function readBufferLength(value: string | undefined): Pick<TcpEnvironment, "bufferBytes" | "notices"> {
  const asked = {
    severity: "trace",
    text: "checking whether environment variable TCP_BUFFER_LENGTH is set",
  } as const;
  if (value === undefined) {
    const text = "  environment variable TCP_BUFFER_LENGTH not set, using the system defaults";
    return { notices: [asked, { severity: "trace", text }] };
  }
  const number = leadingNumber(value);
  if (number === undefined) {
    const text = `DULFSM: cannot parse environment variable TCP_BUFFER_LENGTH=${value}`;
    return { notices: [asked, { severity: "warn", text }] };
  }
  const bufferBytes = number === 0 ? usualBufferBytes : number;
  const text = `DULFSM: setting TCP buffer length to ${bufferBytes} bytes`;
  return { bufferBytes, notices: [asked, { severity: "debug", text }] };
}
