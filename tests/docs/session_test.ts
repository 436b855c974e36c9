/** The picture of the demo: well-formed, from real output, and telling of success. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { drawSession, sessionLines } from "../../scripts/docs/session.ts";
import { drawTerminal } from "../../scripts/docs/terminal.ts";
import { root } from "../../scripts/ship/project.ts";
import { pynetdicomPython } from "../support/peers.ts";
import { peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";

/** Complains where tags are not closed in order, or where a letter is left that should be an entity. */
function assertWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, rest] of svg.matchAll(/<(\/?)([\w]+)((?:\s[\w:-]+="[^"<]*")*\s*\/?)>/g)) {
    if (close) assertEquals(open.pop(), name);
    else if (!rest.endsWith("/")) open.push(name);
  }
  assertEquals(open, []);
  const text = svg.replace(/<\/?[\w]+(?:\s[\w:-]+="[^"<]*")*\s*\/?>/g, "");
  assertEquals(/[<>]|&(?!(?:amp|lt|gt|quot);)/.exec(text), null);
}

const done = /All \d+ DICOM files have arrived, byte for byte/;

Deno.test("the picture is drawn from what the demo prints", async () => {
  const svg = await drawSession();
  assertWellFormed(svg);
  assert(done.test(svg));
});

Deno.test("the picture in docs is one of the demo as it is", () => {
  const svg = Deno.readTextFileSync(`${root}docs/session.svg`);
  assertWellFormed(svg);
  assert(done.test(svg));
  assertStringIncludes(svg, "$ npx --yes deno@2.9.6 task demo");
  for (const { name } of Deno.readDirSync(`${root}testdata/dicom`)) assertStringIncludes(svg, name);
  assertEquals(/\/(?:root|home|Users|tmp|work)\//.exec(svg), null);
});

Deno.test("long lines go on below, and no letter breaks the picture", { permissions: "none" }, () => {
  const long = `<&"> ${"word ".repeat(60)}${"x".repeat(300)}`;
  const svg = drawTerminal([{ text: long, style: "plain" }], "a & b");
  assertWellFormed(svg);
  assertEquals([...svg.matchAll(/x{3,}/g)].map(([part]) => part.length).reduce((a, b) => a + b), 300);
  const lines = sessionLines("Sending\n\nWhat has arrived\nAll 1 file", "noise\nE: bad\n");
  assertEquals(lines.map(({ text, style }) => [text, style]), [
    ["$ npx --yes deno@2.9.6 task demo", "command"],
    ["Sending", "plain"],
    ["", "plain"],
    ["E: bad", "error"],
    ["", "plain"],
    ["What has arrived", "plain"],
    ["All 1 file", "good"],
  ]);
});

peerTest("a foreign parser takes the picture", {
  needs: { python: pynetdicomPython() },
  fn: async ({ python }) => {
    const code = "import sys, xml.dom.minidom as x; print(x.parse(sys.argv[1]).documentElement.tagName)";
    const { stdout, stderr } = await runProgram(python, ["-c", code, `${root}docs/session.svg`]);
    assertEquals(stdout.trim(), "svg", stderr);
  },
});
