/**
 * From arguments to an exit code.
 *
 * @module
 */
import { errorOf } from "../base/errors.ts";
import { consoleLogger, processStreams, readCommandFile, runtimeFacts } from "../cli/command_line_io.ts";
import { parseCommandLine, type ParsedCommandLine } from "../cli/parse.ts";
import { answer } from "../cli/program.ts";
import type { LogSettings, Settings } from "../cli/settings.ts";
import type { Console } from "../console/console.ts";
import { say } from "../console/output.ts";

const failure = 1;

/** Runs the program with the given arguments; returns its exit code. Never throws. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Program();
  try {
    return await program.run(args);
  } catch (error) {
    return await program.fail(errorOf(error));
  }
}

class Program {
  #console: Console | undefined;
  readonly #openConsole = async (log: LogSettings): Promise<Console> => {
    const { openConsole } = await import("../console/deno_edge.ts");
    return this.#console ??= await openConsole(log, "storescu");
  };

  async run(args: readonly string[]): Promise<number> {
    // For what is thrown V8 reads the code on the stack again, which at first is the whole module: all of a bundle
    await undefined;
    const parsed = await parseCommandLine(args, {
      readCommandFile,
      configureLogger: (log) => consoleLogger(log, this.#openConsole),
      canReadProfiles: async (profile, log) => {
        const { readProfiles } = await import("./plan.ts");
        const { emit } = await this.#openConsole(log);
        return await readProfiles(profile, emit) !== "failed";
      },
    });
    return parsed.kind === "run" ? await this.#send(parsed.settings) : await this.#answer(parsed);
  }

  async #send(settings: Settings): Promise<number> {
    // One import for both: each takes a while
    const { runSettings, openConsole } = await import("./session.ts");
    this.#console ??= await openConsole(settings.log, "storescu");
    const exitCode = await runSettings(settings, this.#console);
    await this.#console?.close();
    return exitCode;
  }

  async #answer(parsed: Exclude<ParsedCommandLine, { kind: "run" }>): Promise<number> {
    const listCiphers = async () => await (await import("./security.ts")).cipherList();
    const { code, ...text } = await answer(parsed, { ...runtimeFacts(), listCiphers });
    await this.#console?.close();
    say(text, processStreams);
    return code;
  }

  /** Something that nobody foresaw, which is never a success. */
  async fail(error: Error): Promise<number> {
    const text = error.name === "NotCapable" ? error.message : error.stack ?? error.message;
    this.#console?.log("fatal", text);
    await this.#console?.close();
    if (!this.#console) say({ stderr: `error: ${text}\n` }, processStreams);
    return failure;
  }
}
