/** The table of TLS connections: what DCMTK's storescu makes of each, and what each of our engines does. */
import { findOpenssl, type OpensslEngine } from "../../lib/transport/openssl/engine.ts";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import {
  type PreparedTls,
  type TlsEngine,
  TlsEngineLimitError,
  type TlsOptions,
  type TlsTarget,
  type TlsTools,
} from "../../lib/transport/tls.ts";
import { dcmtkProgram, program } from "./peers.ts";
import { opensslProgram } from "./pki.ts";
import { detailCases, type TlsCase, tlsCases, wholeSends } from "./tls_cases.ts";
import {
  askEngine,
  askEngineForDetails,
  askOracle,
  askOracleForDetails,
  optionsOf,
  type TlsRun,
  type Verdict,
} from "./tls_oracle.ts";
import { sendWithOracle, sendWithOurs } from "./tls_sends.ts";
import type { TlsWorld } from "./tls_world.ts";

/** What a connection came to. */
export interface TlsRow extends TlsCase {
  readonly subject: string;
  readonly dcmtk: Verdict;
  readonly openssl: Verdict;
  readonly rustls: Verdict;
  /** Options for which rustls is not even asked. */
  readonly lacking: readonly string[];
  /** A limit of rustls, at which the other engine takes over. */
  readonly limit?: TlsEngineLimitError;
}

const found = findOpenssl();

/** What is needed to make the table. */
export const tableNeeds = {
  storescu: dcmtkProgram("storescu"),
  storescp: dcmtkProgram("storescp"),
  openssl: opensslProgram(),
  gnutls: program("gnutls-serv"),
  orthanc: program("Orthanc"),
  libssl: found.kind === "engine" ? found.engine.version : undefined,
};

/** The engine that is the system's OpenSSL. */
export function opensslEngine(): OpensslEngine {
  if (found.kind !== "engine") throw new Error(found.reason);
  return found.engine;
}

/** The engine of the runtime, watched for limits of its own. */
class WatchedEngine implements TlsEngine {
  readonly name = "rustls";
  readonly #engine = new RustlsEngine();
  limit: TlsEngineLimitError | undefined;

  cannotHonour(options: TlsOptions): ReturnType<TlsEngine["cannotHonour"]> {
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

type Subject = TlsCase & { readonly subject: string };

const connections: readonly Subject[] = Object.entries(tlsCases).flatMap(([subject, cases]) =>
  cases.map((each) => ({ ...each, subject }))
);
const descriptions: readonly Subject[] = detailCases.map((each) => ({ ...each, subject: "descriptions" }));
const sends: readonly Subject[] = wholeSends.map((each) => ({ ...each, subject: "whole sends" }));

/** Tries all connections, in the order of the cases. */
export async function makeTable(world: TlsWorld, storescu: string): Promise<TlsRow[]> {
  const rows = new Map<Subject, TlsRow>();
  await forEachCase(connections, async (it) => void rows.set(it, await connect(it, { world, storescu })));
  await forEachCase(descriptions, async (it) => void rows.set(it, await describe(it, { world, storescu })));
  await forEachCase(sends, async (it) => void rows.set(it, await send(it, { world, storescu })));
  return [...connections, ...descriptions, ...sends].map((it) => rows.get(it)!);
}

/** One peer talks to one client at a time; four peers may talk at once. */
export async function forEachCase<T extends TlsCase>(
  cases: readonly T[],
  run: (it: T) => Promise<void>,
): Promise<void> {
  const groups = [...Map.groupBy(cases, ({ peer }) => peer).values()];
  const work = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      for (const each of group) await run(each);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

/** An image that every receiver takes. */
const image = new URL("../../testdata/dicom/mr_explicit.dcm", import.meta.url).pathname;
const notAsked: Verdict = { code: 1, lines: [] };

interface Place {
  readonly world: TlsWorld;
  readonly storescu: string;
}

async function connect(it: Subject, { world, storescu }: Place): Promise<TlsRow> {
  const { file, dictionary } = world;
  const run: TlsRun = { peer: await world.peer(it.peer), args: world.args(it.options), stdin: it.stdin };
  const watched = new WatchedEngine();
  const lacking = await watched.cannotHonour(optionsOf(run.args));
  return {
    ...it,
    dcmtk: await askOracle(storescu, { ...run, file, dictionary }),
    openssl: await askEngine(opensslEngine(), run),
    lacking,
    rustls: lacking.length > 0 ? notAsked : await askEngine(watched, run),
    limit: watched.limit,
  };
}

/** What is said of a connection in debug mode, which is all that can be seen with peers that know no DICOM. */
async function describe(it: Subject, { world, storescu }: Place): Promise<TlsRow> {
  const run: TlsRun = { peer: await world.peer(it.peer), args: world.args(it.options) };
  const watched = new WatchedEngine();
  const lacking = await watched.cannotHonour(optionsOf(run.args));
  return {
    ...it,
    dcmtk: described(await askOracleForDetails(storescu, { ...run, file: world.file })),
    openssl: described(await askEngineForDetails(opensslEngine(), run)),
    lacking,
    rustls: lacking.length > 0 ? notAsked : described(await askEngineForDetails(watched, run)),
    limit: watched.limit,
  };
}

function described(lines: readonly string[]): Verdict {
  return { code: lines.some((line) => line.startsWith("F: ")) ? 1 : 0, lines };
}

async function send(it: Subject, { world, storescu }: Place): Promise<TlsRow> {
  const { port } = await world.peer(it.peer);
  const args = world.args(it.options);
  const run = { port, args, file: image };
  const lacking = await new RustlsEngine().cannotHonour(optionsOf(args));
  return {
    ...it,
    dcmtk: await sendWithOracle(storescu, run),
    openssl: await sendWithOurs("openssl", run),
    lacking,
    rustls: lacking.length > 0 ? notAsked : await sendWithOurs("rustls", run),
  };
}
