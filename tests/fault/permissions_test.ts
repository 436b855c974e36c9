import { assert, assertEquals } from "@std/assert";
import { sendPermissions } from "../../scripts/ship/permissions.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { runProgram } from "../support/run_program.ts";
import { testObject } from "./objects.ts";

const mainModule = new URL("../../main.ts", import.meta.url).pathname;

/** Sends one object with these permissions; nobody is there to be asked for more. */
async function sendWith(permissions: readonly string[], options: readonly string[] = []) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/object`;
  await Deno.writeFile(path, testObject(1, 1000).file);
  await using receiver = await Receiver.start();
  const args = ["run", "--no-prompt", ...permissions, mainModule, ...options];
  const ran = await runProgram(Deno.execPath(), [...args, "127.0.0.1", String(receiver.port), path], {
    cwd: folder,
  });
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
  await Deno.remove(folder, { recursive: true });
  return { ...ran, names, complete: receiver.received.completeObjects };
}

Deno.test("a send works with exactly the permissions that are written down, and says nothing", async () => {
  const sent = await sendWith(sendPermissions);
  assertEquals([sent.code, sent.complete, sent.stdout, sent.stderr], [0, 1, "", ""]);
});

Deno.test("a send with all options that need no more works with them, too", async () => {
  const options = ["-d", "+v", "-R", "--associations", "2", "--async-window", "2"];
  const sent = await sendWith(sendPermissions, options);
  assertEquals([sent.code, sent.complete], [0, 1], sent.stderr);
});

const isEnvironment = (permission: string) => permission.startsWith("--allow-env");

Deno.test("each permission but that for the environment is needed, and its lack is told in words", async () => {
  for (const missing of sendPermissions.filter((permission) => !isEnvironment(permission))) {
    const sent = await sendWith(sendPermissions.filter((permission) => permission !== missing));
    const [name] = missing.replace("--allow-", "").split("=");
    assertEquals([sent.code, sent.complete], [1, 0], `without ${missing}: ${sent.stderr}`);
    assert(sent.stderr.includes(`--allow-${name}`), sent.stderr);
    assert(sent.stderr.trimEnd().split("\n").length <= 2, sent.stderr);
    assert(!sent.stderr.includes("    at "), sent.stderr);
  }
});

Deno.test("without permission for the environment there is none", async () => {
  const sent = await sendWith(sendPermissions.filter((permission) => !isEnvironment(permission)));
  assertEquals([sent.code, sent.complete, sent.stderr], [0, 1, ""]);
});

Deno.test("renaming and reports need to write, and say so", async () => {
  const renamed = await sendWith([...sendPermissions, "--allow-write"], [
    "+rn",
    "--report-json",
    "report.json",
  ]);
  assertEquals([renamed.code, renamed.complete, renamed.names], [0, 1, ["object.done", "report.json"]]);
  const kept = await sendWith(sendPermissions, ["+rn"]);
  assertEquals([kept.code, kept.complete, kept.names], [0, 1, ["object"]]);
  assert(kept.stderr.includes("cannot rename file"), kept.stderr);
  const unreported = await sendWith(sendPermissions, ["--report-json", "report.json"]);
  assertEquals([unreported.code, unreported.complete], [1, 0]);
  assert(unreported.stderr.includes("--allow-write"), unreported.stderr);
});

Deno.test("one host and one folder are enough", async () => {
  const narrow = sendPermissions.map((permission) =>
    permission === "--allow-net"
      ? "--allow-net=127.0.0.1"
      : permission === "--allow-read"
      ? "--allow-read=."
      : permission
  );
  const sent = await sendWith(narrow);
  assertEquals([sent.code, sent.complete, sent.stderr], [0, 1, ""]);
});
