/**
 * What the rules of the command line need of the console, without making one where levels say it all.
 *
 * @module
 */
import type { Console } from "../console/console.ts";
import { passes } from "../console/levels.ts";
import { CommandLineError } from "./command_line_error.ts";
import type { CommandLineLogger } from "./parse.ts";
import type { LogSettings } from "./settings.ts";

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
  const { rootLogger } = await import("../console/logger.ts");
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
