/**
 * Makes dist/storescu.js: the whole program with its packages in one file, which `deno run` takes from a path or
 * from a URL.
 *
 *     deno task bundle [file]
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

if (import.meta.main) {
  const file = Deno.args[0] ?? `${root}dist/storescu.js`;
  await bundle(file);
  console.log(`${file}: ${Math.ceil(Deno.statSync(file).size / 1024)} KiB`);
}
