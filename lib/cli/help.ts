/**
 * The help, in DCMTK's layout.
 *
 * @module
 */
import type { OptionGroup, OptionRow, OptionSection } from "./options/option.ts";
import { optionGroups, parameters } from "./options/table.ts";
import { header } from "./program.ts";

const parameterWidth = 27;
const longNameWidth = 19;
const gap = "  ";

/** What follows the names of options in their description. */
interface Columns {
  readonly indent: string;
  readonly short: number;
  readonly long: number;
}

/** The answer to `--help`. */
export function helpText(groups: readonly OptionGroup[] = optionGroups): string {
  const described = parameters.map(({ name, help }) => `${gap}${name.padEnd(parameterWidth)}${gap}${help}\n`);
  return `${header}usage: storescu [options] peer port dcmfile-in...

parameters:
${described.join("")}
${groups.map(groupText).join("")}
`;
}

function groupText(group: OptionGroup): string {
  return `${group.title}\n${group.sections.map((section) => sectionText(section, group)).join("")}`;
}

function sectionText({ title, options }: OptionSection, { shortNameWidth }: OptionGroup): string {
  const columns = {
    indent: title === undefined ? gap : gap + gap,
    short: Math.max(shortNameWidth, ...options.map(({ short = "" }) => short.length)),
    long: Math.max(longNameWidth, ...options.map(({ long }) => long.length)),
  };
  const heading = title === undefined ? "" : `${gap}${title}\n`;
  return heading + options.map((row) => optionText(row, columns)).join("");
}

function optionText({ short = "", long, valueText, help }: OptionRow, columns: Columns): string {
  const names = columns.indent + short.padEnd(columns.short) + gap + long.padEnd(columns.long) + gap;
  const lines = valueText === undefined ? help : `${valueText}\n${help}`;
  return `${names}${lines.replaceAll("\n", "\n" + " ".repeat(names.length))}\n`;
}
