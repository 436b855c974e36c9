import { assertEquals } from "@std/assert";
import { faults } from "./faults.ts";
import { forEach, inTime } from "./matrix.ts";
import { points } from "./points.ts";

const ways: readonly (readonly string[])[] = [
  ["--associations", "2"],
  ["--associations", "2", "-nh"],
  ["--async-window", "4"],
  ["--async-window", "4", "-nh"],
];

const where = [
  "instead of the acceptance",
  "behind the acceptance",
  "inside object 2",
  "instead of response 2",
  "behind response 2",
];

Deno.test("over several associations, and with several operations outstanding, nothing false is said either", async () => {
  const some = points.filter(({ name }) => where.includes(name));
  assertEquals(some.length, where.length);
  const cells = some.flatMap((point) =>
    faults.flatMap((fault) => ways.map((options) => ({ point, fault, options })))
  );
  await forEach(cells, 24, async (cell) => void await inTime(cell));
});
