/**
 * What the program is called, and which one it is.
 *
 * @module
 */

/** The version; the one in deno.json is the same. */
export const version = "0.1.0";

/** When this version was made. */
export const releaseDate = "2026-11-24";

/** The line that stands for DCMTK's `$dcmtk: storescu v3.6.7 2022-04-22 $`. */
export const identification = `$storescu: storescu v${version} ${releaseDate} $`;

/** What begins every text about the program itself. */
export const header = `${identification}\n\nstorescu: DICOM storage (C-STORE) SCU\n`;

/** Facts about the program as it runs. */
export interface ProgramFacts {
  /** Processor and system, for example `x86_64-unknown-linux-gnu`. */
  readonly hostType: string;
  /** Runtime and libraries with their versions, for example `Deno, Version 2.9.6`. */
  readonly libraries: readonly string[];
  /** The lines of `--list-ciphers` that follow the heading. */
  listCiphers(): string | Promise<string>;
}

/** The beginning of everything that tells which program this is and where it runs. */
export function hostHeader({ hostType }: ProgramFacts): string {
  return `${header}
Host type: ${hostType}
Character encoding: UTF-8
Build options: builtin-dict dcmdictpath private-tags
`;
}

/** The answer to `--version`. */
export function versionText(facts: ProgramFacts): string {
  const libraries = facts.libraries.map((library) => `- ${library}\n`);
  return `${hostHeader(facts)}\nExternal libraries used:\n${libraries.join("")}`;
}
