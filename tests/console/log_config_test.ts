import { assertEquals, assertRejects } from "@std/assert";
import { createConsole } from "../../lib/console/console.ts";
import { denoEdge } from "../../lib/console/deno_edge.ts";
import { LogConfigError } from "../../lib/console/properties.ts";
import { memoryConsole, MemoryEdge } from "../support/console.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const pure = { permissions: "none" } as const;
const console = "log4cplus.rootLogger = INFO, c\nlog4cplus.appender.c = log4cplus::ConsoleAppender\n";

const refusals: Record<string, string> = {
  "log4cplus.rootLogger = LOUD": "Unknown log level 'LOUD' of log4cplus.rootLogger in 'LOUD'",
  "log4cplus.rootLogger =": "Unknown log level '' of log4cplus.rootLogger in ''",
  [`a = \${b}\nb = \${a}\n${console}`]: "it stands for itself",
  [`${console}log4cplus.appender.c.UseLockFile = true`]:
    "Cannot use a lock file for appender c: it is not supported",
  [`${console}log4cplus.appender.s = log4cplus::SocketAppender`]:
    "Cannot make appender s: SocketAppender is not supported",
  [`${console}log4cplus.appender.s = log4cplus::SysLogAppender`]:
    "Cannot make appender s for the local syslog: only a syslog receiver with a host can be reached",
};

Deno.test("what the oracle would crash on, hang in, or cannot be done here is refused", pure, async () => {
  for (const [config, reason] of Object.entries(refusals)) {
    const edge = new MemoryEdge({ "log.cfg": config });
    await assertRejects(() => memoryConsole({ configFile: "log.cfg" }, edge), LogConfigError, reason);
  }
});

Deno.test("an unknown level of a logger below the root is complained about", pure, async () => {
  const edge = new MemoryEdge({ "log.cfg": `${console}log4cplus.logger.dcmtk.apps = LOUD\n` });
  const { console: it } = await memoryConsole({ configFile: "log.cfg" }, edge);
  it.log("info", "heard");
  await it.close();
  assertEquals(edge.stdout.text, "INFO - heard\n");
  const complaint = "Unknown log level 'LOUD' of logger dcmtk.apps, using that of the logger above";
  assertEquals(edge.stderr.text, `log4cplus:WARN ${complaint}\n`);
});

Deno.test(
  "complaints are silenced by the file, by the environment, and by a level below errors",
  pure,
  async () => {
    const complaining = `${console}log4cplus.appender.x = log4cplus::PigeonAppender\n`;
    const noAppenders = "log4cplus.rootLogger = FATAL\n";
    for (
      const [config, variables, isSilent] of [
        [complaining, {}, false],
        [`${complaining}log4cplus.quietMode = 1\n`, {}, true],
        [complaining, { DCMTK_LOG4CPLUS_LOGLOG_QUIETMODE: "true" }, true],
        [noAppenders, {}, true],
        ["log4cplus.rootLogger = ERROR\n", {}, false],
      ] as [string, Record<string, string>, boolean][]
    ) {
      const edge = new MemoryEdge({ "log.cfg": config }, variables);
      const { console: it } = await memoryConsole({ configFile: "log.cfg" }, edge);
      it.log("fatal", "x");
      await it.close();
      assertEquals(edge.stderr.text === "", isSilent, config);
    }
  },
);

Deno.test("a file that cannot be written is tried again after a while", pure, async () => {
  const config = "log4cplus.rootLogger = INFO, f\nlog4cplus.appender.f = log4cplus::FileAppender\n" +
    "log4cplus.appender.f.File = f.log\n";
  const edge = new MemoryEdge({ "log.cfg": config });
  const { console: it } = await memoryConsole({ configFile: "log.cfg" }, edge);
  const file = edge.folder.files.get("f.log");
  if (!file) throw new Error("Expected a log file");
  const say = (text: string) => {
    it.log("info", text);
    return Promise.resolve();
  };
  await say("one");
  file.error = new Error("No space left on device");
  await say("lost");
  await say("lost as well");
  file.error = undefined;
  edge.timeMs = 999;
  await say("too early");
  edge.timeMs = 1000;
  await say("two");
  await it.close();
  assertEquals(file.text, "INFO - one\nINFO - two\n");
  assertEquals(edge.stderr.text, "log4cplus:ERROR file is not open: f.log\n");
});

peerTest("files that are not there or are folders are refused in the oracle's words", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    const folder = await Deno.makeTempDir();
    for (const configFile of [`${folder}/none.cfg`, folder, `${folder}/none/none.cfg`]) {
      const args = ["-lc", configFile, "localhost", "104", "x"];
      const { stderr } = await new Deno.Command(found["storescu 3.6.7"], { args }).output();
      const create = () => createConsole({ configFile, showPresentationContexts: false }, denoEdge("x"));
      const { message } = await assertRejects(create, LogConfigError);
      assertEquals(new TextDecoder().decode(stderr).includes(`error: ${message}\n`), true, configFile);
    }
    await Deno.remove(folder);
  },
});
