/** Configuration files of the logger against the oracle. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createConsole, tellBanner } from "../../lib/console/console.ts";
import { LogConfigError } from "../../lib/console/properties.ts";
import { MemoryEdge } from "../support/console.ts";
import { answerDumpIn, eventsOf, runOracle } from "../support/ct_run.ts";
import { logConfigs, refusedLogConfigs } from "../support/log_configs.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { Storescp } from "../support/storescp.ts";

/** Everything that was written, by stream and file. */
type Written = Record<string, string>;

function readFolder(folder: string): Written {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name !== "log.cfg");
  return Object.fromEntries(names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
}

/** What differs from run to run, or from program to program, is replaced. */
function masked(written: Written): Written {
  const mask = (text: string) =>
    text
      .replaceAll(/\d\d:\d\d:\d\d/g, "hh:mm:ss")
      .replaceAll(/(hh:mm:ss)\.\d{3}/g, "$1.ms")
      .replaceAll(/\d{3}\.\d{3}(?= )/g, "ms.us")
      .replaceAll(/(?<=(ms|us) )\d+(?= )/g, "ms")
      .replaceAll(/^\d+ \[\d+\]/gm, "ms [thread]")
      .replaceAll(/\[\d{4,}\] (?=[A-Z]+ dcmtk)/g, "[thread] ")
      .replaceAll(/^\d+ \d+ \d+ \S+ \S+ /gm, "pid thread tid host fqdn ")
      .replaceAll(/^\d+ \d+ {2}\S+ \S+ /gm, "pid thread - host fqdn ")
      .replaceAll(/.*DcmDataDictionary: .*\n/g, "");
  return Object.fromEntries(Object.entries(written).map(([name, text]) => [name, mask(text)]));
}

async function runOurs(
  config: string,
  { path, answerDump }: { path: string; answerDump: string },
): Promise<Written> {
  const variables = { HOME: Deno.env.get("HOME") ?? "" };
  const edge = new MemoryEdge({ "log.cfg": config }, variables);
  edge.timeMs = Date.now();
  const console = await createConsole({ configFile: "log.cfg", showPresentationContexts: false }, edge);
  tellBanner(console, "$dcmtk: storescu v3.6.7 2022-04-22 $");
  for (const event of eventsOf(path, { answerDump })) console.emit(event);
  await console.close();
  const files = [...edge.folder.files].map(([name, { text }]) => [name, text]);
  return { stdout: edge.stdout.text, stderr: edge.stderr.text, ...Object.fromEntries(files) };
}

const needs = {
  "storescu 3.6.7": dcmtkProgram("storescu"),
  "storescp 3.6.7": dcmtkProgram("storescp"),
  "corpus": corpusFolder(),
};

peerTest("configuration files have the effect they have on the oracle", {
  needs,
  fn: async (found) => {
    await using receiver = await Storescp.start(found["storescp 3.6.7"], ["--fork"]);
    const path = `${found.corpus}/pydicom+pydicom/CT_small.dcm`;
    const rest = ["-R", "127.0.0.1", String(receiver.port), path];
    const answerDump = answerDumpIn(
      (await runOracle(found["storescu 3.6.7"], { args: ["-d", ...rest] })).stderr,
    );
    const samples = ["logger.cfg", "filelog.cfg"].flatMap((name) => readSample(`/etc/dcmtk/${name}`));
    const compare = async ([name, config]: [string, string]) => {
      const folder = await Deno.makeTempDir();
      await Deno.writeTextFile(`${folder}/log.cfg`, config);
      const streams = await runOracle(found["storescu 3.6.7"], {
        args: ["-lc", "log.cfg", ...rest],
        cwd: folder,
      });
      const expected = masked({ ...streams, ...readFolder(folder) });
      await Deno.remove(folder, { recursive: true });
      assertEquals(masked(await runOurs(config, { path, answerDump })), expected, name);
      return Object.values(expected).join("").split("\n").length;
    };
    const lines = await Promise.all([...Object.entries(logConfigs), ...samples].map(compare));
    const sum = lines.reduce((all, some) => all + some, 0);
    assert(sum > 1000, `only ${sum} lines compared`);
  },
});

function readSample(path: string): [string, string][] {
  try {
    return [[path, Deno.readTextFileSync(path)]];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

peerTest("configuration files are refused in the oracle's words", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    for (const [config, reason] of Object.entries(refusedLogConfigs)) {
      const file = await Deno.makeTempFile();
      await Deno.writeTextFile(file, config);
      const { stderr } = await runOracle(found["storescu 3.6.7"], {
        args: ["-lc", file, "localhost", "104", "x"],
      });
      await Deno.remove(file);
      const edge = new MemoryEdge({ "log.cfg": config });
      const settings = { configFile: "log.cfg", showPresentationContexts: false };
      const error = await assertRejects(() => createConsole(settings, edge), LogConfigError, reason);
      assert(stderr.includes(error.message), `${error.message} is not in ${stderr}`);
    }
  },
});
