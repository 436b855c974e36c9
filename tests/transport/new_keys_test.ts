/** A TLS server that wants new keys in the middle of a connection. */
import { assertEquals } from "@std/assert";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import type { TlsEngine } from "../../lib/transport/tls.ts";
import { peerTest } from "../support/peers.ts";
import { Pki } from "../support/pki.ts";
import { freePort } from "../support/free_port.ts";
import { dial, optionsOf } from "../support/tls_oracle.ts";
import { opensslEngine, tableNeeds } from "../support/tls_table.ts";

/** Talks to `openssl s_server` line by line. */
class Server implements AsyncDisposable {
  readonly port = freePort();
  readonly #process: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(program: string, args: readonly string[]) {
    const command = new Deno.Command(program, {
      args: ["s_server", "-accept", `127.0.0.1:${this.port}`, ...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    });
    this.#process = command.spawn();
    this.#stdin = this.#process.stdin.getWriter();
    this.#output = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  async say(line: string): Promise<void> {
    await this.#stdin.write(new TextEncoder().encode(`${line}\n`));
  }

  /** Waits until the server prints this. */
  async prints(text: string): Promise<void> {
    while (!this.#text.includes(text)) {
      const { value, done } = await this.#output.read();
      if (done) throw new Error(`Expected ${text}, got ${this.#text}`);
      this.#text += value;
    }
    this.#text = this.#text.slice(this.#text.indexOf(text) + text.length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output.cancel();
    await this.#stdin.close().catch(() => undefined);
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }
}

/** What the client hears after the server was told a command. */
async function talk(engine: TlsEngine, server: Server, { command, root }: { command: string; root: string }) {
  const options = optionsOf(["+tla", "+cf", root]);
  using prepared = await engine.prepare(options, {
    log: () => {},
    readPassword: () => Promise.resolve(undefined),
  });
  await server.prints("ACCEPT");
  const target = { host: "127.0.0.1", port: server.port, addressFamily: "any", dial, log: () => {} } as const;
  const transport = await prepared.connect(target);
  try {
    const reader = transport.readable.pipeThrough(new TextDecoderStream()).getReader();
    const writer = transport.writable.getWriter();
    await writer.write(new TextEncoder().encode("first\n"));
    await server.prints("first");
    await server.say(command);
    const heard = await insist(server, reader);
    await writer.write(new TextEncoder().encode("second\n"));
    await server.prints("second");
    return heard;
  } finally {
    transport.close();
  }
}

/** Says hello until it is heard: the server throws away what it reads together with a command. */
async function insist(server: Server, reader: ReadableStreamDefaultReader<string>): Promise<string> {
  const timer = setInterval(() => server.say("hello").catch(() => undefined), 50);
  try {
    let heard = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard += part.value;
      if (heard.includes("hello\n")) break;
    }
    return heard.replaceAll(/(hello\n)+/g, "$1");
  } finally {
    clearInterval(timer);
  }
}

const engines = [["openssl", () => opensslEngine()], ["rustls", () => new RustlsEngine()]] as const;
const { openssl, libssl } = tableNeeds;

peerTest(
  "new keys within TLS 1.3 are taken, by either engine",
  {
    needs: { openssl, libssl },
    async fn({ openssl }) {
      await using pki = await Pki.open();
      const { certificateFile, privateKeyFile } = await pki.issue("server");
      const certificate = ["-cert", certificateFile, "-key", privateKeyFile];
      for (const [name, engine] of engines) {
        for (const command of ["k", "K"]) {
          await using server = new Server(openssl, [...certificate, "-tls1_3"]);
          const heard = await talk(engine(), server, { command, root: certificateFile });
          assertEquals(heard, "hello\n", `${name} ${command}`);
        }
      }
    },
  },
);
