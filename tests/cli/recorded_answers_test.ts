import { assertEquals } from "@std/assert";
import { say } from "../support/command_line.ts";
import { differenceOf, inFolder, makeCommandLineFolder } from "../support/command_line_oracle.ts";
import recorded from "../../testdata/command_lines.json" with { type: "json" };

Deno.test("command lines get the answers that were recorded from DCMTK", async () => {
  await using folder = await makeCommandLineFolder();
  const place = (text: string) => inFolder(text, folder.path);
  for (const { args, code, stdout, stderr } of recorded.answers) {
    const theirs = { code, stdout: place(stdout === "HELP" ? recorded.help : stdout), stderr: place(stderr) };
    assertEquals(differenceOf(await say(args.map(place)), theirs), undefined, JSON.stringify(args));
  }
});
