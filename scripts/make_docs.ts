/**
 * Makes what is made of the documentation: the page of options, the manual page, the tables of the conformance
 * statement, and the picture of the demo.
 *
 *     deno task docs
 */
import { manualPage } from "../lib/cli/docs/man.ts";
import { optionsMarkdown } from "../lib/cli/docs/markdown.ts";
import { conformanceTables, withTables } from "./docs/conformance.ts";
import { drawSession } from "./docs/session.ts";
import { root } from "./ship/project.ts";

/** Every file that is made whole, and how; the picture is apart, since no two runs of the demo are the same. */
export const madeFiles: Readonly<Record<string, () => string>> = {
  "docs/options.md": optionsMarkdown,
  "docs/man/storescu.1": manualPage,
  "CONFORMANCE.md": () => withTables(Deno.readTextFileSync(`${root}CONFORMANCE.md`), conformanceTables),
};

if (import.meta.main) {
  for (const [file, make] of Object.entries(madeFiles)) {
    await Deno.writeTextFile(`${root}${file}`, make());
  }
  await Deno.writeTextFile(`${root}docs/session.svg`, await drawSession());
}
