/**
 * The shape of an option's row: everything the parser, the rules, the help, the man page, the completions and the
 * tests need to know of it.
 *
 * @module
 */
import type { Draft } from "./draft.ts";

/** One option. */
export interface OptionRow {
  /** Its name, for example `--aetitle`; DCMTK's messages call it so however it was typed. */
  readonly long: string;
  /** Its short name, for example `-aet`; some have none. */
  readonly short?: string;
  /** The values that follow it. */
  readonly parameters?: readonly OptionParameter[];
  /** How the help describes the values; absent where there are none. */
  readonly valueText?: string;
  /** What the help says it does. */
  readonly help: string;
  /** Answered alone, whatever else is asked for. */
  readonly exclusive?: true;
  /** Every occurrence counts, not only the rightmost. */
  readonly repeatable?: true;
  /** What has to hold where it is used, checked in this order before its values. */
  readonly checks?: readonly Check[];
  /** What is wrong with values of the right type, in DCMTK's words. */
  readonly problem?: (values: readonly OptionValue[]) => string | undefined;
  /** Notes what was asked for. */
  readonly set: (draft: Draft, values: readonly OptionValue[]) => void;
}

/** A value that an option takes. */
export interface OptionParameter {
  readonly name: string;
  /** Numbers are read as C's `scanf` reads `%li` or `%lu`; all other kinds are any text, even an empty one. */
  readonly kind: "string" | "file" | "directory" | "signed" | "unsigned";
  readonly min?: number;
  readonly max?: number;
  /** Values worth offering. */
  readonly choices?: readonly string[];
}

/** A value as it was given; `number` is only of use for kinds that are numbers. */
export interface OptionValue {
  readonly text: string;
  readonly number: number;
}

/** A dependence or a conflict: the message when `isBroken` says so. */
export interface Check {
  readonly message: string;
  readonly isBroken: (draft: Draft) => boolean;
}

/** Options under a heading of their own within a group. */
export interface OptionSection {
  /** Absent where the options stand directly in the group. */
  readonly title?: string;
  readonly options: readonly OptionRow[];
}

/** A chapter of the help. */
export interface OptionGroup {
  readonly title: string;
  /** Least width of the column of short names. */
  readonly shortNameWidth: number;
  readonly sections: readonly OptionSection[];
}

/** `option` needs `base`, unless `isMet`. */
export function onlyWith(
  { option, base }: { option: string; base: string },
  isMet: (draft: Draft) => boolean,
): Check {
  return { message: `${option} only allowed with ${base}`, isBroken: (draft) => !isMet(draft) };
}

/** `option` cannot be used with `other`, where `isUsed`. */
export function notWith(
  { option, other }: { option: string; other: string },
  isUsed: (draft: Draft) => boolean,
): Check {
  return { message: `${option} not allowed with ${other}`, isBroken: isUsed };
}
