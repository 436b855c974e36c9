/**
 * From arguments to an exit code.
 *
 * @module
 */
import { errorOf } from "../base/errors.ts";
import { consoleLogger } from "../cli/console_logger.ts";
import { parseCommandLine } from "../cli/parse.ts";
import { readCommandFile } from "../cli/read_command_file.ts";
import type { LogSettings } from "../cli/settings.ts";
import type { Console } from "../console/console.ts";
import { denoEdge } from "../console/deno_edge.ts";
import { say } from "../console/say.ts";

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
  readonly #edge = denoEdge("storescu");
  #console: Console | undefined;

  async run(args: readonly string[]): Promise<number> {
    const openConsole = (log: LogSettings) => this.#openConsole(log);
    const parsed = await parseCommandLine(args, {
      readCommandFile,
      configureLogger: (log) => consoleLogger(log, openConsole),
      canReadProfiles: async (profile, log) => {
        const { readProfiles } = await import("./plan.ts");
        const { emit } = await openConsole(log);
        return await readProfiles(profile, emit) !== "failed";
      },
    });
    if (parsed.kind === "run") {
      const { runSettings } = await import("./session.ts");
      const exitCode = await runSettings(parsed.settings, await openConsole(parsed.settings.log));
      await this.#console?.close();
      return exitCode;
    }
    const { answer } = await import("../cli/answer.ts");
    const { programFacts } = await import("./system.ts");
    const { code, ...text } = await answer(parsed, programFacts());
    await this.#console?.close();
    say(text, this.#edge);
    return code;
  }

  async #openConsole(log: LogSettings): Promise<Console> {
    const { createConsole } = await import("../console/console.ts");
    return this.#console ??= await createConsole(log, this.#edge);
  }

  /** Something that nobody foresaw, which is never a success. */
  async fail(error: Error): Promise<number> {
    const text = error.name === "NotCapable" ? error.message : error.stack ?? error.message;
    this.#console?.log("fatal", text);
    await this.#console?.close();
    if (!this.#console) say({ stderr: `error: ${text}\n` }, this.#edge);
    return failure;
  }
}
