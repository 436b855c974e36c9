/** Writes README.md: runs the matrix some times, quietly and in a hurry, and adds what is seen to what was known. */
import { faults } from "./faults.ts";
import { type Findings, parseMatrix, readmePath, renderMatrix, runMatrix } from "./matrix.ts";
import { points } from "./points.ts";

const [isFresh] = [Deno.args.includes("--fresh")];
const known = isFresh ? undefined : parseMatrix(Deno.readTextFileSync(readmePath));
const findings: Findings = new Map(
  points.map(({ name }) => [
    name,
    new Map(
      faults.map((
        fault,
      ) => [fault.name, known?.get(name)?.get(fault.name) ?? [new Set<string>(), new Set<string>()]]),
    ),
  ]),
);
for (const concurrency of [12, 24, 40]) await runMatrix(findings, { concurrency });
Deno.writeTextFileSync(readmePath, renderMatrix(findings));
