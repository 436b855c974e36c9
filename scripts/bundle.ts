/**
 * Makes dist/storescu.js: the whole program with its packages in one file, which `deno run` takes from a path or
 * from a URL. With --split it makes a folder instead, dist/storescu/, whose main.js starts sooner, since of the other
 * files only those are read that are needed, which takes the right to read that folder.
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
  await join(folder);
  hideParts(folder);
}

async function denoBundle(entry: string, ...options: string[]): Promise<void> {
  const { success, errors } = await deno("bundle", "--quiet", "--platform", "deno", ...options, entry);
  if (!success) throw new Error(`Cannot bundle ${entry}\n${errors}`);
}

/**
 * Makes one file of all that a run loads at once: each file takes time. Of the others, which only further parts need
 * by name, nothing is left but those names.
 */
async function join(folder: string): Promise<void> {
  const parts = readParts(folder);
  const session = parts.keys().find((name) => name.startsWith("session-"));
  if (session === undefined) throw new Error(`No part of ${folder} is called session`);
  const atStart = closureOf("main.js", parts);
  const joined = closureOf(session, parts).difference(atStart);
  const names = new Map(Array.from(joined, (part, number) => [
    part,
    exportsOf(parts.get(part) ?? "").map((name) =>
      [name, part === session ? name : `${name}_${number}`] as const
    ),
  ]));
  const list = (pairs: Iterable<readonly [string, string]>) =>
    Array.from(pairs, ([from, to]) => `${from} as ${to}`).join();
  const lines = Array.from(names, ([part, pairs]) => `export{${list(pairs)}}from"./${part}";`);
  const entry = `${folder}/entry.js`;
  Deno.writeTextFileSync(entry, lines.join("\n"));
  const others = parts.keys().filter((part) => !joined.has(part)).flatMap((
    part,
  ) => ["--external", `./${part}`]);
  await denoBundle(entry, "--minify", ...others, "--output", `${folder}/joined.js`);
  Deno.removeSync(entry);
  Deno.renameSync(`${folder}/joined.js`, `${folder}/${session}`);
  names.delete(session);
  for (const [part, pairs] of names) {
    const text = `export{${list(pairs.map(([name, joint]) => [joint, name]))}}from"./${session}";\n`;
    Deno.writeTextFileSync(`${folder}/${part}`, text);
  }
}

/**
 * Names the parts in a way that the runtime does not see before they are needed: it would read and look at all of them
 * at every start. In return it wants to be allowed to read the folder.
 */
function hideParts(folder: string): void {
  for (const [name, text] of readParts(folder)) {
    Deno.writeTextFileSync(
      `${folder}/${name}`,
      text.replace(/\bimport\(("\.\/[\w.-]+")\)/g, "import(String($1))"),
    );
  }
}

function readParts(folder: string): Map<string, string> {
  const files = Array.from(Deno.readDirSync(folder)).filter(({ name }) =>
    name === "main.js" || partName.test(name)
  );
  return new Map(files.map(({ name }) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
}

/** A part with all that is loaded with it. */
function closureOf(part: string, parts: ReadonlyMap<string, string>): Set<string> {
  const closure = new Set([part]);
  for (const each of closure) {
    const imports = (parts.get(each) ?? "").matchAll(/\b(?:from|import)"\.\/([\w.-]+)"/g);
    for (const [, name] of imports) closure.add(name);
  }
  return closure;
}

/** The names that a part exports, which are the last thing in it. */
function exportsOf(text: string): string[] {
  const [, list = ""] = /\bexport\{([^}]*)\};?\s*$/.exec(text) ?? [];
  return list.split(",").filter((item) => item !== "").map((item) => item.split(" as ").at(-1) ?? item);
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
