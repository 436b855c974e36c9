import { assertEquals } from "@std/assert";
import { createSocket } from "node:dgram";
import { createConsole } from "../../lib/console/console.ts";
import { denoEdge } from "../../lib/console/deno_edge.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const program = new URL("../support/console_program.ts", import.meta.url).pathname;

/** Runs the program under a shell command; `$RUN` stands for it. */
async function shell(command: string, lines: number): Promise<string> {
  const RUN = `${Deno.execPath()} run -A --no-lock ${program} ${lines}`;
  const { stdout } = await new Deno.Command("sh", { args: ["-c", command], env: { RUN } }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("everything is written before the program ends, in its order", async () => {
  const lines = (await shell("$RUN 2>&1; echo $?", 1000)).split("\n");
  const expected = Array.from({ length: 1000 }, (_, line) => [`I: line ${line}`, `progress ${line}`]).flat();
  assertEquals(lines, [...expected, "42", ""]);
});

Deno.test("readers that go away, full disks and closed streams do not stop it", async () => {
  assertEquals(await shell("{ { $RUN 2>&1; echo $? >&3; } | head -1 >/dev/null; } 3>&1", 50_000), "42\n");
  assertEquals(await shell("$RUN >/dev/full 2>&1; echo $?", 1000), "42\n");
  assertEquals(await shell("$RUN >&- 2>&-; echo $?", 1000), "42\n");
});

Deno.test("log files are written, appended to and renamed", async () => {
  const folder = await Deno.makeTempDir();
  const config = `log4cplus.rootLogger = INFO, f, d
log4cplus.appender.f = log4cplus::FileAppender
log4cplus.appender.f.Append = true
log4cplus.appender.f.File = ${folder}/f.log
log4cplus.appender.d = log4cplus::DailyRollingFileAppender
log4cplus.appender.d.File = ${folder}/d.log
log4cplus.appender.d.Schedule = MONTHLY
`;
  await Deno.writeTextFile(`${folder}/log.cfg`, config);
  for (const text of ["one", "two"]) {
    const settings = { configFile: `${folder}/log.cfg`, showPresentationContexts: false };
    const console = await createConsole(settings, denoEdge("storescu"));
    console.log("info", text);
    await console.close();
  }
  const read = (name: string) => Deno.readTextFileSync(`${folder}/${name}`);
  const month = new Date().toLocaleDateString("sv").slice(0, 7);
  assertEquals(read("f.log"), "INFO - one\nINFO - two\n");
  assertEquals(read("d.log"), "");
  assertEquals(read(`d.log.${month}`), "INFO - two\n");
  assertEquals(read(`d.log.${month}.1`), "INFO - one\n");
  await Deno.remove(folder, { recursive: true });
});

/** A receiver of datagrams that waits for a number of them. */
async function receive(count: number, send: (port: number) => Promise<void>): Promise<string[]> {
  const socket = createSocket("udp4");
  const received: string[] = [];
  const all = new Promise<void>((resolve) =>
    socket.on("message", (bytes) => {
      received.push(new TextDecoder().decode(bytes));
      if (received.length === count) resolve();
    })
  );
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  await send(socket.address().port);
  await all;
  socket.close();
  return received;
}

peerTest("a syslog receiver gets what it gets from the oracle", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    const file = await Deno.makeTempFile();
    const configure = (port: number) =>
      Deno.writeTextFile(
        file,
        `log4cplus.rootLogger = INFO, s
log4cplus.appender.s = log4cplus::SysLogAppender
log4cplus.appender.s.host = 127.0.0.1
log4cplus.appender.s.port = ${port}
log4cplus.appender.s.facility = daemon
log4cplus.appender.s.ident = me
`,
      );
    const expected = await receive(2, async (port) => {
      await configure(port);
      const args = ["-lc", file, "127.0.0.1", "104", "/nowhere/a"];
      await new Deno.Command(found["storescu 3.6.7"], { args, stderr: "null" }).output();
    });
    const actual = await receive(2, async (port) => {
      await configure(port);
      const settings = { configFile: file, showPresentationContexts: false };
      const console = await createConsole(settings, denoEdge("storescu"));
      console.emit({ kind: "checking files" });
      console.emit({ kind: "file rejected", path: "/nowhere/a", reason: "cannot access", fatal: true });
      await console.close();
    });
    await Deno.remove(file);
    const masked = (datagrams: string[]) =>
      datagrams.map((text) => text.replace(/ \S+Z (\S+) me \d+ /, " time $1 me pid "));
    assertEquals(masked(actual), masked(expected));
  },
});
