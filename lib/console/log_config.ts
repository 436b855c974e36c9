/**
 * `--log-config`: loggers, appenders and layouts of a log4cplus property file.
 *
 * What log4cplus complains about and goes on is complained about here in its words. What it would crash on, or what
 * cannot be done here, is refused.
 *
 * @module
 */
import { reasonOf } from "../base/errors.ts";
import { type AppenderParts, makeAppender } from "./appenders.ts";
import { type Appender, Loggers, type LoggerSettings, rootLogger, thresholdOf } from "./logger.ts";
import type { Output } from "./output.ts";
import type { ProcessFacts } from "./pattern_layout.ts";
import {
  below,
  booleanOf,
  LogConfigError,
  parseProperties,
  type Properties,
  substitute,
} from "./properties.ts";
import { strftime } from "./strftime.ts";
import type { LogFolder } from "./log_files.ts";
import type { DatagramSender } from "./syslog.ts";

/** What a configuration file makes use of. */
export interface LogConfigEdge {
  readonly folder: LogFolder;
  readonly facts: ProcessFacts & { readonly programName: string };
  /** The text of a file; throws where it cannot be read. */
  readTextFile(path: string): string;
  /** An environment variable. */
  env(name: string): string | undefined;
  /** Milliseconds since 1970, with fractions. */
  now(): number;
  /** Runs something as soon as the program waits for anything. */
  defer(run: () => void): void;
  /** A way to send datagrams over UDP. */
  openUdp(host: string, port: number): Promise<DatagramSender>;
}

/** The streams that may be written to. */
export interface LogStreams {
  readonly edge: LogConfigEdge;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Reads a configuration file; throws a `LogConfigError` with DCMTK's words where DCMTK refuses it. */
export async function readLogConfig(path: string, streams: LogStreams): Promise<Loggers> {
  const properties = readProperties(path, streams.edge);
  return await new Configurator(properties, streams).configure();
}

function readProperties(path: string, edge: LogConfigEdge): Properties {
  let text: string;
  try {
    text = edge.readTextFile(path);
  } catch (cause) {
    // For DCMTK a folder is no file
    const missing = /^(No such file|Not a directory|Is a directory|.*cannot find)/i.test(reasonOf(cause));
    const problem = missing ? "does not exist" : "cannot be read";
    throw new LogConfigError(`Specified --log-config file ${problem}`, { cause });
  }
  const properties = parseProperties(text);
  if (properties.size === 0) refuse("does not contain any settings");
  if (below(properties, "log4cplus.").size === 0) refuse("does not contain any valid settings");
  if (!properties.has("log4cplus.rootLogger")) refuse("does not set up log4cplus.rootLogger");
  return properties;
}

function refuse(problem: string): never {
  throw new LogConfigError(`Specified --log-config file ${problem}`);
}

class Configurator {
  readonly #properties: Properties;
  readonly #streams: LogStreams;
  readonly #appenders = new Map<string, Appender>();
  readonly #loggers = new Map<string, LoggerSettings>();
  #isQuiet: boolean;

  constructor(properties: Properties, streams: LogStreams) {
    this.#streams = streams;
    this.#isQuiet = isTrue(streams.edge.env("DCMTK_LOG4CPLUS_LOGLOG_QUIETMODE"));
    this.#predefine(properties);
    substitute(properties, { env: streams.edge.env, complain: this.#complain });
    this.#properties = below(properties, "log4cplus.");
  }

  readonly #complain = (text: string): void => {
    if (!this.#isQuiet) this.#streams.stderr.write(`log4cplus:ERROR ${text}\n`);
  };

  readonly #warn = (text: string): void => {
    if (!this.#isQuiet) this.#streams.stderr.write(`log4cplus:WARN ${text}\n`);
  };

  /** Names that every file may use; they win over lines of the file. */
  #predefine(properties: Properties): void {
    const { facts, now } = this.#streams.edge;
    const timeMs = now();
    properties.set("appname", facts.programName);
    properties.set("hostname", facts.hostname());
    properties.set("pid", String(facts.processId));
    properties.set("date", strftime("%Y%m%d", { timeMs, utc: false }));
    properties.set("time", strftime("%H%M%S", { timeMs, utc: false }));
  }

  async configure(): Promise<Loggers> {
    this.#isQuiet = booleanOf(this.#properties, { key: "quietMode", byDefault: this.#isQuiet });
    if (booleanOf(this.#properties, { key: "configDebug", byDefault: false })) {
      this.#warn("configDebug is of no effect: what it would show does not happen here");
    }
    await this.#makeAppenders();
    this.#configureLogger(rootLogger, this.#properties.get("rootLogger") ?? "");
    for (const [name, value] of below(this.#properties, "logger.")) this.#configureLogger(name, value);
    this.#configureAdditivity();
    const loggers = new Loggers(this.#loggers, { complain: this.#complain });
    this.#isQuiet = !loggers.isEnabled(rootLogger, "error");
    return loggers;
  }

  async #makeAppenders(): Promise<void> {
    const all = below(this.#properties, "appender.");
    for (const [name, kind] of all) {
      if (name.includes(".")) continue;
      const appender = await makeAppender(kind, this.#partsOf(name, below(all, `${name}.`)));
      if (appender) this.#appenders.set(name, appender);
    }
  }

  #partsOf(name: string, properties: Properties): AppenderParts {
    return { ...this.#streams, name, properties, complain: this.#complain, warn: this.#warn };
  }

  /** `LEVEL, appender, appender`. */
  #configureLogger(name: string, value: string): void {
    const [level, ...names] = value.replaceAll(" ", "").split(/,+/);
    const threshold = thresholdOf(level);
    if (threshold === undefined) this.#judgeLevel(level, { name, value });
    const appenders: Appender[] = [];
    for (const appenderName of names.filter((word) => word !== "")) {
      const appender = this.#appenders.get(appenderName);
      if (appender) appenders.push(appender);
      else this.#complain(`PropertyConfigurator::configureLogger()- Invalid appender: ${appenderName}`);
    }
    this.#loggers.set(name, { threshold, appenders, additive: true });
  }

  /** A logger without a level has that of the one above; the root logger has nobody above. */
  #judgeLevel(level: string, { name, value }: { name: string; value: string }): void {
    if (name === rootLogger) {
      throw new LogConfigError(`Unknown log level '${level}' of log4cplus.rootLogger in '${value}'`);
    }
    if (/^(INHERIT(ED)?|NOTSET)?$/i.test(level)) return;
    this.#warn(`Unknown log level '${level}' of logger ${name}, using that of the logger above`);
  }

  #configureAdditivity(): void {
    const additivity = below(this.#properties, "additivity.");
    for (const name of additivity.keys()) {
      const { threshold, appenders = [] } = this.#loggers.get(name) ?? {};
      const additive = booleanOf(additivity, { key: name, byDefault: true });
      this.#loggers.set(name, { threshold, appenders, additive });
    }
  }
}

function isTrue(word: string | undefined): boolean {
  return booleanOf(new Map([["it", word ?? ""]]), { key: "it", byDefault: false });
}
