/** What the OpenSSL engine does beyond DCMTK, and what must not go wrong in it. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { findOpenssl, type OpensslEngine } from "../../lib/transport/openssl/engine.ts";
import type { TlsNotice, TlsOptions, TlsTarget } from "../../lib/transport/tls.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { peerTest } from "../support/peers.ts";
import { endEntityExtensions, opensslProgram, Pki } from "../support/pki.ts";
import { dial, optionsOf } from "../support/tls_oracle.ts";
import { opensslServer, rawPeer } from "../support/tls_peers.ts";

const found = findOpenssl();
const needs = {
  libssl: found.kind === "engine" ? found.engine.version : undefined,
  openssl: opensslProgram(),
};

function engineTest(name: string, fn: (engine: OpensslEngine, openssl: string) => Promise<void>): void {
  peerTest(name, {
    needs,
    fn({ openssl }) {
      if (found.kind !== "engine") throw new Error(found.reason);
      return fn(found.engine, openssl);
    },
  });
}

const quiet = { log: () => {}, readPassword: () => Promise.resolve(undefined) };

async function connect(
  engine: OpensslEngine,
  { options, ...target }: { options: TlsOptions; port: number } & Partial<TlsTarget>,
): Promise<Transport> {
  using prepared = await engine.prepare(options, { ...quiet, log: target.log ?? quiet.log });
  return await prepared.connect({ host: "127.0.0.1", dial, log: quiet.log, ...target });
}

/** The condition with which connecting fails. */
async function failureOf(connecting: Promise<Transport>): Promise<string> {
  const error = await assertRejects(() => connecting, DicomError);
  return error.condition.text;
}

/** An authority, and a server of the runtime's own that it has certified. */
class EchoWorld implements AsyncDisposable {
  readonly pki: Pki;
  readonly options: TlsOptions;
  readonly #listener: Deno.TlsListener;
  readonly #serving: Promise<void>;

  private constructor(pki: Pki, listener: Deno.TlsListener) {
    this.pki = pki;
    this.options = optionsOf(["+tla", "+cf", pki.path("root.pem")]);
    this.#listener = listener;
    this.#serving = this.#serve();
  }

  static async make(): Promise<EchoWorld> {
    const pki = await Pki.open();
    const issuer = await pki.authority("root");
    const extensions = [...endEntityExtensions, "subjectAltName=DNS:pacs.example,IP:127.0.0.1"];
    const server = await pki.issue("server", { issuer, extensions });
    const [cert, key] = await Promise.all(
      [server.certificateFile, server.privateKeyFile].map((path) => Deno.readTextFile(path)),
    );
    return new EchoWorld(pki, Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }));
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  async #serve(): Promise<void> {
    for await (const connection of this.#listener) {
      // A client may hang up in the middle of the handshake.
      await connection.readable.pipeTo(connection.writable).catch(() => undefined);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
    await this.pki[Symbol.asyncDispose]();
  }
}

engineTest(
  "Every byte arrives, in both directions at once, whatever the size of the pieces",
  async (engine) => {
    await using world = await EchoWorld.make();
    const { options, port } = world;
    const transport = await connect(engine, { options, port });
    const pieces = [1, 0, 16383, 16385, 262144, 262145, 1_000_003].map((length) => {
      const bytes = new Uint8Array(length);
      for (let start = 0; start < length; start += 65536) {
        crypto.getRandomValues(bytes.subarray(start, start + 65536));
      }
      return bytes;
    });
    const sent = new Blob(pieces);
    const writing = (async () => {
      const writer = transport.writable.getWriter();
      for (const piece of pieces) {
        const lent = piece.slice();
        await writer.write(lent);
        lent.fill(0);
      }
    })();
    const received: Uint8Array<ArrayBuffer>[] = [];
    let missing = sent.size;
    for await (const chunk of transport.readable.values({ preventCancel: true })) {
      received.push(chunk as Uint8Array<ArrayBuffer>);
      missing -= chunk.length;
      if (missing === 0) break;
    }
    await writing;
    transport.close();
    assertEquals(await new Blob(received).bytes(), await sent.bytes());
  },
);

engineTest("Closing tells the peer that nothing is missing", async (engine, openssl) => {
  await using pki = await Pki.open();
  const { privateKeyFile: privateKey, certificateFile: certificate } = await pki.issue("self");
  const args = [
    "s_server",
    "-naccept",
    "1",
    "-accept",
    "127.0.0.1:0",
    "-cert",
    certificate,
    "-key",
    privateKey,
  ];
  const server = new Deno.Command(openssl, {
    args: [...args, "-state"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  })
    .spawn();
  let port = 0;
  let text = "";
  const decoder = new TextDecoderStream();
  const output = server.stdout.pipeThrough(decoder).getReader();
  while (port === 0) {
    const { value } = await output.read();
    text += value ?? "";
    port = Number(/ACCEPT 127\.0\.0\.1:(\d+)/.exec(text)?.[1] ?? 0);
  }
  const errors = new Response(server.stderr).text();
  const transport = await connect(engine, { options: optionsOf(["+tla", "+pz", "+cf", certificate]), port });
  transport.close();
  transport.close();
  while (!(await output.read()).done);
  await server.status;
  await server.stdin.close();
  assertStringIncludes(await errors, "SSL3 alert read:warning:close notify");
});

engineTest(
  "A silent peer is waited for as long as the user says, or until the user has had enough",
  async (engine) => {
    const silent = async (connection: Deno.TcpConn) => {
      await connection.read(new Uint8Array(4096));
      await connection.read(new Uint8Array(4096));
    };
    await using peer = rawPeer(silent);
    const options = optionsOf(["+tla"]);
    assertEquals(
      await failureOf(connect(engine, { options, port: peer.port, handshakeTimeoutMs: 20 })),
      "TLS read operation did not complete (SSL_ERROR_WANT_READ)",
    );
    const controller = new AbortController();
    const connecting = connect(engine, { options, port: peer.port, signal: controller.signal });
    controller.abort(new Error("Enough"));
    await assertRejects(() => connecting, Error, "Enough");
  },
);

engineTest("A connection that breaks while hands are shaken is an input or output error", async (engine) => {
  const broken = {
    remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 104 },
    write: (bytes: Uint8Array) => Promise.resolve(bytes.length),
    read: () => Promise.reject(new Deno.errors.ConnectionReset("Connection reset by peer (os error 104)")),
    close: () => {},
  } as unknown as Deno.TcpConn;
  const options = optionsOf(["+tla"]);
  assertEquals(
    await failureOf(connect(engine, { options, port: 104, dial: () => Promise.resolve(broken) })),
    "OpenSSL I/O error (SSL_ERROR_SYSCALL)",
  );
});

engineTest("Nothing is sent to a peer that was not verified, and the reason is told", async (engine) => {
  await using world = await EchoWorld.make();
  const notices: TlsNotice[] = [];
  const log = (notice: TlsNotice) => notices.push(notice);
  const options = optionsOf(["+tla"]);
  const error = await assertRejects(() => connect(engine, { options, port: world.port, log }), DicomError);
  assertEquals(error.condition.text, "TLS error: certificate verify failed");
  assertEquals(
    error.message,
    "Certificate of the peer was not accepted: unable to get local issuer certificate",
  );
  // It is told behind DCMTK's line, by whoever reports the error
  assertEquals(notices, [{ severity: "trace", text: "Starting TLS client handshake" }]);
});

engineTest("The certificate has to name the host where the user wants it", async (engine) => {
  await using world = await EchoWorld.make();
  const options = { ...world.options, verifyHostname: true };
  const { port } = world;
  const local = (target: TlsTarget) => dial({ ...target, host: "127.0.0.1" });
  for (const host of ["127.0.0.1", "pacs.example"]) {
    (await connect(engine, { options, port, host, dial: local })).close();
  }
  for (const host of ["127.0.0.2", "other.example"]) {
    const connecting = connect(engine, { options, port, host, dial: local });
    assertEquals(await failureOf(connecting), "TLS error: certificate verify failed", host);
  }
});

engineTest("DER revocation lists count, although DCMTK cannot load them", async (engine, openssl) => {
  await using pki = await Pki.open();
  const issuer = await pki.authority("root");
  const server = await pki.issue("server", { issuer });
  await pki.revocationList(issuer, { name: "none.crl" });
  await pki.revocationList(issuer, { name: "some.crl", revoke: [server] });
  for (const name of ["none", "some"]) {
    await pki.openssl(["crl", "-in", `${name}.crl`, "-outform", "DER", "-out", `${name}.der`]);
  }
  await pki.openssl(["x509", "-in", "root.pem", "-outform", "DER", "-out", "root.der"]);
  await using peer = await opensslServer(openssl, [
    "-cert",
    server.certificateFile,
    "-key",
    server.privateKeyFile,
  ]);
  const optionsWith = (list: string) =>
    optionsOf(["+tla", "-der", "+cf", pki.path("root.der"), "+crl", pki.path(list)]);
  (await connect(engine, { options: optionsWith("none.der"), port: peer.port })).close();
  assertEquals(
    await failureOf(connect(engine, { options: optionsWith("some.der"), port: peer.port })),
    "TLS error: certificate verify failed",
  );
});

engineTest("Dates after 2049 are told", async (engine, openssl) => {
  await using pki = await Pki.open();
  const { certificateFile, privateKeyFile } = await pki.issue("late", { notAfter: "20600101000000Z" });
  await using peer = await opensslServer(openssl, ["-cert", certificateFile, "-key", privateKeyFile]);
  const transport = await connect(engine, { options: optionsOf(["+tla", "-ic"]), port: peer.port });
  transport.close();
  assertStringIncludes(transport.facts.security!.join("\n"), "not after Jan  1 00:00:00 2060 GMT");
});

engineTest("A random seed is read and written back as DCMTK does", async (engine) => {
  await using pki = await Pki.open();
  const seedFile = await pki.write("seed", new Uint8Array(64));
  const writeSeedFile = pki.path("next");
  using prepared = await engine.prepare({ ...optionsOf(["+tla"]), seedFile, writeSeedFile }, quiet);
  prepared.writeSeed();
  const { size, mode } = await Deno.stat(writeSeedFile);
  assertEquals([size, (mode ?? 0) & 0o777], [1024, 0o600]);
  const missing = {
    ...optionsOf(["+tla"]),
    seedFile: pki.path("missing"),
    writeSeedFile: pki.path("no/such/folder"),
  };
  using other = await engine.prepare(missing, quiet);
  other.writeSeed();
  assert(!(await Array.fromAsync(Deno.readDir(pki.folder))).some(({ name }) => name === "no"));
});

engineTest(
  "What was prepared and is over connects no more, not even with a connection on its way",
  async (engine) => {
    const options = optionsOf(["+tla"]);
    let isClosed = false;
    const socket = {
      remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 104 },
      close: () => isClosed = true,
    } as unknown as Deno.TcpConn;
    const prepared = await engine.prepare(options, quiet);
    const slowDial = () => {
      prepared[Symbol.dispose]();
      return Promise.resolve(socket);
    };
    const target = { host: "127.0.0.1", port: 104, dial: slowDial, log: quiet.log };
    await assertRejects(() => prepared.connect(target), Error, "over");
    assert(isClosed);
    await assertRejects(() => prepared.connect(target), Error, "over");
  },
);
