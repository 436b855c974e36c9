/**
 * Layouts: how a record becomes text.
 *
 * @module
 */
import type { LogRecord } from "./logger.ts";

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
