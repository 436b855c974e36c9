/**
 * Completions for zsh.
 *
 * @module
 */
import type { OptionParameter, OptionRow } from "../options/option.ts";
import { excludedBy, findOption, options, parameters } from "../options/table.ts";

/** A function to be put into a folder of `fpath` as `_storescu`. */
export function zshCompletions(): string {
  const specs = options.flatMap((row) => namesOf(row).map((name) => optionSpec(name, row)));
  const [peer, port, files] = parameters;
  return `#compdef storescu
# Completions of storescu for zsh
_arguments \\
${specs.map((spec) => `  ${quoted(spec)} \\\n`).join("")}\
  ${quoted(`1:${escaped(peer.help)}:_hosts`)} \\
  ${quoted(`2:${escaped(port.help)}:`)} \\
  ${quoted(`*:${escaped(files.help)}:_files`)}
`;
}

function namesOf({ long, short }: OptionRow): string[] {
  return short ? [long, short] : [long];
}

function optionSpec(name: string, row: OptionRow): string {
  const others = excludedBy(row).flatMap((long) => {
    const other = findOption(long);
    return other ? namesOf(other) : [];
  });
  const excluded = row.exclusive ? ["-", "*"] : [...(row.repeatable ? [] : namesOf(row)), ...others];
  const prefix = excluded.length > 0 ? `(${excluded.map(escaped).join(" ")})` : "";
  const values = (row.parameters ?? []).map(valueSpec).join("");
  const help = escaped(row.help.replaceAll("\n", " "));
  return `${prefix}${row.repeatable ? "*" : ""}${escaped(name)}[${help}]${values}`;
}

function valueSpec({ name, kind, choices }: OptionParameter): string {
  if (choices) return `:${name}:(${choices.join(" ")})`;
  const action = { file: "_files", directory: "_files -/", string: "", signed: "", unsigned: "" }[kind];
  return `:${name}:${action}`;
}

/** Characters with a meaning in a specification of `_arguments`. */
function escaped(text: string): string {
  return text.replace(/[\\:[\]=]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
