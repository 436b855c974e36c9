import { assertEquals } from "@std/assert";
import { header } from "../../lib/cli/program.ts";
import { say } from "../support/command_line.ts";

Deno.test("the version comes in DCMTK's layout", { permissions: "none" }, async () => {
  assertEquals(await say(["--version"]), {
    code: 0,
    stderr: "",
    stdout: `${header}
Host type: Test
Character encoding: UTF-8
Build options: builtin-dict dcmdictpath private-tags

External libraries used:
- Tests, Version 1
`,
  });
});

Deno.test("cipher suites come in DCMTK's layout", { permissions: "none" }, async () => {
  assertEquals((await say(["+cc"])).stdout.split("\n").slice(-4), [
    "",
    "Supported TLS ciphersuites are:",
    "  TLS_TEST",
    "",
  ]);
});

Deno.test(
  "of answers that exclude all others the first in DCMTK's order is given",
  { permissions: "none" },
  async () => {
    const beginning = async (...args: string[]) =>
      (await say(args)).stdout.slice(header.length).split(/[: ]/)[0];
    assertEquals(await beginning("--completions", "bash", "+cc", "--version", "-h"), "usage");
    assertEquals(await beginning("--completions", "bash", "+cc", "--version"), "\nHost");
    assertEquals((await say(["--completions", "bash", "+cc"])).stdout.includes("TLS_TEST"), true);
    assertEquals((await say(["--completions", "bash"])).stdout.startsWith("# Completions"), true);
  },
);
