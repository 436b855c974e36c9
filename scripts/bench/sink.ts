/**
 * The fastest Storage SCP that is still one: accepts everything with the first transfer syntax proposed, answers
 * every C-STORE with success in one write, and forgets the data unread. For benchmarks, in a process of its own.
 * It prints its port, and for each line on standard input how many objects have come since the last one.
 *
 *     deno run --allow-net scripts/bench/sink.ts [--raw]
 *
 * `--raw`: no DICOM at all, a connection is read to its end and counts as one object.
 *
 * @module
 */
import { associateAc, storeRsp } from "./sink_answers.ts";

const pduType = { associateRq: 1, pDataTf: 4, releaseRq: 5 };
const releaseRp = Uint8Array.of(6, 0, 0, 0, 0, 4, 0, 0, 0, 0);
let objects = 0;

/** Walks over PDUs in whatever portions they come. */
class Walker {
  readonly #answer: (bytes: Uint8Array) => void;
  readonly #header = new Uint8Array(6);
  #filled = 0;
  #stage: "pdu header" | "pdv header" | "value" = "pdu header";
  #type = 0;
  #contextId = 0;
  #control = 0;
  /** Bytes to come of the value, and of the PDU behind it. */
  #valueRest = 0;
  #pduRest = 0;
  /** The value, where it matters. */
  #collected: Uint8Array[] | undefined;
  #commandParts: Uint8Array[] = [];
  #command: Uint8Array = new Uint8Array(0);

  constructor(answer: (bytes: Uint8Array) => void) {
    this.#answer = answer;
  }

  /** Takes the next portion. */
  walk(bytes: Uint8Array): void {
    for (let position = 0; position < bytes.length;) {
      const rest = bytes.subarray(position);
      position += this.#stage === "value" ? this.#takeValue(rest) : this.#takeHeader(rest);
    }
  }

  #takeHeader(bytes: Uint8Array): number {
    const taken = Math.min(6 - this.#filled, bytes.length);
    this.#header.set(bytes.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled < 6) return taken;
    this.#filled = 0;
    const view = new DataView(this.#header.buffer);
    if (this.#stage === "pdu header") this.#pduBegins(this.#header[0], view.getUint32(2));
    else this.#pdvBegins(view.getUint32(0));
    return taken;
  }

  #pduBegins(type: number, bytes: number): void {
    this.#type = type;
    const isData = type === pduType.pDataTf;
    this.#pduRest = isData ? bytes : 0;
    this.#stage = isData ? "pdv header" : "value";
    this.#valueRest = isData ? 0 : bytes;
    this.#collected = [];
  }

  #pdvBegins(bytes: number): void {
    [this.#contextId, this.#control] = [this.#header[4], this.#header[5]];
    this.#pduRest -= 4 + bytes;
    this.#valueRest = bytes - 2;
    this.#stage = "value";
    this.#collected = this.#control & 1 ? [] : undefined;
    if (this.#valueRest === 0) this.#valueEnds();
  }

  #takeValue(bytes: Uint8Array): number {
    const taken = Math.min(this.#valueRest, bytes.length);
    this.#collected?.push(bytes.slice(0, taken));
    this.#valueRest -= taken;
    if (this.#valueRest === 0) this.#valueEnds();
    return taken;
  }

  #valueEnds(): void {
    this.#stage = this.#pduRest > 0 ? "pdv header" : "pdu header";
    const value = joined(this.#collected ?? []);
    if (this.#type === pduType.associateRq) this.#answer(associateAc(value));
    else if (this.#type === pduType.releaseRq) this.#answer(releaseRp);
    else if (this.#type === pduType.pDataTf) this.#pdvEnds(value);
  }

  #pdvEnds(value: Uint8Array): void {
    const [isCommand, isLast] = [(this.#control & 1) > 0, (this.#control & 2) > 0];
    if (isCommand) this.#commandParts.push(value);
    if (!isLast) return;
    if (isCommand) this.#command = joined(this.#commandParts.splice(0));
    else {
      objects++;
      this.#answer(storeRsp(this.#command, this.#contextId));
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

async function serve(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1 << 20);
  const answers: Uint8Array[] = [];
  const walker = Deno.args.includes("--raw") ? undefined : new Walker((bytes) => answers.push(bytes));
  try {
    connection.setNoDelay(true);
    for (let read; (read = await connection.read(buffer)) !== null;) {
      walker?.walk(buffer.subarray(0, read));
      if (answers.length > 0) await write(connection, joined(answers.splice(0)));
    }
    if (!walker) objects++;
    connection.close();
  } catch (error) {
    // a sender that breaks off is its own affair: the count of objects tells
    if (!(error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe)) {
      throw error;
    }
  }
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await connection.write(bytes.subarray(written));
}

async function report(): Promise<void> {
  for await (const _line of Deno.stdin.readable) {
    await Deno.stdout.write(new TextEncoder().encode(`${objects}\n`));
    objects = 0;
  }
  Deno.exit(0);
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
await Deno.stdout.write(new TextEncoder().encode(`${listener.addr.port}\n`));
report();
for await (const connection of listener) serve(connection);
