/** The examples and the units for systemd do what they say. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { root } from "../../scripts/ship/project.ts";
import { peerTest, program } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";
import { ShellWorld } from "../support/shell_world.ts";

const examples = `${root}docs/examples`;
const units = `${root}scripts/packaging/systemd`;

/** A world with a spool folder and the script that sends it. */
async function spoolWorld(...files: string[]): Promise<ShellWorld> {
  const world = await ShellWorld.make({ clone: false, tls: false });
  await world.program("send_spool.sh", `exec '${examples}/send_spool.sh' "$@"`);
  await Deno.mkdir(`${world.folder}/spool`);
  for (const file of files) {
    await Deno.copyFile(`${root}testdata/dicom/${file}`, `${world.folder}/spool/${file}`);
  }
  return world;
}

Deno.test("files are put together in a folder within the spool folder, and not sent before", async () => {
  await using world = await spoolWorld();
  const spool = `${world.folder}/spool`;
  await Deno.mkdir(`${spool}/incoming`);
  await Deno.copyFile(`${root}testdata/dicom/ct_implicit.dcm`, `${spool}/incoming/1.dcm`);
  const send = "send_spool.sh pacs.example.org 104 spool";
  assertEquals(await world.run(send), { code: 0, stdout: "", stderr: "" });
  assertEquals(world.receiver.received.completeObjects, 0);
  assertEquals(await world.run(`mv spool/incoming/1.dcm spool/; ${send}`), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  assertEquals(world.receiver.received.completeObjects, 1);
  assertEquals(namesIn(`${spool}/sent`), ["1.dcm"]);
});

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name).sort();
}

Deno.test("the spool script moves what was stored, and nothing else", async () => {
  await using world = await spoolWorld("ct_implicit.dcm", "mr_explicit.dcm", "notes.txt");
  const spool = `${world.folder}/spool`;
  const send = "send_spool.sh pacs.example.org 104 spool";
  assertEquals((await world.run(send)).code, 1);
  assertEquals(namesIn(`${spool}/sent`), ["ct_implicit.dcm", "mr_explicit.dcm"]);
  assertEquals(namesIn(spool), ["notes.txt"]);
  await Deno.remove(`${spool}/notes.txt`);
  await Deno.rename(`${spool}/sent/ct_implicit.dcm`, `${spool}/once more.dcm`);
  const again = await world.run(send);
  assertEquals(again, { code: 0, stdout: "", stderr: "" });
  assertEquals(namesIn(`${spool}/sent`), ["mr_explicit.dcm", "once more.dcm"]);
  assertEquals(await world.run(send), { code: 0, stdout: "", stderr: "" });
  assertEquals(world.receiver.received.completeObjects, 3);
});

peerTest("the line for cron runs", {
  needs: { flock: program("flock") },
  fn: async () => {
    await using world = await spoolWorld("ct_implicit.dcm");
    const line = Deno.readTextFileSync(`${examples}/crontab`).split("\n").find((line) =>
      line.startsWith("*")
    );
    const [, command] = /^(?:\S+ ){5}(.*)$/.exec(line ?? "") ?? [];
    assertEquals(await world.run(command), { code: 0, stdout: "", stderr: "" });
    assertEquals(namesIn(`${world.folder}/spool/sent`), ["ct_implicit.dcm"]);
  },
});

Deno.test("the command of the systemd service runs", async () => {
  await using world = await spoolWorld("ct_implicit.dcm");
  const unit = Deno.readTextFileSync(`${units}/storescu-spool.service`);
  const [, command] = /^ExecStart=\/usr\/local\/bin\/(.*)$/m.exec(unit) ?? [];
  const [, environment] = /: (PACS_HOST=.*)$/m.exec(unit) ?? [];
  const [host, port] = environment.split(", ");
  const values = world.standIn(`${host.split("=")[1]} ${port.split("=")[1]}`).split(" ");
  const variables = `PACS_HOST=${values[0]} PACS_PORT=${values[1]} SPOOL=spool`;
  const { code, stderr } = await world.run(`export ${variables}; ${command}`);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertEquals(namesIn(`${world.folder}/spool/sent`), ["ct_implicit.dcm"]);
});

const analyze = program("systemd-analyze");

Deno.test({
  name: `systemd understands the units${analyze ? "" : " (skipped: no systemd-analyze)"}`,
  ignore: !analyze,
  fn: async () => {
    const files = namesIn(units).map((name) => `${units}/${name}`);
    const { stderr } = await runProgram(analyze ?? "", ["verify", "--man=no", ...files]);
    const ours = stderr.split("\n").filter((line) => line.includes("storescu-spool"));
    // the script is installed where the test does not install it
    assertEquals(ours.filter((line) => !/send_spool\.sh/.test(line)), []);
  },
});

Deno.test("the program in TypeScript tells what became of every file", async () => {
  await using world = await spoolWorld();
  const deno = `deno run --quiet --allow-net --allow-read '${examples}/send.ts'`;
  const good = await world.run(`${deno} pacs.example.org 104 image.dcm`);
  assertEquals(good, { code: 0, stdout: "stored image.dcm\n", stderr: "" });
  const mixed = await world.run(`${deno} pacs.example.org 104 mixed`);
  assertEquals(mixed.code, 1);
  assertStringIncludes(mixed.stderr, "not-sent mixed/notes.txt");
  const none = await world.run(`${deno} 127.0.0.1 1 image.dcm`);
  assertEquals(none.code, 1);
  assertStringIncludes(none.stderr, "Association Request Failed: 0006:031c");
  assert(Deno.readTextFileSync(`${examples}/send.ts`).trimEnd().split("\n").length <= 20);
});

Deno.test("actions are pinned by commit, and workflows run tasks that exist", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${root}deno.json`));
  for (const name of namesIn(`${root}.github/workflows`)) {
    const text = Deno.readTextFileSync(`${root}.github/workflows/${name}`);
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    assert(actions.length > 0, name);
    for (const action of actions) assert(/@[0-9a-f]{40}$/.test(action), action);
    for (const [, task] of text.matchAll(/deno@2\.9\.6 task (\w+)/g)) assert(task in tasks, task);
  }
});
