/**
 * General options: help, version and logging; and input options: which files are sent, and how they are read.
 *
 * @module
 */
import type { LogLevel } from "../settings.ts";
import type { Draft, OptionGroup, OptionSection } from "./option.ts";

const levels: readonly string[] = ["off", "fatal", "error", "warn", "info", "debug", "trace", "all"];
const levelOptions = "--verbose, --debug or --quiet";
const hasLevel = ({ log }: Draft) => log.level !== undefined;

/** General options. */
export const generalOptions: OptionGroup = {
  title: "general options:",
  shortNameWidth: 6,
  sections: [{
    options: [
      { long: "--help", short: "-h", help: "print this help text and exit", exclusive: true, set() {} },
      { long: "--version", help: "print version information and exit", exclusive: true, set() {} },
      { long: "--arguments", help: "print expanded command line arguments", set() {} },
      {
        long: "--quiet",
        short: "-q",
        help: "quiet mode, print no warnings and errors",
        set: ({ log }) => log.level = "fatal",
      },
      {
        long: "--verbose",
        short: "-v",
        help: "verbose mode, print processing details",
        set: ({ log }) => log.level = "info",
      },
      {
        long: "--debug",
        short: "-d",
        help: "debug mode, print debug information",
        set: ({ log }) => log.level = "debug",
      },
      {
        long: "--log-level",
        short: "-ll",
        parameters: [{ name: "level", kind: "string", choices: levels.slice(1, 7) }],
        valueText: "[l]evel: string constant",
        help: "(fatal, error, warn, info, debug, trace)\nuse level l for the logger",
        checks: [{ notWith: levelOptions, isUsed: hasLevel }],
        problem: ([level]) =>
          levels.includes(level.text.toLowerCase()) ? undefined : "Invalid log level for --log-level option",
        set: (draft, [level]) => {
          draft.log.level = level.text.toLowerCase() as LogLevel;
          draft.hasLogLevel = true;
        },
      },
      {
        long: "--log-config",
        short: "-lc",
        parameters: [{ name: "filename", kind: "file" }],
        valueText: "[f]ilename: string",
        help: "use config file f for the logger",
        checks: [
          { notWith: "--log-level", isUsed: ({ hasLogLevel }) => hasLogLevel },
          { notWith: levelOptions, isUsed: hasLevel },
        ],
        set: ({ log }, [file]) => log.configFile = file.text,
      },
      {
        long: "--verbose-pc",
        short: "+v",
        help: "show presentation contexts in verbose mode",
        checks: [
          { onlyWith: "verbose mode", isMet: ({ isVerbose }) => isVerbose },
        ],
        set: ({ log }) => log.showPresentationContexts = true,
      },
    ],
  }],
};

const base = "--scan-directories";
const scansDirectories = ({ input }: Draft) => input.scanDirectories;

const fileFormat: OptionSection = {
  title: "input file format:",
  options: [
    {
      long: "--read-file",
      short: "+f",
      help: "read file format or data set (default)",
      set: ({ input }) => input.readMode = "auto",
    },
    {
      long: "--read-file-only",
      short: "+fo",
      help: "read file format only",
      set: ({ input }) => input.readMode = "file-only",
    },
    {
      long: "--read-dataset",
      short: "-f",
      help: "read data set without file meta information",
      set: ({ input }) => input.readMode = "dataset",
    },
  ],
};

const files: OptionSection = {
  title: "input files:",
  options: [
    {
      long: "--scan-directories",
      short: "+sd",
      help: "scan directories for input files (dcmfile-in)",
      set: ({ input }) => input.scanDirectories = true,
    },
    {
      long: "--scan-pattern",
      short: "+sp",
      parameters: [{ name: "pattern", kind: "string" }],
      valueText: "[p]attern: string (only with --scan-directories)",
      help: "pattern for filename matching (wildcards)",
      checks: [{ onlyWith: base, isMet: scansDirectories }],
      set: ({ input }, [pattern]) => input.scanPattern = pattern.text,
    },
    {
      long: "--no-recurse",
      short: "-r",
      help: "do not recurse within directories (default)",
      set: ({ input }) => input.recurse = false,
    },
    {
      long: "--recurse",
      short: "+r",
      help: "recurse within specified directories",
      checks: [{ onlyWith: base, isMet: scansDirectories }],
      set: ({ input }) => input.recurse = true,
    },
    {
      long: "--no-rename",
      short: "-rn",
      help: "do not rename processed files (default)",
      set: ({ input }) => input.rename = false,
    },
    {
      long: "--rename",
      short: "+rn",
      help: "append .done/.bad to processed files",
      set: ({ input }) => input.rename = true,
    },
  ],
};

/** Input options. */
export const inputOptions: OptionGroup = {
  title: "input options:",
  shortNameWidth: 4,
  sections: [fileFormat, files],
};
