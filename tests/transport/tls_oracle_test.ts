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
    const context = { world, storescu, engine };
    const conversations = byPeer([
      ...Object.values(tlsCases).flat().map((each) => ({
        peer: each.peer,
        run: () => compare(each, context),
      })),
      ...detailCases.map((each) => ({ peer: each.peer, run: () => compareDetails(each, context) })),
    ]);
    await Promise.all(Array.from({ length: 4 }, () => work(conversations)));
  },
});

interface Conversation {
  readonly peer: string;
  readonly run: () => Promise<void>;
}

/** One peer talks to one client at a time; many peers may talk at once. */
function byPeer(conversations: readonly Conversation[]): Conversation[][] {
  return Object.values(Object.groupBy(conversations, ({ peer }) => peer)).map((group) => group ?? []);
}

async function work(groups: Conversation[][]): Promise<void> {
  for (let group = groups.shift(); group; group = groups.shift()) {
    for (const { run } of group) await run();
  }
}

interface Context {
  readonly world: TlsWorld;
  readonly storescu: string;
  readonly engine: TlsEngine;
}

async function compare(
  { peer: line, options, stdin }: TlsCase,
  { world, storescu, engine }: Context,
): Promise<void> {
  const run = { peer: await world.peer(line), args: world.args(options), stdin };
  const { file, dictionary } = world;
  const theirs = await askOracle(storescu, { ...run, file, dictionary });
  assertEquals(await askEngine(engine, run), theirs, `${options} against ${line}`);
}

async function compareDetails(
  { peer: line, options }: TlsCase,
  { world, storescu, engine }: Context,
): Promise<void> {
  const run = { peer: await world.peer(line), args: world.args(options) };
  const theirs = await askOracleForDetails(storescu, { ...run, file: world.file });
  assertEquals(await askEngineForDetails(engine, run), theirs, `${options} against ${line}`);
}
