import { assert, assertEquals } from "@std/assert";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";
import { argumentsOf, FaultyReceiver, saidIn } from "./cell.ts";
import { faults } from "./faults.ts";
import { forEach, parseMatrix, readmePath } from "./matrix.ts";
import { testObject } from "./objects.ts";
import { objectCount, points } from "./points.ts";

const common = [
  "close",
  "A-RELEASE-RQ",
  "A-ABORT 0/0",
  "A-ABORT 2/6",
  "PDU of type 99",
  "P-DATA-TF of 4 GiB",
  "silence",
  "response to another message",
  "response without a status",
  "response that announces a data set",
  "data set instead of a command",
  "response with an even context id",
];
const halves = [
  "half a header, then silence",
  "half a response, then silence",
  "half a response, then close",
];
const answers = ["failure", "failure with status detail", "warning with status detail", "pending"];

/**
 * Points at which DCMTK comes to the same state. Not so behind a response: what has arrived there it reads as the
 * response to the next object. Without halting it goes on after a response that makes no sense, with an association
 * on which nobody knows what belongs to what, or hangs; so there only answers are compared, which do no harm.
 */
const same: readonly (readonly [point: string, faults: readonly string[], options: readonly string[]])[] = [
  ["on connecting", [...common, "A-ASSOCIATE-RJ"], []],
  [
    "instead of the acceptance",
    [...common, "reset", "A-ASSOCIATE-RJ", "A-ASSOCIATE-RJ with unknown values", halves[0]],
    [],
  ],
  ["inside object 1", [...common, ...halves], []],
  ["instead of response 1", [...common, ...halves, ...answers, "C-ECHO-RSP"], []],
  ["instead of response 1", [...answers, "close", "A-ABORT 0/0"], ["-nh"]],
  ["instead of response 2", [...common, ...answers], []],
  ["instead of response 3", answers, ["-nh"]],
  ["behind response 3, before the release", common, ["-nh"]],
  ["instead of the release response", common, []],
];

const cells = same.flatMap(([pointName, faultNames, options]) => {
  const point = points.find(({ name }) => name === pointName);
  return faultNames.map((faultName) => {
    const fault = faults.find(({ name }) => name === faultName);
    if (!point || !fault) throw new Error(`No such cell: ${pointName}, ${faultName}`);
    return { point, fault, options };
  });
});

/** What both programs end with when the connection is gone, depending on what they are about. */
const isConnectionError = (verdict: string) => /^10? /.test(verdict);

peerTest("DCMTK says the same of a fault and gives the same exit code", {
  needs: { storescu: dcmtkProgram("storescu") },
  async fn({ storescu }) {
    const known = parseMatrix(Deno.readTextFileSync(readmePath));
    const folder = await Deno.makeTempDir();
    const paths = Array.from({ length: objectCount }, (_, index) => `${folder}/${index}`);
    for (const [index, path] of paths.entries()) {
      await Deno.writeFile(path, testObject(index + 1, 40_000).file);
    }
    const differences: unknown[] = [];
    await forEach(cells, 8, async (cell) => {
      await using receiver = await FaultyReceiver.start(cell);
      const args = [...argumentsOf(cell), "127.0.0.1", String(receiver.port), ...paths];
      const { code, stderr } = await runProgram(storescu, args, { env: { TCP_NODELAY: "1" } });
      const theirs = `${code} ${saidIn(stderr)}`;
      const verdicts = known.get(cell.point.name)?.get(cell.fault.name)?.[cell.options.length] ?? new Set();
      const ours = [...verdicts].map((verdict) => verdict.slice(objectCount + 1));
      // Which of reading and writing notices the end of a connection depends on the moment
      if (cell.fault.endsConnection && [theirs, ...ours].every(isConnectionError)) return;
      if (!ours.includes(theirs)) differences.push([cell.point.name, cell.fault.name, { ours, theirs }]);
    });
    await Deno.remove(folder, { recursive: true });
    assert(cells.length >= 60);
    assertEquals(differences, []);
  },
});
