import { assertEquals, assertThrows } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import type { AppEvent } from "../../lib/console/events.ts";
import { openReport, Report, ReportError } from "../../lib/console/report.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";
import type { StoreOutcome } from "../../lib/storage/outcome.ts";

const settled = (path: string, outcome: StoreOutcome, { pass = 0 } = {}): AppEvent => ({
  kind: "file settled",
  path,
  pass,
  outcome,
});

const story: AppEvent[] = [
  { kind: "files found", files: 6 },
  { kind: "checking files" },
  settled("missing", { kind: "not-sent", error: new Error("Cannot access file missing") }),
  settled('a "quoted" name', { kind: "stored", status: 0 }),
  settled("b", { kind: "stored", status: 0xb000 }),
  settled("c", { kind: "refused", status: 0xa700 }),
  settled("d", {
    kind: "lost",
    error: new DicomError(conditions.DUL_PEERABORTEDASSOCIATION, { message: "The peer is gone" }),
  }),
];

const lines = [
  { type: "file", path: "missing", pass: 0, outcome: "not-sent", reason: "Cannot access file missing" },
  {
    type: "file",
    path: 'a "quoted" name',
    pass: 0,
    outcome: "stored",
    status: "0x0000",
    statusText: "Success",
  },
  {
    type: "file",
    path: "b",
    pass: 0,
    outcome: "stored",
    status: "0xb000",
    statusText: "Warning: CoercionOfDataElements",
  },
  {
    type: "file",
    path: "c",
    pass: 0,
    outcome: "refused",
    status: "0xa700",
    statusText: "Refused: OutOfResources",
  },
  {
    type: "file",
    path: "d",
    pass: 0,
    outcome: "lost",
    reason: "The peer is gone",
    condition: { code: "0006:0317", text: "Peer aborted Association (or never connected)" },
  },
  {
    type: "summary",
    files: 6,
    attempts: 6,
    stored: 2,
    refused: 1,
    notSent: 1,
    lost: 1,
    notAttempted: 1,
    exitCode: 10,
  },
];

const parse = (text: string) => text.split("\n").slice(0, -1).map((line) => JSON.parse(line));

Deno.test("a report has a line for every fate and one for the run", { permissions: "none" }, () => {
  let text = "";
  let isClosed = false;
  const report = new Report("r", { write: (line) => text += line, close: () => isClosed = true });
  for (const event of story) report.listen(event);
  report.end({ exitCode: 10, repeat: 1 });
  assertEquals(parse(text), lines);
  assertEquals(isClosed, true);
});

Deno.test("a report that cannot be written says so, once, at the end", { permissions: "none" }, () => {
  let attempts = 0;
  const report = new Report("r", {
    write: () => {
      attempts++;
      throw new Error("No space left on device");
    },
    close: () => {},
  });
  for (const event of story) report.listen(event);
  const error = assertThrows(
    () => report.end({ exitCode: 0, repeat: 1 }),
    ReportError,
    "Cannot write report file r",
  );
  assertEquals((error.cause as Error).message, "No space left on device");
  assertEquals(attempts, 1);
});

Deno.test("a report replaces an older report and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const write = (path: string) => {
    const report = openReport(path);
    for (const event of story) report.listen(event);
    report.end({ exitCode: 10, repeat: 1 });
    return Deno.readTextFileSync(path);
  };
  const path = `${folder}/report.json`;
  assertEquals(parse(write(path)), lines);
  assertEquals(parse(write(path)), lines);
  await Deno.writeTextFile(`${folder}/image`, "not a report");
  const refusal = "there is a file of that name which is no report";
  assertThrows(() => openReport(`${folder}/image`), ReportError, refusal);
  assertEquals(await Deno.readTextFile(`${folder}/image`), "not a report");
  assertThrows(() => openReport(`${folder}/none/report`), ReportError, "No such file or directory");
  await Deno.remove(folder, { recursive: true });
});
