/**
 * Evaluating the options of a command line, in DCMTK's order and with its complaints.
 *
 * @module
 */
import { CommandLineError, type UsedOption } from "./arguments.ts";
import {
  complaintOf,
  type Draft,
  type OptionParameter,
  type OptionRow,
  type OptionValue,
} from "./options/option.ts";
import type { EvaluationOrder } from "./options/table.ts";

/** Evaluates the options of `order` that have been used. */
export function evaluate(
  draft: Draft,
  { used, order }: { used: readonly UsedOption[]; order: EvaluationOrder },
): void {
  for (const step of order) {
    // Of options that exclude each other, only those count that stand to the right of what has been found already
    let barrier = -1;
    for (const long of typeof step === "string" ? [step] : step) {
      let found = used.length - 1;
      while (found > barrier && used[found].row.long !== long) found--;
      if (found <= barrier) continue;
      barrier = found;
      apply(draft, { used, last: used[found] });
    }
  }
}

function apply(
  draft: Draft,
  { used, last }: { used: readonly UsedOption[]; last: UsedOption },
): void {
  const { row } = last;
  for (const check of row.checks ?? []) {
    const complaint = complaintOf(check, { long: row.long, draft });
    if (complaint !== undefined) throw new CommandLineError(complaint);
  }
  const texts = row.repeatable
    ? used.flatMap((option) => option.row === row ? option.values : [])
    : last.values;
  const values = texts.map((text, at) => {
    const parameter = row.parameters?.[row.repeatable ? 0 : at];
    return { text, number: numberOf(text, { row, parameter }) };
  });
  checkMeaning(row, values);
  row.set(draft, values);
}

/** Complains about values that are of the right type and make no sense. */
export function checkMeaning(row: OptionRow, values: readonly OptionValue[]): void {
  const problem = row.problem?.(values);
  if (problem) throw new CommandLineError(problem);
}

function numberOf(text: string, { row, parameter }: { row: OptionRow; parameter?: OptionParameter }): number {
  if (parameter?.kind !== "signed" && parameter?.kind !== "unsigned") return NaN;
  const scanned = parameter.kind === "signed" ? scanSigned(text) : scanUnsigned(text);
  const complaint = `Invalid value for option ${row.long}`;
  if (scanned === undefined || (parameter.kind === "unsigned" && /^ *-/.test(text))) {
    throw new CommandLineError(text ? `${complaint} (${text})` : complaint);
  }
  const { min = -Infinity, max = Infinity } = parameter;
  if (scanned < min) throw new CommandLineError(`${complaint} (underflow: ${text})`);
  if (scanned > max) throw new CommandLineError(`${complaint} (overflow: ${text})`);
  return scanned;
}

// Numbers on the command line are as C's `scanf` reads them: leading white space and a sign are allowed, and whatever
// follows the digits is ignored.
const signedNumber = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/;
const unsignedNumber = /^[ \t\n\v\f\r]*([+-]?)(\d+)/;
const maxSigned = 2n ** 63n - 1n;
const maxUnsigned = 2n ** 64n - 1n;

/** `%li`: hexadecimal after `0x`, octal after `0`; what is too large is the largest. */
export function scanSigned(text: string): number | undefined {
  const found = signedNumber.exec(text);
  if (!found) return undefined;
  const [, sign, digits] = found;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const limited = value > maxSigned ? maxSigned : value;
  return Number(sign === "-" ? -limited : limited);
}

/** `%lu`: decimal; negative numbers wrap around. */
export function scanUnsigned(text: string): number | undefined {
  const found = unsignedNumber.exec(text);
  if (!found) return undefined;
  const [, sign, digits] = found;
  const value = BigInt(digits);
  if (value > maxUnsigned) return Number(maxUnsigned);
  return Number(sign === "-" ? BigInt.asUintN(64, -value) : value);
}
