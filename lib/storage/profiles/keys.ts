/**
 * Keys of profile files: letters beyond ASCII have no upper case there.
 *
 * @module
 */

/** A text with the letters of ASCII in upper case. */
export function upperCase(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** A key as sections are found by it: in upper case, without white space. */
export function mangled(key: string): string {
  return upperCase(key.replaceAll(/[ \t\n\v\f\r]/g, ""));
}
