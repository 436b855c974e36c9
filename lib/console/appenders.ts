/**
 * Appenders of a log4cplus property file: what each kind makes of its properties.
 *
 * @module
 */
import {
  type Appender,
  type Layout,
  type LogRecord,
  passes,
  simpleLayout,
  type Threshold,
  thresholdOf,
} from "./logger.ts";
import { readFilters } from "./filters.ts";
import type { LogStreams } from "./log_config.ts";
import {
  DailyFileTarget,
  FileTarget,
  type FileTargetOptions,
  nullTarget,
  RollingFileTarget,
  scheduleOf,
  streamTarget,
  type Target,
} from "./log_files.ts";
import { patternLayout, ttccLayout } from "./pattern_layout.ts";
import { below, booleanOf, integerOf, LogConfigError, type Properties } from "./properties.ts";
import { facilityOf, syslogDatagram } from "./syslog.ts";

/** What an appender is made of. */
export interface AppenderParts extends LogStreams {
  readonly name: string;
  readonly properties: Properties;
  complain(text: string): void;
  warn(text: string): void;
}

/** Makes an appender; `undefined` for a kind that log4cplus does not know either, which has been told. */
export async function makeAppender(kind: string, parts: AppenderParts): Promise<Appender | undefined> {
  const make = kinds.get(kind);
  if (!make) {
    parts.complain(`PropertyConfigurator::configureAppenders()- Cannot find AppenderFactory: ${kind}`);
    return undefined;
  }
  if (booleanOf(parts.properties, { key: "UseLockFile", byDefault: false })) {
    throw new LogConfigError(`Cannot use a lock file for appender ${parts.name}: it is not supported`);
  }
  const rules = readRules(parts);
  return await make(parts, rules);
}

/** What all appenders have in common. */
interface Rules {
  readonly layout: Layout;
  lets(record: LogRecord): boolean;
}

/** With a layout that cannot be made, log4cplus reads neither threshold nor filters. */
function readRules(parts: AppenderParts): Rules {
  const { properties, complain } = parts;
  const layout = readLayout(parts);
  if (!layout) return { layout: simpleLayout, lets: () => true };
  const threshold: Threshold = thresholdOf(properties.get("Threshold") ?? "") ?? "all";
  const isAccepted = readFilters(properties, complain);
  return { layout, lets: (record) => passes(record.severity, threshold) && isAccepted(record) };
}

function readLayout({ properties, edge: { facts }, complain, warn }: AppenderParts): Layout | undefined {
  const kind = properties.get("layout");
  const options = below(properties, "layout.");
  switch (kind) {
    case undefined:
    case "log4cplus::SimpleLayout":
      return simpleLayout;
    case "log4cplus::TTCCLayout": {
      const utc = booleanOf(options, { key: "Use_gmtime", byDefault: false });
      return ttccLayout({ facts, dateFormat: options.get("DateFormat") ?? "", utc });
    }
    case "log4cplus::PatternLayout":
      return readPatternLayout(options, { facts, complain, warn });
    default:
      return void complain(`Cannot find LayoutFactory: "${kind}"`);
  }
}

function readPatternLayout(
  options: Properties,
  { facts, complain, warn }: Pick<AppenderParts, "complain" | "warn"> & Pick<LogStreams["edge"], "facts">,
): Layout | undefined {
  const deprecated = options.get("Pattern");
  if (deprecated !== undefined) {
    warn('PatternLayout- the "Pattern" property has been deprecated.  Use "ConversionPattern" instead.');
  }
  const pattern = options.get("ConversionPattern") ?? deprecated;
  if (pattern === undefined) {
    const problem = "ConversionPattern not specified in properties";
    complain(problem);
    return void complain(`Error while creating Layout: ${problem}`);
  }
  if (pattern === "") warn("PatternLayout pattern is empty.  Using default...");
  const formatEachLine = booleanOf(options, { key: "FormatEachLine", byDefault: true });
  return patternLayout(pattern, { facts, complain, formatEachLine });
}

type Make = (parts: AppenderParts, rules: Rules) => Appender | Promise<Appender>;

const kinds = new Map<string, Make>([
  ["log4cplus::ConsoleAppender", toTarget(consoleTarget)],
  ["log4cplus::NullAppender", toTarget(() => nullTarget)],
  ["log4cplus::FileAppender", toTarget((parts) => new FileTarget(fileOptions(parts, "truncate")))],
  ["log4cplus::RollingFileAppender", toTarget(rollingTarget)],
  ["log4cplus::DailyRollingFileAppender", toTarget(dailyTarget)],
  ["log4cplus::SysLogAppender", syslogAppender],
  ["log4cplus::SocketAppender", ({ name }) => {
    throw new LogConfigError(`Cannot make appender ${name}: SocketAppender is not supported`);
  }],
]);

function toTarget(make: (parts: AppenderParts) => Target): Make {
  return (parts, { layout, lets }) => {
    const target = make(parts);
    return {
      append: (record) => {
        if (lets(record)) target.write(layout(record), record.timeMs);
      },
      close: () => target.close(),
    };
  };
}

/** The key is spelled `logToStdErr`; DCMTK's samples spell it otherwise, and log to standard output. */
function consoleTarget({ properties, stdout, stderr }: AppenderParts): Target {
  return streamTarget(booleanOf(properties, { key: "logToStdErr", byDefault: false }) ? stderr : stdout);
}

function fileOptions(parts: AppenderParts, mode: "append" | "truncate"): FileTargetOptions {
  const { properties, complain, edge: { folder, now, defer } } = parts;
  const append = booleanOf(properties, { key: "Append", byDefault: mode === "append" });
  return {
    path: properties.get("File") ?? "",
    mode: append ? "append" : "truncate",
    folder,
    reopenDelayMs: 1000 * integerOf(properties, { key: "ReopenDelay", byDefault: 1 }),
    now,
    defer,
    complain,
  };
}

const defaultMaxBytes = 10 * 1024 * 1024;
const minMaxBytes = 200 * 1024;

function rollingTarget(parts: AppenderParts): Target {
  const maxBackups = integerOf(parts.properties, { key: "MaxBackupIndex", byDefault: 1 });
  const maxBytes = fileSizeOf(parts.properties.get("MaxFileSize") ?? "");
  return new RollingFileTarget(fileOptions(parts, "append"), {
    maxBytes,
    maxBackups: Math.max(maxBackups, 1),
  });
}

/** `500KB`, `5MB` or a number of bytes. */
function fileSizeOf(text: string): number {
  if (text === "") return defaultMaxBytes;
  const unit = text.length > 2 ? text.slice(-2).toUpperCase() : "";
  const factor = unit === "MB" ? 1024 * 1024 : unit === "KB" ? 1024 : 1;
  return Math.max((Number.parseInt(text, 10) || 0) * factor, minMaxBytes);
}

function dailyTarget(parts: AppenderParts): Target {
  const { properties, warn } = parts;
  const name = properties.get("Schedule") ?? "";
  const schedule = scheduleOf(name);
  if (!schedule) warn(`DailyRollingFileAppender::ctor()- "Schedule" not valid: ${name}`);
  const maxBackups = integerOf(properties, { key: "MaxBackupIndex", byDefault: 10 });
  const options = fileOptions(parts, "append");
  return new DailyFileTarget(options, { schedule: schedule ?? "DAILY", maxBackups });
}

const syslogPort = 514;

async function syslogAppender(parts: AppenderParts, { layout, lets }: Rules): Promise<Appender> {
  const { name, properties, complain, edge } = parts;
  const facilityName = properties.get("facility") ?? "";
  const facility = facilityOf(facilityName);
  if (facility === undefined) complain(`Unknown syslog facility: ${facilityName.toLowerCase()}`);
  const header = { facility: facility ?? 1, ident: properties.get("ident") ?? "", facts: edge.facts };
  const host = properties.get("host") ?? "";
  if (host === "") {
    const problem = "only a syslog receiver with a host can be reached";
    throw new LogConfigError(`Cannot make appender ${name} for the local syslog: ${problem}`);
  }
  const sender = await edge.openUdp(host, integerOf(properties, { key: "port", byDefault: syslogPort }));
  return {
    append: (record) => {
      if (lets(record)) sender.send(syslogDatagram(record, { ...header, text: layout(record) }));
    },
    close: async () => {
      const error = await sender.close();
      if (error) complain(`SysLogAppender- cannot write to ${host}: ${error.message}`);
    },
  };
}
