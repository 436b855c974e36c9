/**
 * What the command line needs of the world: command files, the streams that answers go to, and the console, which is
 * not made where levels say it all.
 *
 * @module
 */
import type { Console } from "../console/console.ts";
import { passes, rootLogger } from "../console/logger.ts";
import { CommandLineError } from "./arguments.ts";
import type { CommandLineLogger } from "./parse.ts";
import type { ProgramFacts } from "./program.ts";
import type { LogSettings } from "./settings.ts";

/** Where answers go. */
export const processStreams = Deno;

/** The runtime and the libraries in the program, for `--version`. */
export function runtimeFacts(): Pick<ProgramFacts, "hostType" | "libraries"> {
  const { deno, v8 } = Deno.version;
  return {
    hostType: Deno.build.target,
    libraries: [`Deno, Version ${deno}`, `V8, Version ${v8}`, "dcmjs, Version 0.52.2", "pako, Version 2.1.0"],
  };
}

/** Reads a command file; throws where that cannot be opened. */
export function readCommandFile(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    // A folder can be opened, and then has nothing in it
    if (error instanceof Deno.errors.IsADirectory) return "";
    throw error;
  }
}

/** Gives the console for these settings, and always the same one. */
export type OpenConsole = (log: LogSettings) => Promise<Console>;

/**
 * The logger as the command line sees it. Throws a `CommandLineError` where a configuration file is of no use, and
 * opens the console only where there is such a file or something to log.
 */
export async function consoleLogger(log: LogSettings, openConsole: OpenConsole): Promise<CommandLineLogger> {
  const { level = "warn", configFile } = log;
  const logAlways = async (text: string) => (await openConsole(log)).logAlways(text);
  if (configFile === undefined) {
    return { showsErrors: passes("error", level), isVerbose: passes("info", level), logAlways };
  }
  const console = await openConfigured(log, openConsole);
  return {
    showsErrors: console.isEnabled("error", rootLogger),
    isVerbose: console.isEnabled("info"),
    logAlways,
  };
}

async function openConfigured(log: LogSettings, openConsole: OpenConsole): Promise<Console> {
  const { LogConfigError } = await import("../console/properties.ts");
  try {
    return await openConsole(log);
  } catch (cause) {
    if (cause instanceof LogConfigError) throw new CommandLineError(cause.message, { cause });
    throw cause;
  }
}
