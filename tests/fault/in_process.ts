/** The whole program but its process: arguments in; exit code, events and what was printed out. */
import { runSettings } from "../../lib/app/session.ts";
import { consoleLogger } from "../../lib/cli/command_line_io.ts";
import { parseCommandLine } from "../../lib/cli/parse.ts";
import { type Console, createConsole } from "../../lib/console/console.ts";
import type { AppEvent, FileSettled } from "../../lib/console/events.ts";
import { MemoryEdge } from "../support/console.ts";

/** What a run came to. */
export interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What became of every file, in the order in which it was told. */
  readonly settled: readonly FileSettled[];
  /** Kinds of all events. */
  readonly kinds: readonly AppEvent["kind"][];
}

/** Runs storescu with these arguments in this process. */
export async function storescu(args: readonly string[]): Promise<Told> {
  const edge = new MemoryEdge();
  let console: Console | undefined;
  const parsed = await parseCommandLine(args, {
    readCommandFile: (path) => Deno.readTextFileSync(path),
    configureLogger: (log) =>
      consoleLogger(log, async (settings) => console ??= await createConsole(settings, edge)),
    canReadProfiles: () => true,
  });
  if (parsed.kind !== "run") throw new Error(`Not a command line to run: ${args.join(" ")}`);
  console ??= await createConsole(parsed.settings.log, edge);
  const events: AppEvent[] = [];
  console.listen((event) => events.push(event));
  const code = await runSettings(parsed.settings, console);
  await console.close();
  return {
    code,
    stdout: edge.stdout.text,
    stderr: edge.stderr.text,
    settled: events.filter((event) => event.kind === "file settled"),
    kinds: events.map(({ kind }) => kind),
  };
}
