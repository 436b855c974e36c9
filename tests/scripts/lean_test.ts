/** What makes the bundle lean, and that it changes nothing. */
import { assertEquals } from "@std/assert";
import { dictionaryModule, withLazyNodeImports } from "../../scripts/ship/lean.ts";

Deno.test(
  "imports of Node's modules move to where their importers are loaded",
  { permissions: "none" },
  () => {
    const bundle = `import { tell } from "node:util";
tell();
// lib/a.ts
import { one, two as two2 } from "node:crypto";
import { three } from "node:zlib";
function a() {}
var init_a = __esm({
  "lib/a.ts"() {
    init_b();
  }
});
// lib/b.ts
import { four } from "node:tls";
// ../cache/npm/registry.example.org/x/1.0.0/x.mjs
var init_x = __esm({
  "../cache/npm/registry.example.org/x/1.0.0/x.mjs"() {
  }
});`;
    assertEquals(
      withLazyNodeImports(bundle),
      `import { tell } from "node:util";
tell();
var one, two2;
var three;
function a() {}
var init_a = __esm({
  "lib/a.ts"() {
    ({ one, two: two2 } = process.getBuiltinModule("node:crypto"));
    ({ three } = process.getBuiltinModule("node:zlib"));
    init_b();
  }
});
import { four } from "node:tls";
var init_x = __esm({
  "npm:x/1.0.0/x.mjs"() {
  }
});`,
    );
  },
);

Deno.test("the dictionary of the bundle has the entries of the package that have a VR", async () => {
  const entries = {
    A: { tag: "(0010,0010)", vr: "PN", name: "PatientName", vm: "1" },
    B: { tag: "(0010,0011)", vr: "", name: "Nothing" },
    C: { tag: '(0011,"X\\"Y",10)', vr: "LO", name: "Quoted" },
  };
  const url = URL.createObjectURL(new Blob([dictionaryModule(entries)], { type: "text/javascript" }));
  const { dictionary } = await import(url);
  URL.revokeObjectURL(url);
  assertEquals(dictionary, [
    { tag: "(0010,0010)", vr: "PN", name: "PatientName" },
    { tag: '(0011,"X\\"Y",10)', vr: "LO", name: "Quoted" },
  ]);
});
