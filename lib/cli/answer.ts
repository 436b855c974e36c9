/**
 * What is said to command lines that do not lead to a run.
 *
 * @module
 */
import type { ParsedCommandLine } from "./parse.ts";
import { header, hostHeader, type ProgramFacts, versionText } from "./program.ts";

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
