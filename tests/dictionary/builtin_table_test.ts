import { assertEquals } from "@std/assert";
import { elementTable, rangeTable } from "../../lib/dictionary/builtin_table.ts";
import { builtinTable } from "../../scripts/make_dictionary.ts";

Deno.test("the table of the dictionary is what dcmjs has", { permissions: "none" }, () => {
  const made = builtinTable();
  assertEquals(made.includes(elementTable), true);
  assertEquals(made.includes(rangeTable), true);
  assertEquals(elementTable.split("\n").length, 8031);
});
