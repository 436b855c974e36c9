/**
 * What an option goes with, in words for people.
 *
 * @module
 */
import type { OptionRow } from "../options/option.ts";
import { excludedBy } from "../options/table.ts";

/** Longer lists are left to the heading above the options. */
const maxNamed = 3;

/** Sentences about what an option needs, excludes, and how often it counts. */
export function rulesOf(row: OptionRow): string[] {
  const { checks = [], exclusive, repeatable } = row;
  const others = excludedBy(row);
  return [
    ...checks.flatMap((check) => "onlyWith" in check ? [`Only with ${check.onlyWith}.`] : []),
    ...conflicts(checks.flatMap((check) => "notWith" in check ? [check.notWith] : [])),
    ...others.length > 0 && others.length <= maxNamed
      ? [`Of this and ${listed(others)} the rightmost counts.`]
      : [],
    ...others.length > maxNamed ? ["Of all that exclude each other here the rightmost counts."] : [],
    ...repeatable ? ["May be given more than once."] : [],
    ...exclusive ? ["Answered alone, whatever else is asked for."] : [],
  ];
}

function conflicts(others: readonly string[]): string[] {
  return others.length > maxNamed ? [] : others.map((other) => `Not with ${other}.`);
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
