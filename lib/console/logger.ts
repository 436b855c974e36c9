/**
 * Loggers with names like `dcmtk.dcmnet`, each below the one whose name is the beginning of its own (oflog), their
 * levels, and their plain layouts.
 *
 * @module
 */
import type { Severity } from "./events.ts";

/** What lets records through: a severity, everything (`all`) or nothing (`off`). */
export type Threshold = Severity | "all" | "off";

/** Weights of severities; of two records the one with more weight is the more severe. */
const weights: Readonly<Record<Threshold, number>> = {
  all: 0,
  trace: 0,
  debug: 1,
  info: 2,
  warn: 3,
  error: 4,
  fatal: 5,
  off: 6,
};

/** The weight of a severity or a threshold. */
export function weightOf(threshold: Threshold): number {
  return weights[threshold];
}

/** Whether a record of this severity passes. */
export function passes(severity: Severity, threshold: Threshold): boolean {
  return weights[severity] >= weights[threshold];
}

/** The threshold of a name in any case, or `undefined` for any other word. */
export function thresholdOf(name: string): Threshold | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(weights, lower) ? lower as Threshold : undefined;
}

/** One line, or several, on its way to the appenders. */
export interface LogRecord {
  /** The name of the logger. */
  readonly logger: string;
  readonly severity: Severity;
  readonly text: string;
  /** Milliseconds since 1970, with fractions. */
  readonly timeMs: number;
}

/** A place where records end up. */
export interface Appender {
  /** Takes a record that its logger has let through. */
  append(record: LogRecord): void;
  /** Writes everything that was held back, and lets go of what it holds. */
  close(): void | Promise<void>;
}

/** What is known of one logger. */
export interface LoggerSettings {
  /** Absent where the level is that of the logger above. */
  readonly threshold?: Threshold;
  readonly appenders: readonly Appender[];
  /** Whether records go to the appenders of the logger above as well. */
  readonly additive: boolean;
}

/** Name of the logger above all others. */
export const rootLogger = "";

/** All loggers and where their records go. */
export class Loggers {
  readonly #settings: ReadonlyMap<string, LoggerSettings>;
  readonly #thresholds = new Map<string, Threshold>();
  readonly #appenders = new Map<string, readonly Appender[]>();

  readonly #complain: (text: string) => void;
  #hasComplained = false;

  /** Takes what is known of loggers, by name; the root logger is among them. */
  constructor(
    settings: ReadonlyMap<string, LoggerSettings>,
    { complain = () => {} }: { complain?: (text: string) => void } = {},
  ) {
    this.#settings = settings;
    this.#complain = complain;
  }

  /** Whether a record would be let through: to be asked before a text is made that costs something. */
  isEnabled(logger: string, severity: Severity): boolean {
    return weights[severity] >= weights[this.thresholdOf(logger)];
  }

  /** Whether there may be a logger that lets such records through. */
  isEnabledAnywhere(severity: Severity): boolean {
    if (this.isEnabled(rootLogger, severity)) return true;
    for (const logger of this.#settings.keys()) if (this.isEnabled(logger, severity)) return true;
    return false;
  }

  /** The level in force: its own, or that of the nearest logger above that has one. */
  thresholdOf(logger: string): Threshold {
    const known = this.#thresholds.get(logger);
    if (known !== undefined) return known;
    let threshold = this.#settings.get(logger)?.threshold;
    for (let above = logger; threshold === undefined && above !== rootLogger;) {
      above = parentOf(above);
      threshold = this.#settings.get(above)?.threshold;
    }
    this.#thresholds.set(logger, threshold ?? "all");
    return threshold ?? "all";
  }

  /** Hands on a record whatever the level says. */
  forceLog(record: LogRecord): void {
    const appenders = this.#appendersOf(record.logger);
    if (appenders.length === 0) this.#complainOnce(record.logger);
    for (const appender of appenders) appender.append(record);
  }

  #complainOnce(logger: string): void {
    if (this.#hasComplained) return;
    this.#hasComplained = true;
    this.#complain(`No appenders could be found for logger (${logger || "root"}).`);
    this.#complain("Please initialize the log4cplus system properly.");
  }

  #appendersOf(logger: string): readonly Appender[] {
    const known = this.#appenders.get(logger);
    if (known) return known;
    const { appenders = [], additive = true } = this.#settings.get(logger) ?? {};
    const above = additive && logger !== rootLogger ? this.#appendersOf(parentOf(logger)) : [];
    const all = [...appenders, ...above];
    this.#appenders.set(logger, all);
    return all;
  }

  /** Closes every appender, each once. */
  async close(): Promise<void> {
    const all = new Set<Appender>();
    for (const { appenders } of this.#settings.values()) {
      for (const appender of appenders) all.add(appender);
    }
    for (const appender of all) await appender.close();
  }
}

function parentOf(logger: string): string {
  const dot = logger.lastIndexOf(".");
  return dot < 0 ? rootLogger : logger.slice(0, dot);
}

/** Makes the text of a record, with its line ends. */
export type Layout = (record: LogRecord) => string;

/** The layout in force without a configuration file: `I: text`, and so for every line of the text. */
export function defaultLayout({ severity, text }: LogRecord): string {
  const prefix = `${severity[0].toUpperCase()}: `;
  return prefix + text.replaceAll("\n", `\n${prefix}`) + "\n";
}

/** `INFO - text`. */
export function simpleLayout({ severity, text }: LogRecord): string {
  return `${severity.toUpperCase()} - ${text}\n`;
}
