import { assertEquals } from "@std/assert";
import type { AppEvent } from "../../lib/console/events.ts";
import { type Threshold, thresholdOf } from "../../lib/console/logger.ts";
import { memoryConsole, MemoryEdge } from "../support/console.ts";

const pure = { permissions: "none" } as const;
const severities = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

Deno.test("a level lets through what is as severe or more", pure, async () => {
  const lines: Record<Threshold, string> = {
    all: "TDIWEF",
    trace: "TDIWEF",
    debug: "DIWEF",
    info: "IWEF",
    warn: "WEF",
    error: "EF",
    fatal: "F",
    off: "",
  };
  for (const [name, letters] of Object.entries(lines)) {
    const level = thresholdOf(name.toUpperCase());
    const { console, edge } = await memoryConsole({ level });
    for (const severity of severities) console.log(severity, "x");
    await console.close();
    assertEquals(edge.stderr.text, [...letters].map((letter) => `${letter}: x\n`).join(""), name);
    assertEquals(severities.filter((severity) => console.isEnabled(severity)).length, letters.length);
  }
  assertEquals(thresholdOf("loud"), undefined);
});

Deno.test("warnings and worse are shown unless a level is set", pure, async () => {
  const { console, edge } = await memoryConsole();
  for (const severity of severities) console.log(severity, "x\ny");
  console.logAlways("always\n");
  await console.close();
  assertEquals(edge.stderr.text, "W: x\nW: y\nE: x\nE: y\nF: x\nF: y\nI: always\nI: \n");
});

Deno.test("progress is shown at level info only, as one dot a PDU", pure, async () => {
  const events: AppEvent[] = [
    { kind: "object begins", request: { commandField: 1, hasDataSet: true } },
    { kind: "object progresses", pdus: 16 },
    { kind: "object progresses", pdus: 1 },
    { kind: "object ends" },
  ];
  for (
    const [level, expected] of [["info", `XMIT: ${".".repeat(17)}\n`], ["debug", ""], ["warn", ""]] as const
  ) {
    const { console, edge } = await memoryConsole({ level });
    for (const event of events) console.emit(event);
    await console.close();
    assertEquals(edge.stdout.text, expected);
  }
});

Deno.test("listeners hear every event, whatever the level", pure, async () => {
  const { console } = await memoryConsole({ level: "off" });
  const heard: string[] = [];
  console.listen(({ kind }) => heard.push(kind));
  console.emit({ kind: "scanning" });
  console.emit({ kind: "log", logger: "dcmtk.dcmdata", severity: "trace", text: "" });
  assertEquals(heard, ["scanning", "log"]);
});

Deno.test("a text that nobody wants is not made", pure, async () => {
  const { console } = await memoryConsole({ level: "info" });
  const text = () => {
    throw new Error("The text was made");
  };
  console.emit({ kind: "log", logger: "dcmtk.dcmnet", severity: "debug", text });
});

Deno.test("syslog receivers get datagrams, and files roll over when they are large", pure, async () => {
  const config = `log4cplus.rootLogger = INFO, s, f
log4cplus.appender.s = log4cplus::SysLogAppender
log4cplus.appender.s.host = 127.0.0.1
log4cplus.appender.s.facility = Local3
log4cplus.appender.s.ident = storescu
log4cplus.appender.f = log4cplus::RollingFileAppender
log4cplus.appender.f.File = f.log
log4cplus.appender.f.MaxFileSize = 1KB
log4cplus.appender.f.MaxBackupIndex = 2
`;
  const edge = new MemoryEdge({ "log.cfg": config });
  const { console } = await memoryConsole({ configFile: "log.cfg" }, edge);
  console.log("warn", "a warning");
  const kilobyte = "x".repeat(1024 - "INFO - \n".length);
  for (let count = 0; count < 700; count++) console.log("info", kilobyte);
  await console.close();
  assertEquals(
    edge.datagrams[0],
    "127.0.0.1:514 <156>1 1970-01-01T00:00:00.000Z host storescu 4711 dcmtk.apps.storescu - " +
      "WARN - a warning\n",
  );
  assertEquals(edge.datagrams.length, 701);
  // A file is full when it has grown above 200 KB, which is the least that counts
  assertEquals(edge.folder.list(), [
    ["f.log", 98 * 1024],
    ["f.log.1", 201 * 1024],
    ["f.log.2", 201 * 1024],
  ]);
});
