/** What makes the bundle lean, and that it changes nothing. */
import { assertEquals } from "@std/assert";
import { withLazyNodeImports } from "../../scripts/ship/lean.ts";

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
