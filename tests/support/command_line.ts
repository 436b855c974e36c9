/** Running the command line stage as the program does, with everything it says in variables. */
import { readProfiles } from "../../lib/app/plan.ts";
import { answer, type ProgramFacts } from "../../lib/cli/program.ts";
import { consoleLogger, readCommandFile } from "../../lib/cli/command_line_io.ts";
import { parseCommandLine } from "../../lib/cli/parse.ts";
import type { LogSettings, Settings } from "../../lib/cli/settings.ts";
import { type Console, createConsole } from "../../lib/console/console.ts";
import { MemoryEdge } from "./console.ts";

/** What became of a command line. */
export interface Said {
  /** Absent where the command line is in order and the program runs. */
  readonly code?: number;
  readonly settings?: Settings;
  readonly stdout: string;
  readonly stderr: string;
}

/** Facts about no program in particular. */
export const facts: ProgramFacts = {
  hostType: "Test",
  libraries: ["Tests, Version 1"],
  listCiphers: () => "  TLS_TEST\n",
};

/** Hears what becomes of a command line. */
export async function say(args: readonly string[]): Promise<Said> {
  const edge = new FileEdge();
  let console: Console | undefined;
  const openConsole = async (log: LogSettings) => console ??= await createConsole(log, edge);
  const parsed = await parseCommandLine(args, {
    readCommandFile,
    configureLogger: (log) => consoleLogger(log, openConsole),
    canReadProfiles: async (profile, log) =>
      await readProfiles(profile, (await openConsole(log)).emit) !== "failed",
  });
  await (console as Console | undefined)?.close();
  const said = { stdout: edge.stdout.text, stderr: edge.stderr.text };
  if (parsed.kind === "run") return { settings: parsed.settings, ...said };
  const { code, stdout, stderr } = await answer(parsed, facts);
  return { code, stdout: said.stdout + stdout, stderr: said.stderr + stderr };
}

/** A world whose files are real and whose streams are not. */
class FileEdge extends MemoryEdge {
  override readTextFile(path: string): string {
    return Deno.readTextFileSync(path);
  }
}
