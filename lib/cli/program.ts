/**
 * What the program says of itself, and to command lines that do not lead to a run.
 *
 * @module
 */
import type { ParsedCommandLine } from "./parse.ts";

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
function hostHeader({ hostType }: ProgramFacts): string {
  return `${header}
Host type: ${hostType}
Character encoding: UTF-8
Build options: builtin-dict dcmdictpath private-tags
`;
}

/** The answer to `--version`. */
function versionText(facts: ProgramFacts): string {
  const libraries = facts.libraries.map((library) => `- ${library}\n`);
  return `${hostHeader(facts)}\nExternal libraries used:\n${libraries.join("")}`;
}

/** The program's last words and its exit code. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Answers whatever is no run. */
export async function answer(
  parsed: Exclude<ParsedCommandLine, { kind: "run" }>,
  facts: ProgramFacts,
): Promise<Answer> {
  switch (parsed.kind) {
    case "refused":
      return {
        code: 1,
        stdout: "",
        stderr: parsed.message === undefined ? "" : `${header}error: ${parsed.message}\n`,
      };
    case "help": {
      const { helpText } = await import("./help.ts");
      return success(helpText());
    }
    case "version":
      return success(versionText(facts));
    case "list-ciphers":
      return success(`${hostHeader(facts)}\nSupported TLS ciphersuites are:\n${await facts.listCiphers()}`);
    case "completions": {
      const { completionsFor } = await import("./completions/completions.ts");
      return success(completionsFor(parsed.shell));
    }
  }
}

function success(stdout: string): Answer {
  return { code: 0, stdout, stderr: "" };
}
