import { assert, assertEquals } from "@std/assert";
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
      const listed = known.get(point)?.get(fault)?.[mode];
      return [...verdicts.difference(listed ?? new Set())].map((verdict) => `${point}: ${fault}: ${verdict}`);
    })
  );
  assertEquals(news, []);
  assertEquals(cells.length, [...known.values()].reduce((sum, rows) => sum + rows.size, 0));
});
