/**
 * Measures this program against every other sender that is installed.
 *
 *     deno task bench [--only case,...] [--quick] [--runs N] [--json FILE] [--markdown FILE] [--note TEXT]
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { benchCases } from "./cases.ts";
import { DenoFolder } from "../deno_folder.ts";
import { DataStore } from "./data.ts";
import { compileOnce, makeBundles, removeBundle } from "./peers.ts";
import { Results } from "./results.ts";
import { type CaseResult, runCase } from "./run_case.ts";
import { circumstances, markdown } from "./table.ts";

/** What to measure. */
export interface BenchOptions {
  /** Names of cases; all of them where absent. */
  readonly only?: readonly string[];
  /** Leaves out the slow cases. */
  readonly quick?: boolean;
  readonly runs: number;
  /** Leaves out all senders but these. */
  readonly senders?: (name: string) => boolean;
  /** Hears about each case. */
  readonly onCase?: (result: CaseResult) => void;
}

/** Measures, case by case. */
export async function bench(
  { only, quick, runs, senders = () => true, onCase }: BenchOptions,
): Promise<Results> {
  const unknown = only?.find((wanted) => benchCases.every(({ name }) => name !== wanted));
  if (unknown) {
    throw new Error(`There is no case ${unknown}: ${benchCases.map(({ name }) => name).join(", ")}`);
  }
  using store = new DataStore();
  using denoFolder = new DenoFolder();
  const bundleBytes = await makeBundles();
  await compileOnce(denoFolder);
  const results: CaseResult[] = [];
  for (const benchCase of benchCases) {
    if (only ? !only.includes(benchCase.name) : quick && benchCase.slow) continue;
    const chosen = { ...benchCase, senders: benchCase.senders.filter(({ name }) => senders(name)) };
    const result = await runCase(chosen, { runs, store, denoFolder });
    onCase?.(result);
    results.push(result);
  }
  removeBundle();
  return new Results(results, bundleBytes);
}

function print(to: typeof Deno.stdout, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += to.writeSync(bytes.subarray(written));
}

async function main(): Promise<void> {
  const options = parseArgs(Deno.args, {
    boolean: ["quick"],
    string: ["only", "runs", "json", "markdown", "note"],
  });
  const where = { ...circumstances(), note: options.note };
  const results = await bench({
    only: options.only?.split(","),
    quick: options.quick,
    runs: Number(options.runs ?? (options.quick ? 3 : 5)),
    onCase: ({ title }) => print(Deno.stderr, `measured: ${title}\n`),
  });
  const text = markdown(results, where);
  print(Deno.stdout, text);
  if (options.json) {
    const json = JSON.stringify({ ...where, cases: results.cases }, null, 1);
    await Deno.writeTextFile(options.json, `${json}\n`);
  }
  if (options.markdown) await Deno.writeTextFile(options.markdown, `${introduction}${text.trimEnd()}\n`);
}

const introduction = `# Benchmarks

Every sender of a case sends the same files to the same receiver, one after the other, round after round, so that
whatever disturbs the machine disturbs them all. Wall time is that of the whole process with its start-up; CPU time
is user and system time; peak is the largest resident set. Medians. NODELAY means that the environment variable
TCP_NODELAY is 1, which DCMTK's programs obey. \`gdcmscu\` 3.0.21 sends everything and then ends itself by SIGABRT,
which is not held against it. "ours" is the program bundled in parts, by \`deno task bundle --split\`; "in one file" is
\`deno task bundle\`, from which the compiled programs are made, and "from source" is \`deno run main.ts\`, which starts
about 15 ms later. Everything runs once before it counts, and Deno has kept the compiled code of the program by then,
as it has after a first send. What takes more than five seconds runs twice, and counts from the first time. The
discarding receiver is \`scripts/bench/sink.ts\`; the plain copy is \`cat\` into one that does not look at what it
reads. "start-up left out" is less the time for one tiny file. Absolute times depend on the
machine; the ratios are what matters.

To repeat it (names of cases are in backquotes; without \`--only\` it takes a while):

    deno task bench
    deno task bench --only small-storescp,2g-sink --runs 9 --json results.json
    deno task bench --quick

`;

if (import.meta.main) await main();
