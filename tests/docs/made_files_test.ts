/** What is made of the documentation is what would be made now. */
import { assert, assertEquals } from "@std/assert";
import { table, withTables } from "../../scripts/docs/conformance.ts";
import { madeFiles } from "../../scripts/make_docs.ts";
import { environment } from "../../scripts/ship/permissions.ts";
import { root } from "../../scripts/ship/project.ts";
import { storageSopClasses } from "../../lib/dictionary/sop_classes.ts";
import { transferSyntaxes } from "../../lib/dictionary/transfer_syntaxes.ts";
import { implementationClassUid, implementationVersionName } from "../../lib/app/association_request.ts";
import { peerTest, program } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";

for (const [file, make] of Object.entries(madeFiles)) {
  Deno.test(`${file} is up to date (deno task docs)`, () => {
    assertEquals(Deno.readTextFileSync(`${root}${file}`), make());
  });
}

Deno.test("the conformance statement has every SOP class, every transfer syntax, and our name", () => {
  const statement = Deno.readTextFileSync(`${root}CONFORMANCE.md`);
  for (const { uid } of [...storageSopClasses(), ...transferSyntaxes()]) {
    assert(statement.includes(`| ${uid} `), uid);
  }
  assert(statement.includes(implementationClassUid));
  assert(statement.includes(implementationVersionName));
});

Deno.test("tables are made between their marks, and nowhere else", { permissions: "none" }, () => {
  const page = "a\n<!-- one -->\nold\n<!-- /one -->\nb\n<!-- two -->\nkept\n<!-- /two -->\n";
  assertEquals(
    withTables(page, { one: () => table(["H", "I"], [["long cell", "x"]]) }),
    "a\n<!-- one -->\n\n| H         | I   |\n| --------- | --- |\n| long cell | x   |\n\n<!-- /one -->\nb\n" +
      "<!-- two -->\nkept\n<!-- /two -->\n",
  );
});

Deno.test("every environment variable is documented, and one that may be read", () => {
  const pages = ["docs/man/storescu.1", "docs/security.md"].map((page) =>
    Deno.readTextFileSync(`${root}${page}`)
  );
  for (const name of environment) {
    for (const page of pages) assert(page.includes(name), name);
  }
});

peerTest("the manual page in docs/man is clean", {
  needs: { mandoc: program("mandoc") },
  fn: async ({ mandoc }) => {
    const { stdout, stderr } = await runProgram(mandoc, [
      "-Tlint",
      "-Wstyle",
      `${root}docs/man/storescu.1`,
    ]);
    assertEquals(stdout + stderr, "");
  },
});
