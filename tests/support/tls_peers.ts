/** Servers to shake hands with. Each belongs to the test that started it. */
import { freePort } from "./free_port.ts";
import type { Pki } from "./pki.ts";

/** A server on a port of this machine. */
export interface TlsPeer extends AsyncDisposable {
  readonly port: number;
  /** Makes the peer end the conversation, in the scope of which a connection is tried. */
  talking(): Disposable;
}

/** A-ABORT by the service user (PS3.8, Section 9.3.8): ends the conversation with a peer that knows no DICOM. */
const abortPdu = Uint8Array.of(0x07, 0, 0, 0, 0, 4, 0, 0, 0, 0);

const silent: Disposable = { [Symbol.dispose]() {} };

class ProcessPeer implements TlsPeer {
  readonly port: number;
  readonly #process: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array> | undefined;

  constructor(process: Deno.ChildProcess, { port, sendsStdin }: { port: number; sendsStdin: boolean }) {
    this.port = port;
    this.#process = process;
    this.#stdin = sendsStdin ? process.stdin.getWriter() : undefined;
  }

  /** Again and again, as the server may take what it reads for an earlier connection. */
  talking(): Disposable {
    const stdin = this.#stdin;
    if (!stdin) return silent;
    const timer = setInterval(() => stdin.write(abortPdu).catch(() => undefined), 10);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The program may have ended already, together with its standard input.
    await this.#stdin?.close().catch(() => undefined);
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#process.status;
  }
}

async function start(
  program: string,
  { args, port, sendsStdin = false }: { args: readonly string[]; port: number; sendsStdin?: boolean },
): Promise<TlsPeer> {
  const stdin = sendsStdin ? "piped" : "null";
  const process = new Deno.Command(program, { args: [...args], stdin, stdout: "null", stderr: "null" })
    .spawn();
  const peer = new ProcessPeer(process, { port, sendsStdin });
  let hasEnded = false;
  process.status.then(() => hasEnded = true);
  for (;;) {
    if (hasEnded) throw new Error(`${program} ${args.join(" ")} has ended`);
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return peer;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** DCMTK's storescp. */
export function storescp(program: string, args: readonly string[]): Promise<TlsPeer> {
  const port = freePort();
  return start(program, { args: ["--ignore", ...args, `${port}`], port });
}

/** `openssl s_server`, which answers whatever it gets with an A-ABORT. */
export function opensslServer(program: string, args: readonly string[]): Promise<TlsPeer> {
  const port = freePort();
  const all = ["s_server", "-quiet", "-accept", `127.0.0.1:${port}`, ...args];
  return start(program, { args: all, port, sendsStdin: true });
}

/** `gnutls-serv`, which has no answer for what is no HTTP. */
export function gnutlsServer(program: string, args: readonly string[]): Promise<TlsPeer> {
  const port = freePort();
  return start(program, { args: ["--port", `${port}`, "--noticket", ...args], port });
}

/** Orthanc, with the server's certificate, and with everything that it keeps in the folder of certificates. */
export async function orthanc(
  program: string,
  { pki, requiresCertificate }: { pki: Pki; requiresCertificate: boolean },
): Promise<TlsPeer> {
  const port = freePort();
  const folder = await Deno.makeTempDir({ dir: pki.folder });
  const config = {
    StorageDirectory: folder,
    IndexDirectory: folder,
    HttpServerEnabled: false,
    DicomPort: port,
    DicomAlwaysAllowStore: true,
    DicomCheckCalledAet: false,
    OverwriteInstances: true,
    DicomTlsEnabled: true,
    DicomTlsCertificate: pki.path("server.pem"),
    DicomTlsPrivateKey: pki.path("server.key"),
    DicomTlsTrustedCertificates: pki.path("root.pem"),
    DicomTlsRemoteCertificateRequired: requiresCertificate,
    Plugins: [],
  };
  const file = await pki.write(`orthanc-${port}.json`, JSON.stringify(config));
  return await start(program, { args: [file], port });
}

/** A server that does what it is told with every connection, and then closes it. */
export function rawPeer(talk: (connection: Deno.TcpConn) => Promise<void>): TlsPeer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = serve(listener, talk);
  return {
    port: listener.addr.port,
    talking: () => silent,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

async function serve(
  listener: Deno.TcpListener,
  talk: (connection: Deno.TcpConn) => Promise<void>,
): Promise<void> {
  for await (using connection of listener) await talk(connection);
}
