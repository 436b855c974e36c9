/**
 * The console: events become log lines, progress and reports, each where the settings want it.
 *
 * @module
 */
import type { DictionaryFiles } from "../dictionary/load_dictionary.ts";
import type { AppEvent, Emit, Severity } from "./events.ts";
import type { LogConfigEdge } from "./log_config.ts";
import { type Appender, defaultLayout, Loggers, rootLogger, type Threshold } from "./logger.ts";
import { appLogger, dataLogger, type Details, Messages } from "./messages.ts";
import { Output, type Sink } from "./output.ts";

/** `-q -v -d -ll -lc +v`, as the command line has them. */
export interface ConsoleSettings {
  /** Absent for warnings and worse, or when a configuration file decides. */
  readonly level?: Threshold;
  /** Path of a log4cplus property file. */
  readonly configFile?: string;
  readonly showPresentationContexts: boolean;
}

/** What a console needs of the world. */
export interface ConsoleEdge extends LogConfigEdge {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Runs something as soon as the program waits for anything. */
  defer(run: () => void): void;
}

/** What people see of a run. */
export interface Console {
  /** Takes an event. */
  readonly emit: Emit;
  /** Lets another listener hear every event, after its lines are written. */
  listen(listener: Emit): void;
  /** Logs text that is no event, as the program itself unless a logger is named. */
  log(severity: Severity, text: string, options?: { readonly logger?: string }): void;
  /** Logs text at level info whatever the level is, as `--arguments` does. */
  logAlways(text: string): void;
  /** Whether nobody hears of what is in order: no logger, no progress and no listener. */
  readonly isQuiet: boolean;
  /** Whether a record of that severity would be let through. */
  isEnabled(severity: Severity, logger?: string): boolean;
  /** Writes to standard output what is no log line, after everything that was logged before. */
  print(text: string): void;
  /** Writes everything that is still held back; to be called before the program ends. */
  flush(): void;
  /** Ends it: flushes, and closes log files. */
  close(): Promise<void>;
}

/** Makes a console; throws a `LogConfigError` where the configuration file is of no use. */
export async function createConsole(settings: ConsoleSettings, edge: ConsoleEdge): Promise<Console> {
  const stdout = new Output(edge.stdout, edge.defer);
  const stderr = new Output(edge.stderr, edge.defer);
  Output.pair(stdout, stderr);
  const loggers = settings.configFile === undefined
    ? plainLoggers(settings.level ?? "warn", stderr)
    : await configuredLoggers(settings.configFile, { edge, stdout, stderr });
  const tellsDetails = loggers.isEnabledAnywhere("info");
  return new LoggingConsole({
    loggers,
    messages: new Messages(tellsDetails ? await detailsFor(settings, loggers) : undefined),
    tellsDetails,
    stdout,
    stderr,
    now: edge.now,
  });
}

async function detailsFor(
  { showPresentationContexts }: ConsoleSettings,
  loggers: Loggers,
): Promise<Details> {
  const { detailsFor } = await import("./details.ts");
  return detailsFor({ showPresentationContexts, isDebug: () => loggers.isEnabled(appLogger, "debug") });
}

function plainLoggers(threshold: Threshold, stderr: Output): Loggers {
  const appender: Appender = {
    append: (record) => void stderr.write(defaultLayout(record)),
    close: () => stderr.flush(),
  };
  return new Loggers(new Map([[rootLogger, { threshold, appenders: [appender], additive: true }]]));
}

async function configuredLoggers(
  path: string,
  { edge, stdout, stderr }: { edge: ConsoleEdge; stdout: Output; stderr: Output },
): Promise<Loggers> {
  const { readLogConfig } = await import("./log_config.ts");
  return readLogConfig(path, { edge, stdout, stderr });
}

interface Parts {
  readonly loggers: Loggers;
  readonly messages: Messages;
  /** Whether anybody may read what is said of events that are in order. */
  readonly tellsDetails: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  now(): number;
}

class LoggingConsole implements Console {
  readonly #parts: Parts;
  readonly #showsProgress: boolean;
  readonly #listeners: Emit[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    // Neither more nor less: DCMTK takes it that at level debug every PDU is told of anyway
    this.#showsProgress = parts.loggers.thresholdOf(progressLogger) === "info";
  }

  readonly emit = (event: AppEvent): void => {
    for (const { severity, text, logger } of this.#parts.messages.of(event)) {
      if (this.#parts.loggers.isEnabled(logger, severity)) {
        this.log(severity, typeof text === "string" ? text : text(), { logger });
      }
    }
    if (this.#showsProgress) this.#parts.stdout.write(progressOf(event));
    for (const listener of this.#listeners) listener(event);
  };

  get isQuiet(): boolean {
    return !this.#parts.tellsDetails && !this.#showsProgress && this.#listeners.length === 0;
  }

  listen(listener: Emit): void {
    this.#listeners.push(listener);
  }

  log(severity: Severity, text: string, { logger = appLogger }: { readonly logger?: string } = {}): void {
    const { loggers, now } = this.#parts;
    if (loggers.isEnabled(logger, severity)) loggers.forceLog({ logger, severity, text, timeMs: now() });
  }

  logAlways(text: string): void {
    const { loggers, now } = this.#parts;
    loggers.forceLog({ logger: rootLogger, severity: "info", text, timeMs: now() });
  }

  isEnabled(severity: Severity, logger = appLogger): boolean {
    return this.#parts.loggers.isEnabled(logger, severity);
  }

  print(text: string): void {
    this.#parts.stdout.write(text);
  }

  flush(): void {
    this.#parts.stdout.flush();
    this.#parts.stderr.flush();
  }

  async close(): Promise<void> {
    this.flush();
    await this.#parts.loggers.close();
    this.flush();
  }
}

/**
 * Says what became of the files of DCMDICTPATH, as DCMTK does when it begins. Where DCMTK would be left without a
 * dictionary, the one built in stays in force, so that the warning says so.
 */
export function tellDictionary(console: Console, { messages, loaded }: DictionaryFiles): void {
  for (const { level, text } of messages) console.log(level, text, { logger: dataLogger });
  if (!loaded) console.log("warn", "no data dictionary loaded, check environment variable: DCMDICTPATH");
}

/** Says at level debug which program this is, with DCMTK's empty line behind it. */
export function tellBanner(console: Console, banner: string): void {
  console.log("debug", `${banner}\n`);
}

/** The logger whose level decides whether progress is shown; it never gets a record. */
const progressLogger = "dcmtk.apps.storescu.progress";

/** What an event adds to standard output. */
function progressOf(event: AppEvent): string {
  switch (event.kind) {
    case "object begins":
      return "XMIT: ";
    case "object progresses":
      return ".".repeat(event.pdus);
    case "object ends":
      return "\n";
    default:
      return "";
  }
}
