/** The whole matrix, and the table that stands in README.md. */
import { type Cell, named, runCell, type Verdict } from "./cell.ts";
import { faults } from "./faults.ts";
import { points } from "./points.ts";

/** What was seen in each cell: the point, the fault, and what it came to with halting and without. */
export type Findings = Map<string, Map<string, readonly [halt: Set<string>, noHalt: Set<string>]>>;

const modes = [[], ["-nh"]] as const;

/** Runs every cell and adds what is seen; so many at a time. */
export async function runMatrix(findings: Findings, { concurrency = 24 } = {}): Promise<void> {
  const cells = points.flatMap((point) =>
    faults.flatMap((fault) => modes.map((options, mode) => ({ point, fault, options, mode })))
  );
  await forEach(cells, concurrency, async (cell) => {
    const verdict = await inTime(cell);
    variantsOf(findings, cell)[cell.mode].add(write(verdict));
  });
}

function variantsOf(findings: Findings, { point, fault }: Cell) {
  const rows = findings.get(point.name) ?? new Map();
  findings.set(point.name, rows);
  const variants = rows.get(fault.name) ?? [new Set<string>(), new Set<string>()];
  rows.set(fault.name, variants);
  return variants;
}

/** Longer than all timeouts of a cell together, on a machine with a lot to do. */
const patienceMs = 60_000;

/** Runs a cell; one that does not end is a hang. */
export async function inTime(cell: Cell): Promise<Verdict> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Does not end: ${named(cell)}`)), patienceMs);
  try {
    return await Promise.race([runCell(cell), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Does something with every element, with so many at a time. */
export async function forEach<T>(
  elements: readonly T[],
  ...[concurrency, act]: [number, (element: T) => Promise<void>]
): Promise<void> {
  const waiting = elements.values();
  const work = async () => {
    for (const element of waiting) await act(element);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

function write({ fates, code, said }: Verdict): string {
  return `${fates} ${code} ${said}`;
}

/** Where the table is. */
export const readmePath = new URL("README.md", import.meta.url).pathname;

const introduction = `# What becomes of every fault

Made by \`deno task faults\` from what was seen; \`matrix_test.ts\` runs every cell again and compares.

Three objects of 40 KB are sent to a receiver that does one thing wrong at one point. A verdict has the fate of each
object, the exit code, and what is said at the default log level: DCMTK's conditions, or the words of its message.

| letter | fate | the file is renamed |
|---|---|---|
| S | stored: the receiver has said so | \`.done\` |
| R | refused: the receiver has said so | \`.bad\` |
| L | lost: completely sent, and nobody knows what became of it | \`.bad\` |
| N | not sent, or aborted before its last fragment | \`.bad\` |
| - | never begun | no |

A signal of failure without a message is how DCMTK tells of a refusal: by the exit code, and only where it halts. Where
two things happen at the same time a cell has more than one verdict: whether the end of a connection is noticed by reading
or by writing, for example. In all cells it holds that the program ends within its timeouts, that no object is called
stored whose success was not said, that none is called not sent which the receiver has taken for complete, and that what
the receiver has taken for complete is what was in the file.

Besides, each with the same rules:

- \`together_test.ts\`: the faults at five of the points, over two associations, and with four operations outstanding;
- \`bytes_test.ts\`: some 200 bytes of either direction at which the connection closes, is reset, stalls or is cut off, or
  bytes come twice or changed; \`tls_test.ts\`: the same for TLS with either engine, in its handshake and behind it;
- \`deaf_test.ts\`: a receiver that reads nothing more; \`flood_test.ts\`: one that does not stop to send;
- \`changing_files_test.ts\`, \`disk_test.ts\`, \`process_test.ts\`, \`signals_test.ts\`, \`clock_test.ts\`,
  \`permissions_test.ts\`, \`secrets_test.ts\`: what goes wrong, or is to be kept, on this side.

\`oracle_test.ts\` runs about a hundred of these cells with DCMTK's storescu, where it comes to the same state. It does not

- behind a response or the acceptance: what arrives there, DCMTK reads later, as the response to the next object;
- after a response that makes no sense, without halting: DCMTK goes on with the association, and may take the response to
  one object for that to another. Here an association on which a response was lost is not used again;
- where a PDU other than data comes in the middle: DCMTK says that its state machine has no such state (0006:0303), here
  it is called an unexpected PDU (0006:031f). While it releases, DCMTK takes any PDU for the response;
- where it hangs: after an A-ABORT of its own it waits for the peer to close, for ever.
`;

/** The table as text. */
export function renderMatrix(findings: Findings): string {
  const sections = points.map(({ name }) => [
    `## Fault ${name}`,
    "",
    "| fault | halting (default) | without halting (-nh) |",
    "|---|---|---|",
    ...[...findings.get(name) ?? []].map(([fault, modes]) =>
      `| ${fault} | ${modes.map((variants) => [...variants].toSorted().join(" or ")).join(" | ")} |`
    ),
  ]);
  const cells = points.reduce((sum, { name }) => sum + (findings.get(name)?.size ?? 0), 0);
  const count = `${points.length} points, ${faults.length} faults: ${cells} cells, each in two ways.`;
  return [introduction, count, ...sections.flatMap((lines) => ["", ...lines]), ""].join("\n");
}

/** What a table says. */
export function parseMatrix(text: string): Findings {
  const findings: Findings = new Map();
  for (const section of text.split("\n## Fault ").slice(1)) {
    const [name, ...lines] = section.split("\n");
    const rows = lines.filter((line) => /^\| .* \|$/.test(line)).slice(1).map((line) =>
      line.slice(2, -2).split(" | ")
    );
    const variants = (cell: string) => new Set(cell.split(" or "));
    findings.set(
      name,
      new Map(rows.map(([fault, halt, noHalt]) => [fault, [variants(halt), variants(noHalt)]])),
    );
  }
  return findings;
}
