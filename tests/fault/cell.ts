/** One cell of the matrix: a fault at a point, and what the program makes of it. */
import { assert, assertEquals } from "@std/assert";
import type { StoreOutcome } from "../../lib/storage/outcome.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import type { Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { type Fault, sceneAt } from "./faults.ts";
import { storescu, type Told } from "./in_process.ts";
import { testObject } from "./objects.ts";
import { type FaultPoint, isReached, objectCount } from "./points.ts";

/** What a cell is made of. */
export interface Cell {
  readonly fault: Fault;
  readonly point: FaultPoint;
  /** Options besides those that a fault needs: `-nh`, `--associations`. */
  readonly options: readonly string[];
}

/** What a cell came to. */
export interface Verdict {
  readonly code: number;
  /** What became of each file, a letter each. */
  readonly fates: string;
  /** DCMTK's condition, or the line that says what happened. */
  readonly said: string;
}

const objects = Array.from({ length: objectCount }, (_, index) => testObject(index + 1, 40_000));
const fateLetters: Record<StoreOutcome["kind"], string> = {
  "stored": "S",
  "refused": "R",
  "not-sent": "N",
  "lost": "L",
};

/** Options that make an end of silence. */
const patience = ["-ta", "2", "-ts", "2", "-td", "2"];

/** A receiver that does one thing wrong, and remembers what it has said about each object. */
export class FaultyReceiver implements AsyncDisposable {
  readonly said = new Map<string, "success" | "failure">();
  readonly #fault: Fault;
  readonly #point: FaultPoint;
  #receiver!: Receiver;
  #isDone = false;

  private constructor({ fault, point }: Pick<Cell, "fault" | "point">) {
    this.#fault = fault;
    this.#point = point;
  }

  /** Listens on a free port. */
  static async start(cell: Pick<Cell, "fault" | "point">): Promise<FaultyReceiver> {
    const faulty = new FaultyReceiver(cell);
    faulty.#receiver = await Receiver.start({
      keep: keepInMemory,
      asyncOperations: { maxInvoked: 4, maxPerformed: 4 },
      misbehave: (point) => faulty.#act(point),
    });
    return faulty;
  }

  /** Where it listens. */
  get port(): number {
    return this.#receiver.port;
  }

  /** The data sets it took for complete, by instance. */
  complete(): Map<string, Uint8Array> {
    const kept = this.#receiver.objects.filter(({ complete }) => complete);
    return new Map(kept.map(({ command, kept }) => [command.affectedSopInstanceUid ?? "", kept.bytes!]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver[Symbol.asyncDispose]();
  }

  #act(point: Point): Misbehaviour | undefined {
    const isHere = !this.#isDone && isReached(point, this.#point);
    const uid = "command" in point ? point.command.affectedSopInstanceUid ?? "" : "";
    if (!isHere || this.#point.order === "behind") {
      if (point.at === "response") this.#say(uid, "success");
    }
    if (!isHere) return undefined;
    this.#isDone = true;
    if (this.#fault.says && this.#point.order === "instead") this.#say(uid, this.#fault.says);
    return this.#fault.act(sceneAt(point, this.#point));
  }

  /** What is said first counts. */
  #say(uid: string, what: "success" | "failure"): void {
    if (!this.said.has(uid)) this.said.set(uid, what);
  }
}

/** Runs a cell, and checks what has to hold whatever the fault is. */
export async function runCell(cell: Cell): Promise<Verdict> {
  const folder = await Deno.makeTempDir({ prefix: "storescu_fault_" });
  try {
    const paths = objects.map(({ instanceUid }) => `${folder}/${instanceUid}`);
    for (const [index, { file }] of objects.entries()) await Deno.writeFile(paths[index], file);
    await using receiver = await FaultyReceiver.start(cell);
    const args = [...argumentsOf(cell), "+rn", "127.0.0.1", String(receiver.port), ...paths];
    const told = await storescu(args);
    check(told, { cell, paths, receiver });
    return { code: told.code, fates: fatesOf(told, paths), said: saidIn(told.stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The options of a cell. */
export function argumentsOf({ fault, options }: Cell): string[] {
  return [...(fault.isSilent ? patience : []), ...options];
}

function check(
  told: Told,
  { cell, paths, receiver }: { cell: Cell; paths: string[]; receiver: FaultyReceiver },
): void {
  const complete = receiver.complete();
  for (const [index, path] of paths.entries()) {
    const { instanceUid, dataSet } = objects[index];
    const fates = told.settled.filter((settled) => settled.path === path);
    assert(fates.length <= 1, `the fate of ${instanceUid} is told ${fates.length} times`);
    const fate = fates.at(0)?.outcome.kind;
    const where = `${instanceUid} is ${fate}: ${named(cell)}`;
    if (fate === "stored") assertEquals(receiver.said.get(instanceUid), "success", where);
    if (fate === "refused") assertEquals(receiver.said.get(instanceUid), "failure", where);
    if (fate === "stored" || complete.has(instanceUid)) {
      assertEquals(complete.get(instanceUid), dataSet, where);
    }
    if (fate === "not-sent" || fate === undefined) assert(!complete.has(instanceUid), where);
    const suffix = fate === undefined ? "" : fate === "stored" ? ".done" : ".bad";
    const names = ["", ".done", ".bad"].filter((end) => isThere(path + end));
    assertEquals(names, [suffix], where);
  }
  const isWell = told.settled.length === paths.length &&
    told.settled.every(({ outcome }) => outcome.kind === "stored");
  const isPassedOver = cell.options.includes("-nh") && told.kinds.includes("releasing");
  if (told.code === 0) assert(isWell || isPassedOver, `failure reported as success: ${named(cell)}`);
  // A refusal is told by the exit code alone, as DCMTK does
  if (told.code === 1 || told.code === 10) assert(told.stderr !== "", `nothing was said: ${named(cell)}`);
}

/** A cell in words. */
export function named({ fault, point, options }: Cell): string {
  return [fault.name, point.name, ...options].join(", ");
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function fatesOf({ settled }: Told, paths: readonly string[]): string {
  return paths.map((path) => {
    const kind = settled.find((one) => one.path === path)?.outcome.kind;
    return kind ? fateLetters[kind] : "-";
  }).join("");
}

/** What the program says of a fault at its default level, in short. */
export function saidIn(stderr: string): string {
  const codes = stderr.matchAll(/\b[0-9a-f]{4}:[0-9a-f]{4}\b/g);
  const words = stderr.matchAll(
    /^[FE]: (Association Rejected|No Acceptable Presentation Contexts|Protocol Error)/gm,
  );
  return [...new Set([...codes, ...words].map((match) => match.at(-1)))].join(", ") || "nothing";
}
