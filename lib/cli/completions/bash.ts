/**
 * Completions for bash.
 *
 * @module
 */
import type { OptionParameter } from "../options/option.ts";
import { options } from "../options/table.ts";

/** A script to be sourced, or to be put among bash's completions. */
export function bashCompletions(): string {
  const values: OptionValues[] = options.flatMap(({ short, long, parameters = [] }) =>
    parameters.map((parameter, at) => ({
      names: short ? [long, short] : [long],
      parameter,
      distance: at + 1,
    }))
  );
  const distances = [...new Set(values.map(({ distance }) => distance))];
  const names = options.flatMap(({ short, long }) => short ? [long, short] : [long]);
  return `# Completions of storescu for bash
_storescu() {
  local IFS=$'\\n' word="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
${distances.map((distance) => valueCases(distance, values)).join("")}\
  case "$word" in
    [-+]*) ${offer(words(names))};;
    *) ${offer("-A hostname -f")};;
  esac
}
complete -o filenames -F _storescu storescu
`;
}

/** Options, and a value that they take. */
interface OptionValues {
  readonly names: readonly string[];
  readonly parameter: OptionParameter;
  /** How many words before the value its option stands. */
  readonly distance: number;
}

function valueCases(distance: number, values: readonly OptionValues[]): string {
  const cases = values.filter((value) => value.distance === distance).map(({ names, parameter }) =>
    `    ${names.join("|")}) ${reply(parameter)}return ;;\n`
  );
  const word = `"\${COMP_WORDS[COMP_CWORD-${distance}]}"`;
  return `  (( COMP_CWORD > ${distance} )) && case ${word} in\n${cases.join("")}  esac\n`;
}

function reply({ kind, choices }: OptionParameter): string {
  if (choices) return offer(words(choices));
  if (kind === "file") return offer("-f");
  return kind === "directory" ? offer("-d") : "";
}

function words(list: readonly string[]): string {
  return `-W $'${list.join("\\n")}'`;
}

function offer(what: string): string {
  return `COMPREPLY=($(compgen ${what} -- "$word")); `;
}
