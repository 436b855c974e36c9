/**
 * Numbers on the command line, as C's `scanf` reads them: leading white space and a sign are allowed, and whatever
 * follows the digits is ignored.
 *
 * @module
 */

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
