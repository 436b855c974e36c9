/** The examples in the library's documentation are run, and every symbol of its door is documented. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { root } from "../../scripts/ship/project.ts";
import { runProgram } from "../support/run_program.ts";

const options = { cwd: root, env: { NO_COLOR: "1" } };

Deno.test("the examples of lib/mod.ts run", async () => {
  const args = ["test", "--doc", "--allow-net", "--allow-read", "lib/mod.ts"];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args, options);
  assertEquals(code, 0, stdout + stderr);
  assertStringIncludes(stdout, "3 passed | 0 failed");
});

Deno.test("everything that lib/mod.ts and main.ts export is documented", async () => {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    "doc",
    "--lint",
    "lib/mod.ts",
    "main.ts",
  ], options);
  assertEquals(code, 0, stdout + stderr);
});
