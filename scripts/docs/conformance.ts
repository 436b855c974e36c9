/**
 * The tables of the conformance statement, from the tables that the program works with.
 *
 * @module
 */
import { storageSopClasses } from "../../lib/dictionary/sop_classes.ts";
import { transferSyntaxes } from "../../lib/dictionary/transfer_syntaxes.ts";
import { conditions, networkCodes } from "../../lib/dictionary/conditions.ts";

/** What stands between `<!-- name -->` and `<!-- /name -->`, by name. */
export const conformanceTables: Readonly<Record<string, () => string>> = {
  "sop-classes": () =>
    table(
      ["SOP Class", "UID", "Abbreviation", "By default"],
      storageSopClasses().map(({ name, uid, modality, proposedByDefault }) => [
        name,
        uid,
        modality,
        proposedByDefault ? "yes" : "",
      ]),
    ),
  "transfer-syntaxes": () =>
    table(
      ["Transfer Syntax", "UID", "Data set", "Pixel data"],
      transferSyntaxes().map(({ name, uid, endian, implicit, deflated, encapsulated, referenced }) => [
        name,
        uid,
        `${implicit ? "implicit" : "explicit"} VR, ${endian} endian${deflated ? ", deflated" : ""}`,
        referenced ? "by reference" : encapsulated ? "as in the file" : "native",
      ]),
    ),
};

/** A page with all its tables made anew. */
export function withTables(page: string, tables: Readonly<Record<string, () => string>>): string {
  const place = /(?<=<!-- ([\w-]+) -->\n)[^]*?(?=\n<!-- \/\1 -->)/g;
  return page.replace(place, (...[old, name]) => name in tables ? `\n${tables[name]()}` : old);
}

/** A table with columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |\n`;
  return [lineOf(head), lineOf(widths.map((width) => "-".repeat(width))), ...rows.map(lineOf)].join("");
}

/** `0006:0317`, for every condition by its name. */
export function conditionCodes(): Map<string, string> {
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  const known = Object.entries(conditions).map(([name, { module, code }]) =>
    [name, `${hex(module)}:${hex(code)}`] as const
  );
  const made = Object.entries(networkCodes).map(([name, code]) => [name, `0006:${hex(code)}`] as const);
  return new Map([...known, ...made]);
}
