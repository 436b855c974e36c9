/**
 * Makes dist/storescu.js: the whole program with its packages in one file, which `deno run` takes from a path or
 * from a URL.
 *
 *     deno task bundle [file]
 */
import { dictionaryModule, withLazyNodeImports } from "./ship/lean.ts";
import { deno, root } from "./ship/project.ts";

/** Bundles main.ts into the file given; throws with Deno's words where that fails. */
export async function bundle(file: string): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    const importMap = `${folder}/import_map.json`;
    const dictionary = `${folder}/dictionary.mjs`;
    const specifier = dictionarySpecifier();
    Deno.writeTextFileSync(dictionary, dictionaryModule((await import(specifier)).dictionary));
    Deno.writeTextFileSync(importMap, JSON.stringify({ imports: { [specifier]: dictionary } }));
    const options = ["--quiet", "--platform", "deno", "--import-map", importMap, "--output", file];
    const { success, errors } = await deno("bundle", ...options, "main.ts");
    if (!success) throw new Error(`Cannot bundle main.ts\n${errors}`);
    Deno.writeTextFileSync(file, withLazyNodeImports(Deno.readTextFileSync(file)));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** How the program imports its dictionary. */
function dictionarySpecifier(): string {
  const module = Deno.readTextFileSync(`${root}lib/dictionary/builtin_dictionary.ts`);
  const specifier = /from "(npm:dcmjs@[^"]+)"/.exec(module)?.[1];
  if (!specifier) throw new Error("Cannot find the dictionary that the program imports");
  return specifier;
}

if (import.meta.main) {
  const file = Deno.args[0] ?? `${root}dist/storescu.js`;
  await bundle(file);
  console.log(`${file}: ${Math.ceil(Deno.statSync(file).size / 1024)} KiB`);
}
