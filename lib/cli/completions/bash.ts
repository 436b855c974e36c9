/**
 * Completions for bash.
 *
 * @module
 */
import type { OptionParameter } from "../options/option.ts";
import { options } from "../options/table.ts";

/** A script to be sourced, or to be put among bash's completions. */
export function bashCompletions(): string {
  const cases = options.flatMap(({ short, long, parameters = [] }) =>
    parameters.map((parameter, at) => ({
      names: short ? [long, short] : [long],
      parameter,
      distance: at + 1,
    }))
  );
  const distances = [...new Set(cases.map(({ distance }) => distance))];
  const names = options.flatMap(({ short, long }) => short ? [long, short] : [long]);
  return `# Completions of storescu for bash
_storescu() {
  local word=\${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
${distances.map((distance) => valueCases(distance, cases)).join("")}\
  case "$word" in
    [-+]*) COMPREPLY=($(compgen -W '${names.join(" ")}' -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word") $(compgen -A hostname -- "$word")) ;;
  esac
}
complete -o filenames -F _storescu storescu
`;
}

interface ValueCase {
  readonly names: readonly string[];
  readonly parameter: OptionParameter;
  /** How many words before the value its option stands. */
  readonly distance: number;
}

function valueCases(distance: number, cases: readonly ValueCase[]): string {
  const branches = cases.filter((value) => value.distance === distance).map(({ names, parameter }) =>
    `    ${names.join("|")}) ${reply(parameter)}return ;;\n`
  );
  return `  case "\${COMP_WORDS[COMP_CWORD-${distance}]:-}" in\n${branches.join("")}  esac\n`;
}

function reply({ kind, choices }: OptionParameter): string {
  if (choices) return `COMPREPLY=($(compgen -W '${choices.join(" ")}' -- "$word")); `;
  if (kind === "file") return 'COMPREPLY=($(compgen -f -- "$word")); ';
  return kind === "directory" ? 'COMPREPLY=($(compgen -d -- "$word")); ' : "";
}
