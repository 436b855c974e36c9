/** The OpenSSL engine, whose verdicts have to be those of DCMTK's storescu. */
import { assertEquals } from "@std/assert";
import { findOpenssl } from "../../lib/transport/openssl/engine.ts";
import type { TlsEngine } from "../../lib/transport/tls.ts";
import { dcmtkProgram, peerTest, program } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { detailCases, type TlsCase, tlsCases } from "../support/tls_cases.ts";
import { askEngine, askEngineForDetails, askOracle, askOracleForDetails } from "../support/tls_oracle.ts";
import { TlsWorld } from "../support/tls_world.ts";

const found = findOpenssl();

peerTest("TLS by OpenSSL ends as it does with DCMTK", {
  needs: {
    storescu: dcmtkProgram("storescu"),
    storescp: dcmtkProgram("storescp"),
    openssl: opensslProgram(),
    gnutls: program("gnutls-serv"),
    libssl: found.kind === "engine" ? found.engine.version : undefined,
  },
  async fn({ storescu, ...programs }) {
    if (found.kind !== "engine") throw new Error(found.reason);
    await using world = await TlsWorld.make(programs);
    const { engine } = found;
    for (const [subject, cases] of Object.entries(tlsCases)) {
      for (const each of cases) await compare(each, { subject, world, storescu, engine });
    }
    for (const each of detailCases) await compareDetails(each, { world, storescu, engine });
  },
});

async function compare(
  { peer: line, options, stdin }: TlsCase,
  { subject, world, storescu, engine }: {
    subject: string;
    world: TlsWorld;
    storescu: string;
    engine: TlsEngine;
  },
): Promise<void> {
  const run = { peer: await world.peer(line), args: world.args(options), stdin };
  const theirs = await askOracle(storescu, { ...run, file: world.file, dictionary: world.dictionary });
  const ours = await askEngine(engine, run);
  assertEquals(ours, theirs, `${subject}: ${options} against ${line}`);
}

async function compareDetails(
  { peer: line, options }: TlsCase,
  { world, storescu, engine }: { world: TlsWorld; storescu: string; engine: TlsEngine },
): Promise<void> {
  const run = { peer: await world.peer(line), args: world.args(options) };
  const theirs = await askOracleForDetails(storescu, { ...run, file: world.file });
  assertEquals(await askEngineForDetails(engine, run), theirs, `${options} against ${line}`);
}
