/**
 * Makes the programs that need no Deno: for Linux, macOS and Windows, with checksums and a bill of materials, in
 * dist/ or the folder given. The runtime they contain (denort) is downloaded by Deno, or taken from DENORT_BIN for this machine only.
 *
 *     deno task compile [--here] [--with-openssl] [folder]
 *
 * With --here it makes the program for this machine only. With --with-openssl the programs may load the OpenSSL of the
 * system they run on, and can then do what only that can: retired profiles, other cipher suites, seeds. Without it they
 * load no foreign code.
 */
import { parseArgs } from "node:util";
import type { Platform } from "../lib/transport/openssl/library.ts";
import { bundle } from "./bundle.ts";
import { opensslPermission, programPermissions } from "./ship/permissions.ts";
import { deno, project, root } from "./ship/project.ts";
import { sbomOf } from "./ship/sbom.ts";

interface Target extends Platform {
  /** Our name for it. */
  readonly name: string;
  readonly suffix?: string;
}

/** What is compiled for, by Deno's names. */
const targets: Readonly<Record<string, Target>> = {
  "x86_64-unknown-linux-gnu": { name: "linux-x64", os: "linux", arch: "x86_64" },
  "aarch64-unknown-linux-gnu": { name: "linux-arm64", os: "linux", arch: "aarch64" },
  "x86_64-apple-darwin": { name: "macos-x64", os: "darwin", arch: "x86_64" },
  "aarch64-apple-darwin": { name: "macos-arm64", os: "darwin", arch: "aarch64" },
  "x86_64-pc-windows-msvc": { name: "windows-x64", os: "windows", arch: "x86_64", suffix: ".exe" },
};

/**
 * A small space for young objects is enough: most are gone with their file. Without the limit it grows to 16 MiB
 * twice over when many thousand files are sent, and nothing becomes faster by that.
 */
const v8Flags = "--v8-flags=--max-semi-space-size=2";

const { values: { here, "with-openssl": withOpenssl }, positionals } = parseArgs({
  options: {
    "here": { type: "boolean", default: false },
    "with-openssl": { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const folder = positionals.at(0) ?? `${root}dist`;
const { name, version } = project();

/** Compiles for one target; gives back the name of the file. */
async function compile(target: string): Promise<string> {
  const { name, suffix = "", ...platform } = targets[target];
  const file = `storescu-${version}-${name}${withOpenssl ? "-openssl" : ""}${suffix}`;
  const permissions = withOpenssl ? [...programPermissions, opensslPermission(platform)] : programPermissions;
  const where = ["--target", target, "--output", `${folder}/${file}`];
  const { success, errors } = await deno(
    "compile",
    ...permissions,
    v8Flags,
    ...where,
    `${folder}/storescu.js`,
  );
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
  const wanted = here || Deno.env.has("DENORT_BIN") ? [Deno.build.target] : Object.keys(targets);
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
