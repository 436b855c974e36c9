/**
 * Arguments taken apart into options with their values and parameters.
 *
 * @module
 */
import type { OptionRow } from "./options/option.ts";
import { findOption } from "./options/table.ts";

/** A command line that cannot be followed; the message is in DCMTK's words. */
export class CommandLineError extends Error {
  /** Its name in stack traces. */
  override readonly name = "CommandLineError";
}

/** An option as it was used. */
export interface UsedOption {
  readonly row: OptionRow;
  /** What followed it. */
  readonly values: readonly string[];
}

/** A command line taken apart. */
export interface TakenApart {
  readonly used: readonly UsedOption[];
  readonly parameters: readonly string[];
  /** All arguments in their order, with long names for options. */
  readonly expanded: readonly string[];
}

/** Puts the arguments of command files in the place of `@file`; files named within are left as they are. */
export function expandCommandFiles(
  args: readonly string[],
  readCommandFile: (path: string) => string,
): string[] {
  const expanded: string[] = [];
  for (const argument of args) {
    if (argument.length < 2 || argument[0] !== "@") {
      expanded.push(argument);
      continue;
    }
    const path = argument.slice(1);
    try {
      expanded.push(...splitCommandFile(readCommandFile(path)));
    } catch (cause) {
      throw new CommandLineError(`Cannot open command file '${path}'`, { cause });
    }
  }
  return expanded;
}

/** A sign before anything but a digit makes an option. */
function looksLikeOption(argument: string): boolean {
  const [sign, next] = [argument[0], argument[1]];
  return (sign === "+" || sign === "-") && next !== undefined && !(next >= "0" && next <= "9");
}

/** Tells options, values and parameters apart. */
export function takeApart(args: readonly string[]): TakenApart {
  const used: UsedOption[] = [];
  const parameters: string[] = [];
  const expanded: string[] = [];
  for (let at = 0; at < args.length; at++) {
    if (!looksLikeOption(args[at])) {
      parameters.push(args[at]);
      expanded.push(args[at]);
      continue;
    }
    const row = findOption(args[at]);
    if (!row) throw new CommandLineError(`Unknown option ${args[at]}`);
    const count = row.parameters?.length ?? 0;
    if (at + count >= args.length) throw new CommandLineError(`Missing value for option ${row.long}`);
    const values = args.slice(at + 1, at + 1 + count);
    used.push({ row, values });
    expanded.push(row.long, ...values);
    at += count;
  }
  return { used, parameters, expanded };
}

const blanks = " \t\n\r";

/** Splits the text of a command file as DCMTK does: a closing quote ends an argument, an opening one does not. */
export function splitCommandFile(text: string): string[] {
  const found: string[] = [];
  let argument = "";
  let quote = "";
  const finish = () => {
    found.push(argument);
    argument = "";
  };
  for (const character of text) {
    if (character === quote) {
      finish();
      quote = "";
    } else if (quote) argument += character;
    else if (character === '"' || character === "'") quote = character;
    else if (!blanks.includes(character)) argument += character;
    else if (argument) finish();
  }
  if (argument) finish();
  return found;
}
