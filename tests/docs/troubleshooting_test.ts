/** Whatever the program can complain about has its place in docs/troubleshooting.md. */
import { assert, assertEquals } from "@std/assert";
import { conditionCodes } from "../../scripts/docs/conformance.ts";
import { root } from "../../scripts/ship/project.ts";

const page = Deno.readTextFileSync(`${root}docs/troubleshooting.md`);

function* sources(folder: string): Generator<{ file: string; text: string }> {
  for (const { name, isDirectory } of Deno.readDirSync(`${root}${folder}`)) {
    const file = `${folder}/${name}`;
    if (isDirectory) yield* sources(file);
    else yield { file, text: Deno.readTextFileSync(`${root}${file}`) };
  }
}

Deno.test("every condition that lib/ uses is explained", () => {
  const codes = conditionCodes();
  const missing = new Set<string>();
  let found = 0;
  for (const { file, text } of sources("lib")) {
    if (file === "lib/dictionary/conditions.ts") continue;
    for (const [, known, made] of text.matchAll(/\bconditions\.([A-Z]\w+)|networkCondition\(\s*"(\w+)"/g)) {
      found++;
      const code = codes.get(known ?? made);
      if (!code || !page.includes(`\`${code}`)) missing.add(`${code} ${known ?? made}`);
    }
    for (const [, module, code] of text.matchAll(/module: 0x(\w{4}), code: 0x(\w{4})/g)) {
      if (!page.includes(`\`${module}:${code}`)) missing.add(`${module}:${code} in ${file}`);
    }
  }
  assert(found > 100, `${found}`);
  assertEquals([...missing].sort(), []);
});

/** The fixed beginning of a message, as far as it is long enough to be looked for. */
function fixedParts(literal: string): string[] {
  const parts = literal.split(/\$\{[^}]*\}|\\n/).map((part) => part.replace(/^[\s:,']+|[\s:,'(]+$/g, ""));
  return parts.filter((part) => part.length >= 12 && /[a-z]{3}/.test(part)).slice(0, 1);
}

Deno.test("every complaint in lib/console/messages.ts is explained", () => {
  const text = Deno.readTextFileSync(`${root}lib/console/messages.ts`);
  const literals = [...text.matchAll(/\b(?:warn|error|fatal)\(\s*(["`])((?:(?!\1)[^])*)\1/g)].map((m) =>
    m[2]
  );
  const rejected = [...text.matchAll(/"(?:cannot access|missing SOP class|unknown SOP class)": `([^`]*)`/g)];
  const parts = [...literals, ...rejected.map(([, literal]) => literal)].flatMap(fixedParts);
  assert(parts.length >= 20, `${parts.length}`);
  assertEquals(parts.filter((part) => !page.includes(part)), []);
});

Deno.test("every complaint about the command line is explained", () => {
  const parts = [...sources("lib/cli")].flatMap(({ text }) =>
    [...text.matchAll(/new CommandLineError\(`([^`]*)`/g)].flatMap(([, literal]) => fixedParts(literal))
  );
  assert(parts.length >= 3, `${parts.length}`);
  assertEquals(parts.filter((part) => !page.includes(part)), []);
});
