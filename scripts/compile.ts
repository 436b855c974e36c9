/**
 * Makes the programs that need no Deno: for Linux, macOS and Windows, with checksums and a bill of materials, in
 * dist/ or the folder given. The runtime they contain (denort) is downloaded by Deno, or taken from DENORT_BIN for this machine only.
 *
 *     deno task compile [folder]
 */
import { bundle } from "./bundle.ts";
import { programPermissions } from "./ship/permissions.ts";
import { deno, project, root } from "./ship/project.ts";
import { sbomOf } from "./ship/sbom.ts";

/** Deno's name of every target, and ours. */
const targets: Readonly<Record<string, string>> = {
  "x86_64-unknown-linux-gnu": "linux-x64",
  "aarch64-unknown-linux-gnu": "linux-arm64",
  "x86_64-apple-darwin": "macos-x64",
  "aarch64-apple-darwin": "macos-arm64",
  "x86_64-pc-windows-msvc": "windows-x64.exe",
};

const folder = Deno.args[0] ?? `${root}dist`;
const { name, version } = project();

/** Compiles for one target; gives back the name of the file. */
async function compile(target: string): Promise<string> {
  const file = `storescu-${version}-${targets[target]}`;
  const where = ["--target", target, "--output", `${folder}/${file}`];
  const { success, errors } = await deno("compile", ...programPermissions, ...where, `${folder}/storescu.js`);
  if (!success) {
    throw new Error(
      `Cannot compile for ${target}. Its runtime (denort) has to be downloaded where DENORT_BIN does not name ` +
        `a copy of it for this machine. Deno says:\n${errors.trim()}`,
    );
  }
  return file;
}

async function checksumOf(file: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Deno.readFileSync(`${folder}/${file}`));
  return `${new Uint8Array(digest).toHex()}  ${file}\n`;
}

try {
  await bundle(`${folder}/storescu.js`);
  const wanted = Deno.env.has("DENORT_BIN") ? [Deno.build.target] : Object.keys(targets);
  const files = ["storescu.js"];
  for (const target of wanted) {
    files.push(await compile(target));
    console.log(files.at(-1));
  }
  const bill = sbomOf(JSON.parse(Deno.readTextFileSync(`${root}deno.lock`)), { name, version });
  const billFile = `storescu-${version}.cdx.json`;
  Deno.writeTextFileSync(`${folder}/${billFile}`, `${JSON.stringify(bill, undefined, 2)}\n`);
  const sums = await Promise.all([...files, billFile].map(checksumOf));
  Deno.writeTextFileSync(`${folder}/SHA256SUMS`, sums.join(""));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
