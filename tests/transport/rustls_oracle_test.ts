/** The engine of the runtime, whose verdicts have to be those of DCMTK's storescu wherever it has one of its own. */
import { assert, assertEquals } from "@std/assert";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import {
  type PreparedTls,
  type TlsEngine,
  TlsEngineLimitError,
  type TlsOptions,
  type TlsTarget,
  type TlsTools,
} from "../../lib/transport/tls.ts";
import { dcmtkProgram, peerTest, program } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { derLists, detailCases, type TlsCase, tlsCases } from "../support/tls_cases.ts";
import {
  askEngine,
  askEngineForDetails,
  askOracle,
  askOracleForDetails,
  optionsOf,
  type Verdict,
} from "../support/tls_oracle.ts";
import { TlsWorld } from "../support/tls_world.ts";

/** The engine, watched for limits of its own, at which another engine takes over. */
class WatchedEngine implements TlsEngine {
  readonly name = "rustls";
  readonly #engine = new RustlsEngine();
  limit: TlsEngineLimitError | undefined;

  cannotHonour(options: TlsOptions): readonly string[] {
    return this.#engine.cannotHonour(options);
  }

  cipherSuites(): readonly string[] {
    return this.#engine.cipherSuites();
  }

  async prepare(options: TlsOptions, tools: TlsTools): Promise<PreparedTls> {
    const prepared = await this.#engine.prepare(options, tools);
    const connect = async (target: TlsTarget) => {
      try {
        return await prepared.connect(target);
      } catch (error) {
        if (error instanceof TlsEngineLimitError) this.limit = error;
        throw error;
      }
    };
    return {
      engine: "rustls",
      connect,
      writeSeed: () => prepared.writeSeed(),
      [Symbol.dispose]: () => prepared[Symbol.dispose](),
    };
  }
}

interface Compared {
  readonly name: string;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  readonly limit: TlsEngineLimitError | undefined;
}

/** One peer talks to one client at a time; four peers may talk at once. */
async function forEachCase(cases: readonly TlsCase[], run: (it: TlsCase) => Promise<void>): Promise<void> {
  const groups = [...Map.groupBy(cases, ({ peer }) => peer).values()];
  const work = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      for (const each of group) await run(each);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

/** What this engine leaves to another one, because it has too little to offer or is too strict. */
const passedOn: readonly RegExp[] = [
  // these suites and versions are not in it
  /\+px against scp .* \+pa /,
  /\+p[xz] against openssl .*-tls1(_1)?$/,
  // it takes neither version 1 nor small keys
  /against openssl -cert \S*(version1|rsa1024)\.pem/,
];

/** The runtime does not tell whether a peer that hangs up before hands are shaken resets the connection. */
const hungUp = ({ lines }: Verdict) =>
  /000b:0017 OpenSSL I\/O error|000b:0926 TLS error: unexpected eof/.test(lines.at(-1) ?? "");

const equal = (a: Verdict, b: Verdict) => JSON.stringify(a) === JSON.stringify(b);
const show = (value: unknown) => JSON.stringify(value, undefined, 2);

const needs = {
  storescu: dcmtkProgram("storescu"),
  storescp: dcmtkProgram("storescp"),
  openssl: opensslProgram(),
  gnutls: program("gnutls-serv"),
};

peerTest("TLS by the runtime ends as it does with DCMTK, or is passed on", {
  needs,
  async fn({ storescu, ...programs }) {
    await using world = await TlsWorld.make(programs);
    const results: Compared[] = [];
    const cases = Object.values(tlsCases).flat().filter(({ options }) =>
      new RustlsEngine().cannotHonour(optionsOf(world.args(options))).length === 0
    );
    await forEachCase(cases, async ({ peer: line, options, stdin }) => {
      const run = { peer: await world.peer(line), args: world.args(options), stdin };
      const { file, dictionary } = world;
      const theirs = await askOracle(storescu, { ...run, file, dictionary });
      const engine = new WatchedEngine();
      const ours = await askEngine(engine, run);
      results.push({ name: `${options} against ${line}`, ours, theirs, limit: engine.limit });
    });
    assert(results.length >= 120, `Only ${results.length} cases`);
    const differences = results.filter(({ ours, theirs }) => !equal(ours, theirs));
    for (const { name, ours, theirs, limit } of differences) {
      const isExplained = limit
        ? passedOn.some((pattern) => pattern.test(name))
        : hungUp(ours) && hungUp(theirs);
      assert(isExplained, show({ name, ours, theirs }));
      assertEquals(ours.code, 1, name);
    }
  },
});

peerTest("revocation lists in DER are used, which DCMTK cannot load", {
  needs,
  async fn(programs) {
    await using world = await TlsWorld.make(programs);
    const ends: (string | undefined)[] = [];
    for (const { peer: line, options } of derLists) {
      const run = { peer: await world.peer(line), args: world.args(options) };
      ends.push((await askEngine(new RustlsEngine(), run)).lines.at(-1)?.slice(-40));
    }
    // the first peer is accepted, and answers with an A-ABORT
    assertEquals(ends, [
      "Peer aborted Association (or never connected)".slice(-40),
      "000b:0886 TLS error: certificate verify failed".slice(-40),
    ]);
  },
});

/** Both choose among the suites of TLS 1.2 that the other one has; only that line may differ. */
const withoutSuite = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("  Ciphersuite"));

peerTest("a connection by the runtime is described as DCMTK describes it", {
  needs,
  async fn({ storescu, ...programs }) {
    await using world = await TlsWorld.make(programs);
    const cases = detailCases.filter(({ options, peer }) =>
      new RustlsEngine().cannotHonour(optionsOf(world.args(options))).length === 0 &&
      !/rsa1024|tls1|DHE-RSA/.test(peer)
    );
    await forEachCase(cases, async ({ peer: line, options }) => {
      const run = { peer: await world.peer(line), args: world.args(options) };
      const theirs = await askOracleForDetails(storescu, { ...run, file: world.file });
      const ours = await askEngineForDetails(new RustlsEngine(), run);
      assertEquals(withoutSuite(ours), withoutSuite(theirs), `${options} against ${line}`);
    });
    assert(cases.length >= 8);
  },
});
