/**
 * The options as a page of documentation.
 *
 * @module
 */
import type { OptionGroup, OptionRow, OptionSection } from "../options/option.ts";
import { optionGroups } from "../options/table.ts";
import { rulesOf } from "./rules.ts";

/** Tables of all options, one for each section of the help, in Markdown. */
export function optionsMarkdown(): string {
  return `# Options

Options may stand anywhere on the command line, before, between and behind the parameters. They cannot be abbreviated
or joined, and values follow as arguments of their own. An argument \`@file\` stands for the arguments in that file.
Numbers of seconds may be octal (\`010\`) or hexadecimal (\`0x10\`), as in DCMTK.

\`--log-level\` takes \`off\`, \`fatal\`, \`error\`, \`warn\`, \`info\`, \`debug\`, \`trace\` or \`all\`, in upper or lower case.
\`--quiet\` is \`fatal\`, \`--verbose\` is \`info\`, \`--debug\` is \`debug\`; without any of them it is \`warn\`.
${optionGroups.map(groupText).join("")}`;
}

function groupText({ title, sections }: OptionGroup): string {
  return `\n## ${heading(title)}\n${sections.map(sectionText).join("")}`;
}

function sectionText({ title, options }: OptionSection): string {
  const subheading = title === undefined ? "" : `\n### ${heading(title)}\n`;
  return `${subheading}\n| Option | Values | Effect | Rules |\n|---|---|---|---|\n${
    options.map(optionLine).join("")
  }`;
}

function optionLine(row: OptionRow): string {
  const { long, short, valueText = "", help } = row;
  const names = (short ? [short, long] : [long]).map((name) => `\`${name}\``).join(" ");
  return `| ${[names, valueText.trim(), help, rulesOf(row).join(" ")].map(cell).join(" | ")} |\n`;
}

/** The title of a group or a section without its colon. */
export function heading(title: string): string {
  const text = title.replace(/:$/, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}
