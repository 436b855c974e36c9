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

/**
 * Bundles main.ts into the file given; throws with Deno's words where that fails. It takes two steps, since what is
 * to be changed in between cannot be found any more in what is minified.
 */
export async function bundle(file: string): Promise<void> {
  await denoBundle("main.ts", "--output", file);
  Deno.writeTextFileSync(file, withLazyNodeImports(Deno.readTextFileSync(file)));
  await denoBundle(file, "--minify", "--output", file);
}

/**
 * Bundles main.ts into `main.js` and other files of a folder; throws with Deno's words where that fails. Parts that an
 * earlier bundle has left in the folder are removed, because their names change with what is in them.
 */
export async function bundleSplit(folder: string): Promise<void> {
  removeParts(folder);
  await denoBundle("main.ts", "--minify", "--code-splitting", "--outdir", folder);
}

async function denoBundle(entry: string, ...options: string[]): Promise<void> {
  const { success, errors } = await deno("bundle", "--quiet", "--platform", "deno", ...options, entry);
  if (!success) throw new Error(`Cannot bundle ${entry}\n${errors}`);
}

const partName = /-[0-9A-Z]{8}\.js$/;

function removeParts(folder: string): void {
  Deno.mkdirSync(folder, { recursive: true });
  const parts = Array.from(Deno.readDirSync(folder)).filter(({ isFile, name }) =>
    isFile && partName.test(name)
  );
  for (const { name } of parts) Deno.removeSync(`${folder}/${name}`);
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
