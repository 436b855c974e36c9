import { assert, assertEquals } from "@std/assert";
import { DenoFolder } from "../../scripts/deno_folder.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { corpusFolder, peerTest, program } from "../support/peers.ts";
import { type Ran, runProgram } from "../support/run_program.ts";
import { testObject } from "./objects.ts";

const mainModule = new URL("../../main.ts", import.meta.url).pathname;

interface Sent extends Ran {
  readonly complete: number;
  readonly ends: readonly string[];
}

/** Sends some small files by a line for the shell in which `$STORESCU` is the program with its first options. */
async function shell(
  line: string,
  { objects = 3, flags = [] }: { objects?: number; flags?: readonly string[] } = {},
): Promise<Sent> {
  const folder = await Deno.makeTempDir();
  for (let index = 0; index < objects; index++) {
    await Deno.writeFile(`${folder}/${index}.dcm`, testObject(index + 1, 3000).file);
  }
  await using receiver = await Receiver.start();
  const storescu = [Deno.execPath(), "run", "-A", ...flags, mainModule].join(" ");
  // What is starved here must not harm what other processes keep
  using denoFolder = new DenoFolder();
  const env = { ...denoFolder.env, STORESCU: storescu, PEER: `127.0.0.1 ${receiver.port}`, FOLDER: folder };
  const ran = await runProgram("/bin/sh", ["-c", line], { env, cwd: folder });
  await receiver.idle();
  await Deno.remove(folder, { recursive: true });
  const ends = receiver.associations.map(({ end }) => end);
  return { ...ran, complete: receiver.received.completeObjects, ends };
}

const isLinux = Deno.build.os === "linux";

Deno.test({
  name: "standard output and standard error that are full cost the text, not the objects",
  ignore: !isLinux,
  async fn() {
    for (const level of ["-v", "-d", "-ll trace"]) {
      const sent = await shell(`$STORESCU ${level} $PEER *.dcm >/dev/full 2>/dev/full`);
      assertEquals([sent.code, sent.complete, sent.ends], [0, 3, ["released"]]);
    }
  },
});

Deno.test("a reader that goes away costs the text, not the objects", async () => {
  const sent = await shell("{ $STORESCU -d $PEER *.dcm 2>&1; echo $? >code; } | true; cat code");
  assertEquals([sent.stdout, sent.complete, sent.ends], ["0\n", 3, ["released"]]);
});

Deno.test("standard output and standard error that are closed cost the text, not the objects", async () => {
  const sent = await shell("$STORESCU -v $PEER *.dcm >&- 2>&-");
  assertEquals([sent.code, sent.complete, sent.ends], [0, 3, ["released"]]);
});

Deno.test({
  name: "a log file that is full is told of, and does not stop anything",
  ignore: !isLinux,
  async fn() {
    const lines = [
      "log4cplus.rootLogger = DEBUG, file",
      "log4cplus.appender.file = log4cplus::FileAppender",
      "log4cplus.appender.file.File = /dev/full",
      "log4cplus.appender.file.layout = log4cplus::SimpleLayout",
    ];
    const config = lines.map((text) => `echo '${text}' >>log.cfg`).join("; ");
    const sent = await shell(`${config}; $STORESCU -lc log.cfg $PEER *.dcm`);
    assertEquals([sent.code, sent.complete, sent.ends], [0, 3, ["released"]]);
    assert(sent.stderr.includes("/dev/full"), `nothing was said: ${sent.stderr}`);
  },
});

Deno.test({
  name: "a report that cannot be written makes the run a failure, and the objects are sent",
  ignore: !isLinux,
  async fn() {
    const sent = await shell("$STORESCU --report-json /dev/full $PEER *.dcm");
    assertEquals([sent.code, sent.complete, sent.ends], [1, 3, ["released"]]);
    assert(sent.stderr.includes("Cannot write report file /dev/full"), sent.stderr);
  },
});

Deno.test("two hundred files with 32 file descriptors", async () => {
  for (const options of ["", "--associations 4", "-R --no-halt"]) {
    const sent = await shell(`ulimit -n 32; $STORESCU ${options} $PEER *.dcm`, { objects: 200 });
    assertEquals([sent.code, sent.complete, sent.stderr], [0, 200, ""], options);
  }
});

Deno.test("too few file descriptors are told of in words", async () => {
  for (const count of [12, 14, 16, 18, 20]) {
    const sent = await shell(`ulimit -n ${count}; $STORESCU $PEER *.dcm`);
    assert(
      sent.code === 0 ? sent.complete === 3 : sent.stderr !== "",
      `${count}: ${sent.code} ${sent.stderr}`,
    );
  }
});

peerTest("the corpus is sent with 64 MB of heap as without a limit", {
  needs: { corpus: corpusFolder() },
  async fn({ corpus }) {
    const send = (flags: readonly string[]) =>
      shell(`$STORESCU -nh +sd +r -R --report-json report.json $PEER ${corpus}; tail -n 1 report.json`, {
        objects: 0,
        flags,
      });
    const [limited, free] = [await send(["--v8-flags=--max-old-space-size=64"]), await send([])];
    assertEquals([limited.stdout, limited.complete], [free.stdout, free.complete]);
    assert(free.complete > 40, `${free.complete} objects`);
  },
});

peerTest("a limit on the address space that the runtime can live with changes nothing", {
  needs: { prlimit: program("prlimit") },
  async fn({ prlimit }) {
    const sent = await shell(`${prlimit} --as=68719476736 $STORESCU $PEER *.dcm`);
    assertEquals([sent.code, sent.complete], [0, 3], sent.stderr);
  },
});
