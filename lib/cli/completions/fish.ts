/**
 * Completions for fish.
 *
 * @module
 */
import type { OptionRow } from "../options/option.ts";
import { options } from "../options/table.ts";

/** A script to be put among fish's completions as `storescu.fish`. */
export function fishCompletions(): string {
  return `# Completions of storescu for fish
${options.map(optionLine).join("")}${plusOptions()}`;
}

/** Fish knows options that begin with a minus only. */
function optionLine({ long, short, help, parameters: [parameter] = [] }: OptionRow): string {
  const old = short?.startsWith("-") ? oldName(short.slice(1)) : "";
  const value = parameter ? " -r" : "";
  const choices = parameter?.choices ? ` -x -a ${quoted(parameter.choices.join(" "))}` : "";
  return `complete -c storescu${old} -l ${long.slice(2)}${value}${choices} -d ${quoted(oneLine(help))}\n`;
}

function oldName(name: string): string {
  return name.length === 1 ? ` -s ${name}` : ` -o ${quoted(name)}`;
}

/** Those that begin with a plus are offered as words. */
function plusOptions(): string {
  return options.filter(({ short }) => short?.startsWith("+")).map(({ short = "", help }) =>
    `complete -c storescu -n 'string match -q -- "+*" (commandline -ct)' -a ${quoted(short)} -d ${
      quoted(oneLine(help))
    }\n`
  ).join("");
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
