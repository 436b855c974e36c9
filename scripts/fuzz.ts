/** Fuzzes the network parser and the reader for longer than the tests do: `deno task fuzz --count=N --seed=N`. */
import { fuzzNetwork } from "../tests/property/network_fuzz.ts";
import { fuzzReader } from "../tests/property/reader_fuzz.ts";
import { fuzzedFiles } from "../tests/support/fuzzed_files.ts";

const { count, seed } = options(Deno.args);
const portion = 1000;
const fileOf = fuzzedFiles();
const greatest = ["grownBytes", "longestMs"];
const totals: Record<string, Record<string, number>> = {};
for (let first = seed; first < seed + count; first += portion) {
  const part = { first, count: Math.min(portion, seed + count - first) };
  add("network", await fuzzNetwork(part));
  // A file of the disk takes longer than a conversation in memory
  add("reader", await fuzzReader({ first, count: Math.ceil(part.count / 10), fileOf }));
}
console.log(JSON.stringify(totals, null, 2));

function add(name: string, result: object): void {
  const total = totals[name] ??= {};
  for (const [key, value] of Object.entries(result)) {
    total[key] = greatest.includes(key) ? Math.max(total[key] ?? 0, value) : (total[key] ?? 0) + value;
  }
}

function options(args: readonly string[]): { count: number; seed: number } {
  const chosen = { count: 100_000, seed: 1_000_000 };
  for (const arg of args) {
    const match = /^--(count|seed)=(\d+)$/.exec(arg);
    if (!match) throw new Error(`Unknown option ${arg}: expected --count=N or --seed=N`);
    chosen[match[1] as keyof typeof chosen] = Number(match[2]);
  }
  return chosen;
}
