/**
 * Command files: `@file` stands for the arguments in that file.
 *
 * @module
 */

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
