/** Running the command line stage as the program does, with everything it says in variables. */
import { readProfiles } from "../../lib/app/plan.ts";
import { answer } from "../../lib/cli/answer.ts";
import { CommandLineError } from "../../lib/cli/command_line_error.ts";
import { type CommandLineIo, parseCommandLine } from "../../lib/cli/parse.ts";
import type { ProgramFacts } from "../../lib/cli/program.ts";
import { readCommandFile } from "../../lib/cli/read_command_file.ts";
import type { LogLevel, LogSettings, Settings } from "../../lib/cli/settings.ts";

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
  listCiphers: () => "TLS_TEST\n",
};

const levels: readonly LogLevel[] = ["all", "trace", "debug", "info", "warn", "error", "fatal", "off"];

/** Hears what becomes of a command line. */
export async function say(args: readonly string[]): Promise<Said> {
  const log: string[] = [];
  const parsed = await parseCommandLine(args, io(log));
  const stderr = log.join("");
  if (parsed.kind === "run") return { settings: parsed.settings, stdout: "", stderr };
  const answered = await answer(parsed, facts);
  return { ...answered, stderr: stderr + answered.stderr };
}

/** A logger that knows of configuration files only whether they are there. */
function io(log: string[]): CommandLineIo {
  let shows = (_level: LogLevel) => true;
  return {
    readCommandFile,
    configureLogger(settings) {
      checkConfigFile(settings);
      const { level = "warn" } = settings;
      shows = (wanted) => levels.indexOf(level) <= levels.indexOf(wanted);
      const logAlways = (text: string) => log.push(...text.split("\n").map((line) => `I: ${line}\n`));
      return { showsErrors: shows("error"), isVerbose: shows("info"), logAlways };
    },
    canReadProfiles: async (profile) =>
      await readProfiles(profile, (event) => {
        if (event.kind !== "profile file failed") throw new Error(`Unexpected: ${event.kind}`);
        if (shows("error")) log.push(`E: reading config file: ${event.text}\n`);
      }) !== "failed",
  };
}

function checkConfigFile({ configFile }: LogSettings): void {
  if (configFile === undefined) return;
  try {
    if (Deno.statSync(configFile).isFile) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new CommandLineError("Specified --log-config file does not exist");
}
