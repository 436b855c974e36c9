/** What is compiled, and the bill of materials. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { opensslPermission } from "../../scripts/ship/permissions.ts";
import { project, root } from "../../scripts/ship/project.ts";
import { sbomOf } from "../../scripts/ship/sbom.ts";
import { type Ran, runProgram } from "../support/run_program.ts";

/** Runs scripts/compile.ts with a runtime that is given, into a folder of its own. */
async function compile(
  runtime: string,
  ...options: string[]
): Promise<{ ran: Ran; files: Map<string, Uint8Array> }> {
  const folder = await Deno.makeTempDir();
  try {
    const ran = await runProgram(Deno.execPath(), [
      "run",
      "-A",
      `${root}scripts/compile.ts`,
      ...options,
      folder,
    ], {
      env: { NO_COLOR: "1", DENORT_BIN: runtime },
    });
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    return { ran, files: new Map(names.map((name) => [name, Deno.readFileSync(`${folder}/${name}`)])) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the bill of materials names what the lock pins, and what needs what", () => {
  const lock = {
    npm: {
      "@scope/one@1.0.0": { integrity: "sha512-AAEC", dependencies: ["two", "three@1.0.0"] },
      "two@2.0.0": { integrity: "sha512-AwQF" },
      "three@1.0.0": { integrity: "sha512-BgcI" },
      "three@2.0.0": { integrity: "sha512-CQoL" },
    },
  };
  const bill = sbomOf(lock, { name: "@storescu/storescu", version: "1.2.3" });
  const components = bill.components as { purl: string; hashes: unknown }[];
  assertEquals(components.map(({ purl }) => purl), [
    "pkg:npm/%40scope/one@1.0.0",
    "pkg:npm/two@2.0.0",
    "pkg:npm/three@1.0.0",
    "pkg:npm/three@2.0.0",
  ]);
  assertEquals(components[0].hashes, [{ alg: "SHA-512", content: "000102" }]);
  assertEquals((bill.dependencies as unknown[])[0], {
    ref: "pkg:npm/%40scope/one@1.0.0",
    dependsOn: ["pkg:npm/two@2.0.0", "pkg:npm/three@1.0.0"],
  });
});

Deno.test("compiled programs have names, checksums and a bill of materials", async () => {
  // the whole of Deno serves as the runtime: what is made is complete, though it does not run
  const { ran, files } = await compile(Deno.execPath());
  assertEquals(ran.code, 0, ran.stderr);
  const names = [...files.keys()];
  const version = project().version.replaceAll(".", "\\.");
  assertMatch(
    names.join(" "),
    new RegExp(
      `^SHA256SUMS storescu-${version}-(linux|macos|windows)-\\S+ storescu-${version}\\.cdx\\.json storescu\\.js$`,
    ),
  );
  const sums = new TextDecoder().decode(files.get("SHA256SUMS")).trimEnd().split("\n");
  assertEquals(sums.length, 3);
  for (const line of sums) {
    const [sum, name] = line.split("  ");
    const digest = await crypto.subtle.digest("SHA-256", files.get(name) as Uint8Array<ArrayBuffer>);
    assertEquals(new Uint8Array(digest).toHex(), sum, name);
  }
});

Deno.test("programs that may load OpenSSL are told apart by their names", async () => {
  const { ran, files } = await compile(Deno.execPath(), "--with-openssl");
  assertEquals(ran.code, 0, ran.stderr);
  assertEquals([...files.keys()].filter((name) => /-openssl(\.exe)?$/.test(name)).length, 1);
});

Deno.test(
  "OpenSSL may be loaded from the folders of the system, and nothing else",
  { permissions: "none" },
  () => {
    const files = opensslPermission({ os: "linux", arch: "x86_64" }).replace("--allow-ffi=", "").split(",");
    assertEquals(files.includes("/usr/lib/x86_64-linux-gnu/libssl.so.3"), true);
    for (const file of files) assertMatch(file, /^\/.*\/lib(ssl|crypto)\.so[.0-9]*$/);
  },
);

Deno.test("where there is no runtime to compile with, the script says so and fails", async () => {
  const { ran, files } = await compile("/nowhere/denort");
  assertEquals(ran.code, 1);
  assertStringIncludes(ran.stderr, `Cannot compile for ${Deno.build.target}`);
  assertStringIncludes(ran.stderr, "DENORT_BIN");
  assertEquals([...files.keys()], ["storescu.js"]);
});
