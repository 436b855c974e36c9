/**
 * Makes dist/storescu.js: the whole program with its packages in one file, which `deno run` takes from a path or
 * from a URL. With --split it makes a folder instead, dist/storescu/, whose main.js starts sooner, since of the other
 * files only those are read that are needed.
 *
 *     deno task bundle [file]
 *     deno task bundle --split [folder]
 */
import { withLazyNodeImports } from "./ship/lean.ts";
import { deno, root } from "./ship/project.ts";

/** Bundles main.ts into the file given; throws with Deno's words where that fails. */
export async function bundle(file: string): Promise<void> {
  const options = ["--quiet", "--platform", "deno", "--output", file];
  const { success, errors } = await deno("bundle", ...options, "main.ts");
  if (!success) throw new Error(`Cannot bundle main.ts\n${errors}`);
  Deno.writeTextFileSync(file, withLazyNodeImports(Deno.readTextFileSync(file)));
}

/** Bundles main.ts into `main.js` and other files of a folder; throws with Deno's words where that fails. */
export async function bundleSplit(folder: string): Promise<void> {
  const options = ["--quiet", "--platform", "deno", "--minify", "--code-splitting", "--outdir", folder];
  const { success, errors } = await deno("bundle", ...options, "main.ts");
  if (!success) throw new Error(`Cannot bundle main.ts\n${errors}`);
}

async function main([first, second]: readonly string[]): Promise<void> {
  if (first === "--split") {
    const folder = second ?? `${root}dist/storescu`;
    await bundleSplit(folder);
    console.log(`${folder}/main.js`);
    return;
  }
  const file = first ?? `${root}dist/storescu.js`;
  await bundle(file);
  console.log(`${file}: ${Math.ceil(Deno.statSync(file).size / 1024)} KiB`);
}

if (import.meta.main) await main(Deno.args);
