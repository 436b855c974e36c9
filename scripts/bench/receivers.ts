/** The receivers that are sent to, each in a process of its own that ends with its scope. */
import { dcmtkProgram } from "../../tests/support/peers.ts";

/** A receiver that runs. */
export interface Receiver extends AsyncDisposable {
  readonly port: number;
  /** The certificate by which it is known; absent where it does not talk TLS. */
  readonly certificate?: string;
  /** How many objects have come since the last call; absent where the receiver cannot tell. */
  count?(): Promise<number>;
}

/** Kinds of receivers. */
export type ReceiverKind =
  | "storescp"
  | "storescp NODELAY"
  | "storescp TLS"
  | "storescp TLS 1.2"
  | "Orthanc"
  | "sink"
  | "sink 20 ms"
  | "sink 80 ms";

/** Starts a receiver; `undefined` where it is not installed. */
export async function startReceiver(kind: ReceiverKind): Promise<Receiver | undefined> {
  if (kind === "storescp") return await startStorescp({ TCP_NODELAY: "" });
  if (kind === "storescp NODELAY") return await startStorescp({ TCP_NODELAY: "1" });
  if (kind === "storescp TLS") return await startTlsStorescp("TLSv1.3");
  if (kind === "storescp TLS 1.2") return await startTlsStorescp("TLSv1.2");
  if (kind === "Orthanc") return await startOrthanc();
  if (kind === "sink") return await startSink();
  const sink = await startSink();
  return new Delayed(sink, await startDelay(sink.port, kind === "sink 20 ms" ? 20 : 80));
}

/** A process that prints the port it listens on, and answers lines on its standard input. */
class Talking implements Receiver {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  port = 0;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#input = process.stdin.getWriter();
  }

  static async start(script: string, args: readonly string[] = []): Promise<Talking> {
    const path = new URL(script, import.meta.url).pathname;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-net=127.0.0.1", "--no-prompt", path, ...args],
      stdin: "piped",
      stdout: "piped",
    });
    const talking = new Talking(command.spawn());
    talking.port = await talking.#number();
    return talking;
  }

  async count(): Promise<number> {
    await this.#input.write(new TextEncoder().encode("count\n"));
    return await this.#number();
  }

  async #number(): Promise<number> {
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("Receiver ended before its time");
    return Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }
}

/** Starts the fast receiver that discards everything; with `raw`, it reads without looking. */
export async function startSink({ raw = false } = {}): Promise<Receiver & Required<Pick<Receiver, "count">>> {
  return await Talking.start("sink.ts", raw ? ["--raw"] : []);
}

async function startDelay(port: number, roundTripMs: number): Promise<Talking> {
  return await Talking.start("delay.ts", [String(port), String(roundTripMs)]);
}

/** A sink behind a line with delay. */
class Delayed implements Receiver {
  readonly port: number;
  readonly #sink: Receiver & Required<Pick<Receiver, "count">>;
  readonly #delay: Talking;

  constructor(sink: Receiver & Required<Pick<Receiver, "count">>, delay: Talking) {
    this.#sink = sink;
    this.#delay = delay;
    this.port = delay.port;
  }

  count(): Promise<number> {
    return this.#sink.count();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#delay[Symbol.asyncDispose]();
    await this.#sink[Symbol.asyncDispose]();
  }
}

interface ForeignOptions {
  readonly port: number;
  /** Is removed at the end. */
  readonly folder?: string;
  readonly certificate?: string;
}

/** A program that listens on a port of our choice until it is ended. */
class Foreign implements Receiver {
  readonly port: number;
  readonly certificate: string | undefined;
  readonly #process: Deno.ChildProcess;
  readonly #folder: string | undefined;

  private constructor(process: Deno.ChildProcess, { port, folder, certificate }: ForeignOptions) {
    this.port = port;
    this.certificate = certificate;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(command: Deno.Command, options: ForeignOptions): Promise<Foreign> {
    const foreign = new Foreign(command.spawn(), options);
    await listening(options.port);
    return foreign;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#process.status;
    if (this.#folder) await Deno.remove(this.#folder, { recursive: true });
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until someone listens, for a quarter of a minute at most. */
async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`Nothing listens on port ${port}`);
}

async function startStorescp(env: Record<string, string>): Promise<Receiver | undefined> {
  const program = dcmtkProgram("storescp");
  if (!program) return undefined;
  const port = freePort();
  const args = ["--ignore", "-q", String(port)];
  const command = new Deno.Command(program, { args, env, stdout: "null", stderr: "null" });
  return await Foreign.start(command, { port });
}

/** OpenSSL reads it because the receiver itself has no option for that. */
const opensslConfiguration = (maxProtocol: string) =>
  `openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = default
[default]
MaxProtocol = ${maxProtocol}
`;

async function startTlsStorescp(maxProtocol: "TLSv1.2" | "TLSv1.3"): Promise<Receiver | undefined> {
  const [program, openssl] = [dcmtkProgram("storescp"), "/usr/bin/openssl"];
  if (!program || !exists(openssl)) return undefined;
  const port = freePort();
  const folder = await Deno.makeTempDir({ prefix: "bench-tls-" });
  const [key, certificate] = [`${folder}/key.pem`, `${folder}/certificate.pem`];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  const output = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate];
  const made = await new Deno.Command(openssl, { args: [...request, ...output], stderr: "null" }).output();
  if (!made.success) throw new Error("Cannot make a certificate with openssl");
  const configuration = `${folder}/openssl.cnf`;
  await Deno.writeTextFile(configuration, opensslConfiguration(maxProtocol));
  const args = ["--ignore", "-q", "+tls", key, certificate, "-ic", String(port)];
  const command = new Deno.Command(program, {
    args,
    env: { TCP_NODELAY: "1", OPENSSL_CONF: configuration },
    stdout: "null",
    stderr: "null",
  });
  return await Foreign.start(command, { port, folder, certificate });
}

async function startOrthanc(): Promise<Receiver | undefined> {
  const program = ["/usr/sbin/Orthanc", "/usr/local/sbin/Orthanc"].find((path) => exists(path));
  if (!program) return undefined;
  const port = freePort();
  const folder = await Deno.makeTempDir({ prefix: "bench-orthanc-" });
  const configuration = {
    StorageDirectory: `${folder}/storage`,
    IndexDirectory: `${folder}/index`,
    DicomPort: port,
    HttpServerEnabled: false,
    DicomAlwaysAllowStore: true,
    DicomCheckCalledAet: false,
    OverwriteInstances: true,
    Plugins: [],
  };
  await Deno.writeTextFile(`${folder}/orthanc.json`, JSON.stringify(configuration));
  const args = [`${folder}/orthanc.json`];
  const command = new Deno.Command(program, { args, stdout: "null", stderr: "null" });
  return await Foreign.start(command, { port, folder });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
