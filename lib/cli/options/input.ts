/**
 * Which files are sent, and how they are read.
 *
 * @module
 */
import type { Draft } from "./draft.ts";
import { onlyWith, type OptionGroup, type OptionSection } from "./option.ts";

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
      checks: [onlyWith({ option: "--scan-pattern", base }, scansDirectories)],
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
      checks: [onlyWith({ option: "--recurse", base }, scansDirectories)],
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
