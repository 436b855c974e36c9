/** The whole program in this process, with everything it says in variables. */
import { runSettings } from "../../lib/app/session.ts";
import { type Console, createConsole } from "../../lib/console/console.ts";
import type { LogSettings } from "../../lib/cli/settings.ts";
import { answer } from "../../lib/cli/program.ts";
import { consoleLogger, readCommandFile, runtimeFacts } from "../../lib/cli/command_line_io.ts";
import { parseCommandLine } from "../../lib/cli/parse.ts";
import { readProfiles } from "../../lib/app/plan.ts";
import { cipherList } from "../../lib/app/security.ts";
import { MemoryEdge } from "./console.ts";
import type { Ran } from "./run_program.ts";

/** Runs a command line as `main` does; an error that the program does not foresee is thrown. */
export async function runInProcess(args: readonly string[]): Promise<Ran> {
  const edge = new FileEdge();
  let opened: Promise<Console> | undefined;
  const openConsole = (log: LogSettings) => opened ??= createConsole(log, edge);
  const parsed = await parseCommandLine(args, {
    readCommandFile,
    configureLogger: (log) => consoleLogger(log, openConsole),
    canReadProfiles: async (profile, log) =>
      await readProfiles(profile, (await openConsole(log)).emit) !== "failed",
  });
  const ended = parsed.kind === "run"
    ? { code: await runSettings(parsed.settings, await openConsole(parsed.settings.log)) }
    : await answer(parsed, { ...runtimeFacts(), listCiphers: cipherList });
  await (await opened)?.close();
  const { code, stdout = "", stderr = "" } = ended as Partial<Ran> & { code: number };
  return { code, stdout: edge.stdout.text + stdout, stderr: edge.stderr.text + stderr };
}

/** A world whose files are real and whose streams are not. */
class FileEdge extends MemoryEdge {
  override readTextFile(path: string): string {
    return Deno.readTextFileSync(path);
  }
}
