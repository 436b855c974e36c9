/** Every house rule fires where it should, and only there. */
import { assertEquals } from "@std/assert";
import { edges, maxLines, packages, tables } from "../../scripts/lint/limits.ts";
import plugin from "../../scripts/lint/plugin.ts";

const root = new URL("../../", import.meta.url);

function rulesBroken(place: string, source: string): string[] {
  const file = new URL(place, root).pathname;
  return Deno.lint.runPlugin(plugin, file, source).map(({ id }) => id.replace("house/", ""));
}

interface Case {
  readonly place: string;
  readonly source: string;
  readonly broken: string[];
}

const functionOf = (lines: number) => `/** */ export function f() {\n${"  g();\n".repeat(lines - 2)}}\n`;

const cases: Case[] = [
  { place: "lib/ul/a.ts", source: 'import { b } from "../base/b.ts";', broken: [] },
  { place: "lib/ul/a.ts", source: 'import { b } from "./items/b.ts";', broken: [] },
  { place: "lib/ul/items/a.ts", source: 'import { b } from "../b.ts";', broken: [] },
  { place: "lib/ul/a.ts", source: 'import { b } from "../app/b.ts";', broken: ["layers"] },
  { place: "lib/ul/a.ts", source: 'import type { B } from "../dataset/b.ts";', broken: ["layers"] },
  { place: "lib/input/a.ts", source: 'export * from "../dimse/b.ts";', broken: ["layers"] },
  { place: "lib/input/a.ts", source: 'export { b } from "../cli/b.ts";', broken: ["layers"] },
  { place: "lib/base/a.ts", source: 'await import("../ul/b.ts");', broken: ["layers"] },
  { place: "lib/base/a.ts", source: 'import "../../tests/support/b.ts";', broken: ["layers"] },
  { place: "lib/ul/a.ts", source: 'import "../unlisted/b.ts";', broken: ["layers"] },
  { place: "lib/mod.ts", source: 'export * from "./app/run.ts";', broken: [] },
  { place: "lib/app/a.ts", source: 'import "../mod.ts";', broken: ["layers"] },
  { place: "tests/a_test.ts", source: 'import "../lib/app/run.ts";', broken: [] },
  { place: "lib/ul/a.ts", source: 'import "npm:left-pad@1.0.0";', broken: ["packages"] },
  { place: "lib/ul/a.ts", source: 'import "@std/path";', broken: ["packages"] },
  { place: "lib/ul/a.ts", source: 'await import("npm:dcmjs@0.52.2/dictionary");', broken: ["packages"] },
  { place: "lib/ul/a.ts", source: 'import "node:zlib";', broken: [] },
  {
    place: "lib/dataset/inflate.ts",
    source: 'import "npm:pako@2.1.0";',
    broken: [],
  },
  { place: "lib/ul/a.ts", source: 'Deno.statSync("x");', broken: ["edges"] },
  { place: "lib/ul/a.ts", source: "throw new Deno.errors.NotFound();", broken: ["edges"] },
  { place: "lib/input/scan.ts", source: 'Deno.statSync("x");', broken: [] },
  { place: "lib/ul/a.ts", source: 'console.log("x");', broken: ["console"] },
  { place: "tests/a_test.ts", source: 'console.log("x");', broken: ["console"] },
  { place: "lib/app/a.ts", source: 'const console = make();\nconsole.log("warn", "x");', broken: [] },
  { place: "lib/console/terminal.ts", source: 'console.log("x");', broken: [] },
  { place: "scripts/demo.ts", source: 'console.log("x");', broken: [] },
  { place: "lib/ul/a.ts", source: functionOf(maxLines.function), broken: [] },
  { place: "lib/ul/a.ts", source: functionOf(maxLines.function + 1), broken: ["function-length"] },
  { place: "lib/ul/a.ts", source: "f();\n".repeat(maxLines.file), broken: [] },
  { place: "lib/ul/a.ts", source: "f();\n".repeat(maxLines.file + 1), broken: ["file-length"] },
  { place: tables[0], source: "f();\n".repeat(maxLines.file + 1), broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, b) {}", broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, b, { c }) {}", broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, b, { c } = {}) {}", broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, b, ...c) {}", broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, _b, c) {}", broken: [] },
  { place: "lib/ul/a.ts", source: "/** */ export function f(a, b, c) {}", broken: ["parameters"] },
  { place: "lib/ul/a.ts", source: "/** */ export const f = (a, b, c = 1) => a;", broken: ["parameters"] },
  { place: "lib/ul/a.ts", source: "class A { constructor(a, b, c) {} }", broken: ["parameters"] },
  { place: "tests/a_test.ts", source: 'Deno.chdir("/");', broken: ["shared-state"] },
  { place: "tests/a_test.ts", source: 'Deno.env.set("A", "1");', broken: ["shared-state"] },
  { place: "tests/a_test.ts", source: 'Deno.env.get("A");', broken: [] },
  { place: "lib/ul/a.ts", source: "/** Says. */\nexport const a = 1;", broken: [] },
  { place: "lib/ul/a.ts", source: "// says\nexport const a = 1;", broken: ["docs"] },
  { place: "lib/ul/a.ts", source: "export interface A {}", broken: ["docs"] },
  { place: "lib/ul/a.ts", source: "const a = 1;", broken: [] },
  { place: "lib/ul/pduStream.ts", source: "", broken: ["file-names"] },
  { place: "lib/ul/pdu-stream.ts", source: "", broken: ["file-names"] },
];

for (const { place, source, broken } of cases) {
  const told = broken.length === 0 ? "is fine" : `breaks ${broken.join(", ")}`;
  Deno.test(`${source.slice(0, 40).trim()} in ${place} ${told}`, () => {
    assertEquals(rulesBroken(place, source), broken);
  });
}

Deno.test("every rule of the plugin has a case that breaks it", () => {
  const seen = new Set(cases.flatMap(({ broken }) => broken));
  assertEquals([...seen].sort(), Object.keys(plugin.rules).sort());
});

Deno.test("no exception is listed for a file that is not there", () => {
  const listed = [...edges, ...tables, ...Object.values(packages)];
  const missing = listed.filter((place) => !place.endsWith("/") && !exists(place));
  assertEquals(missing, []);
});

function exists(place: string): boolean {
  try {
    return Deno.statSync(new URL(place, root)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
