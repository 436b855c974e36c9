import { assertEquals } from "@std/assert";
import { splitCommandFile } from "../../lib/cli/arguments.ts";

const cases: [string, string[]][] = [
  ["", []],
  [" \t\r\n", []],
  ["-v  peer\t104\r\nfile", ["-v", "peer", "104", "file"]],
  [`A"B C"D`, ["AB C", "D"]],
  [`''`, [""]],
  [`"it's"`, ["it's"]],
  [`'a "b" c'`, [`a "b" c`]],
  [`"open quote`, ["open quote"]],
  [`"`, []],
  ["# no comment", ["#", "no", "comment"]],
  ["@nested", ["@nested"]],
];

Deno.test("command files are split at blanks and closing quotes", { permissions: "none" }, () => {
  for (const [text, expected] of cases) assertEquals(splitCommandFile(text), expected, text);
});
