import { assert, assertEquals } from "@std/assert";
import { faults } from "./faults.ts";
import { type Findings, parseMatrix, readmePath, renderMatrix, runMatrix } from "./matrix.ts";

Deno.test("every fault at every point ends as the table says, and nothing false is said", async () => {
  const text = Deno.readTextFileSync(readmePath);
  const known = parseMatrix(text);
  assertEquals(renderMatrix(known), text, "README.md is not what deno task faults writes");
  const seen: Findings = new Map();
  await runMatrix(seen);
  const cells = [...seen].flatMap(([point, rows]) =>
    [...rows].map(([fault, modes]) => ({ point, fault, modes }))
  );
  assert(cells.length >= 400);
  const news = cells.flatMap(({ point, fault, modes }) =>
    modes.flatMap((verdicts, mode) => {
      const isRace = faults.some(({ name, endsConnection }) => name === fault && endsConnection);
      const listed = known.get(point)?.get(fault)?.[mode] ?? new Set();
      const missing = isRace ? asOnes(verdicts).difference(asOnes(listed)) : verdicts.difference(listed);
      return [...missing].map((verdict) => `${point}: ${fault}: ${verdict}`);
    })
  );
  assertEquals(news, []);
  assertEquals(cells.length, [...known.values()].reduce((sum, rows) => sum + rows.size, 0));
});

/**
 * Verdicts without what depends on the moment at which the end of a connection is noticed: whether an object that is
 * not stored was completely sent by then, and whether reading or writing failed.
 */
function asOnes(verdicts: ReadonlySet<string>): Set<string> {
  return new Set([...verdicts].map((verdict) => {
    const [fates, code] = verdict.split(" ");
    return `${fates.replaceAll("L", "N")} ${code === "0" ? "0" : "not 0"}`;
  }));
}
