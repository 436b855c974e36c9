/** A folder in which the commands of the documentation can be run, and a receiver that stands for the PACS. */
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { root } from "../../scripts/ship/project.ts";
import { Pki } from "./pki.ts";
import { type Ran, runProgram } from "./run_program.ts";

const host = "127.0.0.1";
/** Files of the documentation, and what they are. */
const files: Readonly<Record<string, string>> = {
  "image.dcm": "ct_implicit.dcm",
  "scan/1.dcm": "mr_explicit.dcm",
  "scan/series/2.dcm": "ct_implicit.dcm",
  "mixed/1.dcm": "mr_explicit.dcm",
  "mixed/notes.txt": "notes.txt",
  "jpeg.dcm": "sc_jpeg_baseline.dcm",
};
/** What `storescu` needs of the repository when it is run from a clone. */
const clone = ["main.ts", "lib", "scripts", "testdata", "tests/support", "deno.json", "deno.lock"];

/** What a text needs. */
export interface ShellNeeds {
  /** The commands work in a clone of the repository. */
  readonly clone: boolean;
  /** A port with TLS, and keys and certificates. */
  readonly tls: boolean;
}

/** The folder and the receivers; leaving the scope removes everything. */
export class ShellWorld implements AsyncDisposable {
  /** What was sent. */
  readonly receiver: Receiver;
  readonly folder: string;
  #tls: TlsFront | undefined;

  private constructor(folder: string, receiver: Receiver) {
    this.folder = folder;
    this.receiver = receiver;
  }

  /** Makes the folder. */
  static async make({ clone, tls }: ShellNeeds): Promise<ShellWorld> {
    const world = new ShellWorld(await Deno.makeTempDir(), await Receiver.start());
    await world.#fill();
    if (clone) await world.#clone();
    if (tls) world.#tls = await TlsFront.start(world.folder, world.receiver.port);
    return world;
  }

  async #fill(): Promise<void> {
    await Deno.mkdir(`${this.folder}/scan/series`, { recursive: true });
    await Deno.mkdir(`${this.folder}/mixed`);
    await Deno.mkdir(`${this.folder}/.bin`);
    for (const [name, from] of Object.entries(files)) {
      await Deno.copyFile(`${root}testdata/dicom/${from}`, `${this.folder}/${name}`);
    }
    await this.program("storescu", `exec '${Deno.execPath()}' run --quiet -A '${root}main.ts' "$@"`);
    await this.program("deno", `exec '${Deno.execPath()}' "$@"`);
  }

  async #clone(): Promise<void> {
    await Deno.mkdir(`${this.folder}/tests`);
    for (const name of clone) {
      const args = ["-r", `${root}${name}`, `${this.folder}/${name}`];
      const { success } = await new Deno.Command("cp", { args }).output();
      if (!success) throw new Error(`Cannot copy ${name}`);
    }
  }

  /** Adds a program to those that commands find. */
  async program(name: string, script: string): Promise<void> {
    await Deno.writeTextFile(`${this.folder}/.bin/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** The port with TLS. */
  get tlsPort(): number {
    if (!this.#tls) throw new Error("There is no port with TLS");
    return this.#tls.port;
  }

  /** Commands with our receivers in the place of the PACS. */
  standIn(commands: string): string {
    return commands.replaceAll("pacs.example.org 2762", () => `${host} ${this.tlsPort}`)
      .replaceAll("pacs.example.org 104", `${host} ${this.receiver.port}`);
  }

  /** Runs commands until one of them fails. */
  async run(commands: string): Promise<Ran> {
    const env = {
      NO_COLOR: "1",
      DENO_INSTALL_ROOT: `${this.folder}/.deno`,
      PATH: `${this.folder}/.bin:${Deno.env.get("PATH")}`,
    };
    return await runProgram("/bin/sh", ["-e", "-c", this.standIn(commands)], { cwd: this.folder, env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tls?.[Symbol.asyncDispose]();
    await this.receiver[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Takes TLS off and hands everything on. */
class TlsFront implements AsyncDisposable {
  readonly port: number;
  readonly #listener: Deno.TlsListener;
  readonly #done: Promise<void>;

  private constructor(listener: Deno.TlsListener, target: number) {
    this.#listener = listener;
    this.port = (listener.addr as Deno.NetAddr).port;
    this.#done = this.#serve(target);
  }

  /** Makes certificates for both sides, puts those of the client into a folder, and listens. */
  static async start(folder: string, target: number): Promise<TlsFront> {
    await using pki = await Pki.open();
    const issuer = await pki.authority("ca");
    const names = ["basicConstraints=CA:FALSE", `subjectAltName=IP:${host},DNS:localhost`];
    const server = await pki.issue("server", { issuer, extensions: names });
    const client = await pki.issue("client", { issuer });
    await Deno.copyFile(issuer.certificateFile, `${folder}/ca.pem`);
    await Deno.copyFile(client.certificateFile, `${folder}/cert.pem`);
    await Deno.copyFile(client.privateKeyFile, `${folder}/key.pem`);
    const cert = await Deno.readTextFile(server.certificateFile);
    const key = await Deno.readTextFile(server.privateKeyFile);
    return new TlsFront(Deno.listenTls({ port: 0, hostname: host, cert, key }), target);
  }

  async #serve(target: number): Promise<void> {
    const connections = new Set<Promise<unknown>>();
    for await (const outer of this.#listener) {
      const inner = await Deno.connect({ hostname: host, port: target });
      connections.add(Promise.allSettled([
        outer.readable.pipeTo(inner.writable),
        inner.readable.pipeTo(outer.writable),
      ]));
    }
    await Promise.all(connections);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
  }
}
