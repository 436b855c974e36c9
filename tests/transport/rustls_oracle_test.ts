/** What the engine of the runtime says beyond its verdicts, which are in tls_oracle_test.ts. */
import { assert, assertEquals } from "@std/assert";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import { dcmtkProgram, peerTest, program } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { derLists, detailCases } from "../support/tls_cases.ts";
import { askEngine, askEngineForDetails, askOracleForDetails, optionsOf } from "../support/tls_oracle.ts";
import { forEachCase } from "../support/tls_table.ts";
import { TlsWorld } from "../support/tls_world.ts";

const needs = {
  storescu: dcmtkProgram("storescu"),
  storescp: dcmtkProgram("storescp"),
  openssl: opensslProgram(),
  gnutls: program("gnutls-serv"),
};

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
