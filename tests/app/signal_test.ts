import { assertEquals, assertStringIncludes } from "@std/assert";
import { testObject } from "../fault/objects.ts";
import { ScriptedPeer, type Step } from "../support/scripted_peer.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;
const accept: Step[] = [{ expect: "associate-rq" }, { accept: {} }];
const object: Step[] = [{ expectAll: "command" }, { expectAll: "data set" }];

interface Interrupted {
  readonly code: number;
  readonly stderr: string;
  /** Path and outcome of what the report has, and its summary. */
  readonly report: readonly unknown[];
}

/** Sends two objects to a peer, and interrupts that before the last step of its script. */
async function interrupt(script: Step[]): Promise<Interrupted> {
  const folder = await Deno.makeTempDir({ prefix: "storescu_signal_" });
  const report = `${folder}/report`;
  try {
    const paths = [1, 2].map((number) => `${folder}/${number}`);
    for (const [index, path] of paths.entries()) {
      await Deno.writeFile(path, testObject(index + 1, 40_000).file);
    }
    const reached = Promise.withResolvers<void>();
    const last = script.at(-1)!;
    await using peer = await ScriptedPeer.start([...script.slice(0, -1), { call: reached.resolve }, last]);
    const args = ["run", "-A", main, "--report-json", report, "127.0.0.1", String(peer.port), ...paths];
    const command = new Deno.Command(Deno.execPath(), { args, stdin: "null", stderr: "piped" });
    const child = command.spawn();
    const output = child.output();
    await Promise.race([reached.promise, output]);
    child.kill("SIGINT");
    const { code, stderr } = await output;
    return { code, stderr: new TextDecoder().decode(stderr), report: readReport(report) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function readReport(path: string): unknown[] {
  return Deno.readTextFileSync(path).trimEnd().split("\n").map((line) => {
    const { type, path, outcome, stored, lost, notSent, notAttempted, exitCode } = JSON.parse(line);
    return type === "file"
      ? `${path.slice(-1)} ${outcome}`
      : { stored, lost, notSent, notAttempted, exitCode };
  });
}

Deno.test("a signal before there is an association ends the wait for it", async () => {
  const { code, report } = await interrupt([{ expect: "associate-rq" }, "stall"]);
  assertEquals(code, 130);
  assertEquals(report, [{ stored: 0, lost: 0, notSent: 0, notAttempted: 2, exitCode: 130 }]);
});

Deno.test("a signal while a response is awaited aborts, and the fate of the object stays open", async () => {
  const { code, stderr, report } = await interrupt([...accept, ...object, { expect: "abort" }]);
  assertEquals(code, 130);
  assertStringIncludes(stderr, "Interrupted by SIGINT");
  const summary = { stored: 0, lost: 1, notSent: 0, notAttempted: 1, exitCode: 130 };
  assertEquals(report, ["1 lost", summary]);
});

Deno.test("a signal while the release is awaited does not wait for it", async () => {
  const both = [...object, { respond: {} }, ...object, { respond: {} }];
  const script: Step[] = [...accept, ...both, { expect: "release-rq" }, { expect: "abort" }];
  const { code, report } = await interrupt(script);
  assertEquals(code, 130);
  const summary = { stored: 2, lost: 0, notSent: 0, notAttempted: 0, exitCode: 130 };
  assertEquals(report, ["1 stored", "2 stored", summary]);
});
