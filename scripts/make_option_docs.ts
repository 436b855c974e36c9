/**
 * Prints what the table of options documents: the page for people, or the manual page.
 *
 *     deno run scripts/make_option_docs.ts markdown > docs/options.md
 *     deno run scripts/make_option_docs.ts man > docs/storescu.1
 */
import { manualPage } from "../lib/cli/docs/man.ts";
import { optionsMarkdown } from "../lib/cli/docs/markdown.ts";

const kinds: Readonly<Record<string, () => string>> = { markdown: optionsMarkdown, man: manualPage };
const [kind = ""] = Deno.args;
if (!Object.hasOwn(kinds, kind)) throw new Error(`No documentation of the kind "${kind}"`);
await new Blob([kinds[kind]()]).stream().pipeTo(Deno.stdout.writable);
