/** Every command that the documentation shows is run, but for a few that need more than this machine. */
import { assert, assertEquals } from "@std/assert";
import { project, root } from "../../scripts/ship/project.ts";
import { peerTest } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { ShellWorld } from "../support/shell_world.ts";

const pages = ["README.md", "CONFORMANCE.md", "scripts/packaging/README.md", ...namesIn("docs")];

function namesIn(folder: string): string[] {
  const names = [...Deno.readDirSync(`${root}${folder}`)].map(({ name }) => name);
  return names.filter((name) => name.endsWith(".md")).sort().map((name) => `${folder}/${name}`);
}

/** The fenced blocks of a language. */
function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, block]) => block);
}

/** Runs all blocks of a page, as a reader would do who types everything. */
async function follow(text: string): Promise<void> {
  const needs = {
    clone: /\bdeno /.test(blocksOf(text, "sh").join()),
    tls: text.includes("example.org 2762"),
  };
  await using world = await ShellWorld.make(needs);
  for (const block of blocksOf(text, "sh")) {
    const { code, stdout, stderr } = await world.run(block);
    assertEquals(code, 0, `${block}\n${stdout}\n${stderr}`);
  }
  await world.receiver.idle();
  assertEquals(world.receiver.problems, []);
}

for (const page of pages) {
  const text = Deno.readTextFileSync(`${root}${page}`);
  if (blocksOf(text, "sh").length === 0) continue;
  const fn = () => follow(text);
  if (text.includes("example.org 2762")) {
    peerTest(`the commands of ${page} run`, { needs: { openssl: opensslProgram() }, fn });
  } else Deno.test(`the commands of ${page} run`, fn);
}

/** Programs that a test cannot run: they fetch things, or belong to the system. */
const foreign = ["npx", "sudo", "schtasks", "deno task test", "deno task compile", "deno run"];

Deno.test("commands that are not run are few, and need what a test does not have", () => {
  const lines = pages.flatMap((page) => blocksOf(Deno.readTextFileSync(`${root}${page}`), "console"))
    .flatMap((block) => block.trimEnd().split("\n"));
  for (const line of lines) assert(foreign.some((word) => line.startsWith(word)), line);
  assert(lines.length <= 15, `${lines.length} lines`);
});

Deno.test("the README begins with two commands that exist", () => {
  const text = Deno.readTextFileSync(`${root}README.md`);
  const [block] = blocksOf(text, "console");
  const tasks = [...block.matchAll(/^npx --yes deno@2\.9\.6 task (\w+)/gm)].map(([, name]) => name);
  assertEquals(tasks, ["demo", "test"]);
  assert(text.indexOf(block) < 300);
  const { tasks: defined } = project() as unknown as { tasks: Record<string, unknown> };
  for (const task of [...text.matchAll(/deno task (\w+)/g)]) assert(task[1] in defined, task[1]);
});

Deno.test("every link to a file of the repository leads somewhere", () => {
  const all = [...pages, "ARCHITECTURE.md", "CHANGELOG.md"];
  for (const page of all) {
    const text = Deno.readTextFileSync(`${root}${page}`);
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      const path = new URL(target, `file://${root}${page}`);
      assert(exists(path), `${page}: ${target}`);
    }
  }
});

function exists(path: URL): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
