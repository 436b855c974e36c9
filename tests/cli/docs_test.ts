import { assert, assertEquals } from "@std/assert";
import { manualPage } from "../../lib/cli/docs/man.ts";
import { optionsMarkdown } from "../../lib/cli/docs/markdown.ts";
import { options } from "../../lib/cli/options/table.ts";
import { peerTest, program } from "../support/peers.ts";

Deno.test("the page of options has a line for each", { permissions: "none" }, () => {
  const lines = optionsMarkdown().split("\n");
  for (const { long, short } of options) {
    const names = short ? `| \`${short}\` \`${long}\` |` : `| \`${long}\` |`;
    assertEquals(lines.filter((line) => line.startsWith(names)).length, 1, long);
  }
  for (const line of lines.filter((line) => line.startsWith("|"))) {
    assertEquals(line.split(/(?<!\\)\|/).length, 6, line);
  }
});

Deno.test("the manual page has an item for each option", { permissions: "none" }, () => {
  const page = manualPage();
  for (const { long } of options) assert(page.includes(`Fl ${long.slice(1)}`), long);
});

peerTest("the manual page is clean and shows every option", {
  needs: { mandoc: program("mandoc") },
  fn: async ({ mandoc }) => {
    const path = await Deno.makeTempFile({ suffix: ".1" });
    try {
      await Deno.writeTextFile(path, manualPage());
      const run = async (...args: string[]) => {
        const { stdout } = await new Deno.Command(mandoc, { args: [...args, path] }).output();
        return new TextDecoder().decode(stdout);
      };
      assertEquals(await run("-Tlint", "-Wstyle"), "");
      const shown = await run("-Tascii", "-Owidth=200");
      for (const { long, short } of options) {
        const names = (short ? [short, long] : [long]).map((name) => [...name].map(bold).join("")).join(", ");
        assert(shown.includes(names), long);
      }
    } finally {
      await Deno.remove(path);
    }
  },
});

/** How a terminal of old prints bold letters. */
function bold(letter: string): string {
  return `${letter}\b${letter}`;
}
