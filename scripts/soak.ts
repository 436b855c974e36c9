/**
 * Sends very many objects over one association and over eight to a receiver with its moods, and compares what the
 * sender reports with what the receiver knows: `deno task soak --objects=N`.
 */
import { fromFileUrl, join } from "@std/path";
import { testObject } from "../tests/fault/objects.ts";
import { random } from "../tests/support/random_data_set.ts";
import type { Misbehaviour, Point } from "./receiver/behaviour.ts";
import { Receiver } from "./receiver/receiver.ts";

const filesPerPass = 1000;
const objectBytes = 2000;
const mainModule = fromFileUrl(new URL("../main.ts", import.meta.url));

/** What a receiver knows. */
interface Said {
  stored: number;
  refused: number;
  /** Objects whose fate it has not told. */
  untold: number;
}

/** Refuses one of a hundred, warns of one of a hundred, is slow now and then, and ends some connections. */
class MoodyReceiver {
  readonly said: Said = { stored: 0, refused: 0, untold: 0 };
  readonly #number = random(4711);
  readonly #endsAt: ReadonlySet<number>;

  constructor(endsAt: readonly number[]) {
    this.#endsAt = new Set(endsAt);
  }

  start(): Promise<Receiver> {
    return Receiver.start({
      forget: true,
      delayMs: () => this.#number(2000) === 0 ? 20 : 0,
      response: () => this.#respond(),
      misbehave: (point) => this.#misbehave(point),
    });
  }

  #respond(): { status: number } {
    const mood = this.#number(100);
    this.said[mood === 0 ? "refused" : "stored"]++;
    return { status: mood === 0 ? 0xa700 : mood === 1 ? 0xb000 : 0 };
  }

  #misbehave(point: Point): Misbehaviour | undefined {
    if (point.at !== "response" || !this.#endsAt.has(point.object)) return undefined;
    this.said.untold++;
    return point.object % 2 === 0 ? "close" : "reset";
  }
}

/** One run, and what it came to. */
async function soak(objects: number, associations: number): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "storescu_soak_" });
  try {
    await writeFiles(folder);
    // One association is not to be lost, the eighth neither
    const endsAt = Array.from(
      { length: associations - 1 },
      (_, index) => Math.floor(objects * (index + 0.5) / associations) + index % 2,
    );
    const moody = new MoodyReceiver(endsAt);
    await using receiver = await moody.start();
    const report = join(folder, "report.json");
    const args = [
      ...[
        "--no-halt",
        "--scan-directories",
        "--scan-pattern",
        "*.dcm",
        "--repeat",
        String(objects / filesPerPass),
      ],
      ...["--associations", String(associations), "--report-json", report, "-q"],
      ...["127.0.0.1", String(receiver.port), folder],
    ];
    const begin = performance.now();
    const { code, samples } = await runMeasured(args);
    const seconds = (performance.now() - begin) / 1000;
    await receiver.idle();
    const lines = (await Deno.readTextFile(report)).trimEnd().split("\n");
    const summary = JSON.parse(lines.at(-1) ?? "{}");
    const isTrue = summary.stored === moody.said.stored && summary.refused === moody.said.refused &&
      summary.lost === moody.said.untold && summary.notSent === 0 && summary.notAttempted <= objects / 10;
    const rss = flatness(samples);
    console.log(JSON.stringify({ associations, seconds, code, summary, receiver: moody.said, rss, isTrue }));
    return isTrue;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeFiles(folder: string): Promise<void> {
  for (let index = 0; index < filesPerPass; index++) {
    await Deno.writeFile(join(folder, `${index}.dcm`), testObject(index + 1, objectBytes).file);
  }
}

/** Runs the program and looks at its memory twice a second, where the system shows it. */
async function runMeasured(args: readonly string[]): Promise<{ code: number; samples: number[] }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", mainModule, ...args],
    stdin: "null",
    stderr: "null",
  }).spawn();
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(residentMegabytes(process.pid)), 500);
  const { code } = await process.status;
  clearInterval(timer);
  return { code, samples: samples.filter((sample) => sample > 0) };
}

function residentMegabytes(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Math.round(Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** The most memory in the second and in the last quarter of the time, in MB. */
function flatness(samples: readonly number[]): { early: number; late: number } {
  const quarter = Math.ceil(samples.length / 4);
  return {
    early: Math.max(...samples.slice(quarter, 2 * quarter)),
    late: Math.max(...samples.slice(-quarter)),
  };
}

const objects = Number(/^--objects=(\d+)$/.exec(Deno.args[0] ?? "--objects=100000")?.[1]);
if (!(objects >= filesPerPass)) throw new Error(`--objects has to be at least ${filesPerPass}`);
const results = [await soak(objects, 1), await soak(objects, 8)];
Deno.exit(results.every(Boolean) ? 0 : 1);
