/** Whole runs over TLS, of this program by each of its engines and of the oracle. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findOpenssl } from "../../lib/transport/openssl/engine.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { opensslProgram, Pki } from "../support/pki.ts";
import { type Ran, runProgram } from "../support/run_program.ts";
import { smallFile } from "../support/small_file.ts";
import { storescp, type TlsPeer } from "../support/tls_peers.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;
const found = findOpenssl();
const needs = {
  storescu: dcmtkProgram("storescu"),
  storescp: dcmtkProgram("storescp"),
  openssl: opensslProgram(),
  libssl: found.kind === "engine" ? found.engine.version : undefined,
};
const env = { NO_COLOR: "1", TCP_NODELAY: "1" };

/** Keys and a file, and a receiver for every profile. */
class World implements AsyncDisposable {
  readonly pki: Pki;
  readonly #storescp: string;
  readonly #peers: TlsPeer[] = [];

  private constructor(pki: Pki, storescp: string) {
    this.pki = pki;
    this.#storescp = storescp;
  }

  static async make(storescp: string): Promise<World> {
    const pki = await Pki.open();
    const issuer = await pki.authority("root");
    const { privateKeyFile } = await pki.issue("server", { issuer });
    await pki.issue("client", { issuer, privateKeyFile });
    await pki.write("small.dcm", smallFile());
    await pki.write("seed", new Uint8Array(64));
    return new World(pki, storescp);
  }

  get identity(): string[] {
    return [
      "+tls",
      this.pki.path("server.key"),
      this.pki.path("client.pem"),
      "+cf",
      this.pki.path("root.pem"),
    ];
  }

  async receiver(profile: string): Promise<string[]> {
    const { pki } = this;
    const keys = ["+tls", pki.path("server.key"), pki.path("server.pem"), "+cf", pki.path("root.pem")];
    const peer = await storescp(this.#storescp, ["--fork", ...keys, profile]);
    this.#peers.push(peer);
    return ["127.0.0.1", `${peer.port}`, pki.path("small.dcm")];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer[Symbol.asyncDispose]()));
    await this.pki[Symbol.asyncDispose]();
  }
}

function runOurs(args: readonly string[], permissions = ["--allow-all"]): Promise<Ran> {
  return runProgram(Deno.execPath(), ["run", "--quiet", "--no-prompt", ...permissions, main, ...args], {
    env,
  });
}

/** What is each program's own: banner, implementation, dictionary files, and our advice. */
function comparable({ stderr, ...rest }: Ran): Ran {
  return {
    ...rest,
    stderr: stderr
      .replaceAll(/D: \$.*\nD: \n/g, "")
      .replaceAll(/D: DcmDataDictionary: .*\n/g, "")
      .replaceAll(/(Our Implementation [^:]*:).*/g, "$1")
      .replaceAll(/I: .* gives little security: .*\n/g, ""),
  };
}

peerTest("runs over TLS are told as by the oracle, whichever engine is used", {
  needs,
  async fn({ storescu, storescp }) {
    await using world = await World.make(storescp);
    const cases = ["+py", "+px", "+pz", "+pa", "+pn"].flatMap((
      profile,
    ) => [[profile, "-v"], [profile, "-d"]]);
    cases.push(["+py", "-q"], ["+py", "-d", "+rs", world.pki.path("seed"), "+wf", world.pki.path("next")]);
    await Promise.all(cases.map(async ([profile, ...more]) => {
      const args = [profile, ...more, ...world.identity, ...await world.receiver(profile)];
      const theirs = comparable(await runProgram(storescu, args, { env }));
      assertEquals(theirs.code, 0, theirs.stderr);
      assertEquals(comparable(await runOurs(["--tls-engine", "openssl", ...args])), theirs, args.join(" "));
      assertEquals(comparable(await runOurs(args)).code, 0, args.join(" "));
    }));
    assertEquals((await Deno.stat(world.pki.path("next"))).size, 1024);
  },
});

peerTest("without the library's permission the retired profiles are refused before anything is sent", {
  needs,
  async fn({ storescp }) {
    await using world = await World.make(storescp);
    const permissions = ["--allow-read", "--allow-env", "--allow-sys", "--allow-net"];
    const { code, stderr } = await runOurs([
      "+pa",
      ...world.identity,
      "127.0.0.1",
      "1",
      world.pki.path("small.dcm"),
    ], permissions);
    assertEquals(code, 1);
    const refusal = "F: 000b:0001 No TLS engine for these options (rustls cannot do --profile-aes; " +
      "openssl cannot be used: it needs --allow-ffi; ";
    assertStringIncludes(stderr, refusal);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  },
});

peerTest("the cipher suites are listed in the oracle's layout", {
  needs,
  async fn({ storescu }) {
    const theirs = await runProgram(storescu, ["+cc"]);
    const ours = await runOurs(["+cc"]);
    assertEquals([ours.code, ours.stderr], [0, ""]);
    const list = theirs.stdout.slice(theirs.stdout.indexOf("Supported TLS"));
    assertStringIncludes(ours.stdout, `\n${list}\nTLS engine rustls:\n  TLS_ECDHE_`);
    assert(ours.stdout.endsWith(`\nTLS engine openssl:\n${list.slice(list.indexOf("\n") + 1)}`), ours.stdout);
  },
});
