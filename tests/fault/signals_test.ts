import { assert, assertEquals } from "@std/assert";
import type { Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { testObject } from "./objects.ts";

const mainModule = new URL("../../main.ts", import.meta.url).pathname;

interface Scene {
  readonly pixelBytes: number;
  /** Where the receiver is when the signal is sent, and what it does from then on. */
  readonly misbehave: (point: Point) => Misbehaviour | undefined;
  readonly signals: readonly Deno.Signal[];
}

interface Aftermath {
  readonly code: number;
  readonly stderr: string;
  readonly names: readonly string[];
  readonly report: readonly string[];
  readonly ends: readonly string[];
  readonly complete: number;
}

/** Sends two objects, and signals as soon as the receiver misbehaves. */
async function signalled(scene: Scene): Promise<Aftermath> {
  const folder = await Deno.makeTempDir();
  const paths = [1, 2].map((number) => `${folder}/${number}`);
  for (const [index, path] of paths.entries()) {
    await Deno.writeFile(path, testObject(index + 1, scene.pixelBytes).file);
  }
  const { promise: reached, resolve } = Promise.withResolvers<Misbehaviour>();
  const misbehave = (point: Point) => {
    const what = scene.misbehave(point);
    if (what) resolve(what);
    return what;
  };
  await using receiver = await Receiver.start({ misbehave });
  const report = `${folder}/report.json`;
  const args = ["+rn", "--report-json", report, "127.0.0.1", String(receiver.port), ...paths];
  const process = start(args);
  const output = process.output();
  const what = await reached;
  for (const signal of scene.signals) process.kill(signal);
  const { code, stderr } = await output;
  // A receiver that reads nothing does not see that the connection has ended
  if (what !== "deaf") await receiver.idle();
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    !name.startsWith("report")
  );
  const aftermath = {
    code,
    stderr: new TextDecoder().decode(stderr),
    names: names.toSorted(),
    report: fatesIn(Deno.readTextFileSync(report)),
    ends: receiver.associations.map(({ end }) => end),
    complete: receiver.received.completeObjects,
  };
  await Deno.remove(folder, { recursive: true });
  return aftermath;
}

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", mainModule, ...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

function fatesIn(report: string): string[] {
  const lines = report.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  return lines.map(({ type, outcome, exitCode }) => type === "summary" ? `exit ${exitCode}` : outcome);
}

const small = 10_000;
/** More than the buffers of two sockets take. */
const large = 30_000_000;
const at = (wanted: Point["at"], object = 0): Scene["misbehave"] => (point) =>
  point.at === wanted && (!("object" in point) || point.object === object) ? "stall" : undefined;
/** Reads no more, but sees the end. */
const deafInside: Scene["misbehave"] = (point) => point.at === "data" ? "deaf" : undefined;

Deno.test("SIGINT while the acceptance is awaited", async () => {
  const { code, stderr, names, report } = await signalled({
    pixelBytes: small,
    misbehave: at("associate"),
    signals: ["SIGINT"],
  });
  assertEquals([code, names, report], [130, ["1", "2"], ["exit 130"]]);
  assert(stderr.includes("Interrupted by SIGINT"), stderr);
});

Deno.test("SIGTERM while a response is awaited: the object is lost, and keeps its name", async () => {
  const { code, stderr, names, report } = await signalled({
    pixelBytes: small,
    misbehave: at("response"),
    signals: ["SIGTERM"],
  });
  assertEquals([code, names, report], [143, ["1", "2"], ["lost", "exit 143"]]);
  assert(stderr.includes("Interrupted by SIGTERM"), stderr);
});

Deno.test("SIGINT between two objects: what is stored is stored", async () => {
  const { code, names, report } = await signalled({
    pixelBytes: small,
    misbehave: at("response", 1),
    signals: ["SIGINT"],
  });
  assertEquals([code, names, report], [130, ["1.done", "2"], ["stored", "lost", "exit 130"]]);
});

Deno.test("SIGINT inside an object that the receiver reads: it is aborted, and the receiver told", async () => {
  const signals = ["SIGINT"] as const;
  let told = false;
  const misbehave = (point: Point): Misbehaviour | undefined => {
    if (point.at !== "data" || told) return undefined;
    told = true;
    // Nothing that the sender could see, but the moment of the signal
    return { send: new Uint8Array(0) };
  };
  const { code, names, ends, complete, report } = await signalled({
    pixelBytes: 100_000_000,
    misbehave,
    signals,
  });
  assertEquals([code, names, complete, ends], [130, ["1", "2"], 0, ["aborted"]]);
  assertEquals(report, ["not-sent", "exit 130"]);
});

Deno.test("SIGTERM inside an object that nobody reads: the program ends all the same", async () => {
  const { code, names, report, complete } = await signalled({
    pixelBytes: large,
    misbehave: deafInside,
    signals: ["SIGTERM"],
  });
  assertEquals([code, names, complete, report], [143, ["1", "2"], 0, ["not-sent", "exit 143"]]);
});

Deno.test("SIGINT while the release is awaited", async () => {
  const { code, names, report } = await signalled({
    pixelBytes: small,
    misbehave: at("release"),
    signals: ["SIGINT"],
  });
  assertEquals([code, names, report], [130, ["1.done", "2.done"], ["stored", "stored", "exit 130"]]);
});

Deno.test("SIGKILL inside an object leaves nothing false behind", async () => {
  const { names, report, complete } = await signalled({
    pixelBytes: large,
    misbehave: deafInside,
    signals: ["SIGKILL"],
  });
  assertEquals([names, report, complete], [["1", "2"], [], 0]);
});

Deno.test("a second signal ends the program at once", async () => {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const { code, names } = await signalled({ pixelBytes: large, misbehave: deafInside, signals });
  assert(code === 143 || code === 130, `exit code ${code}`);
  assertEquals(names, ["1", "2"]);
});
