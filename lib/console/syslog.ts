/**
 * Records as datagrams for a syslog receiver (RFC 5424), in log4cplus's form.
 *
 * @module
 */
import type { Severity } from "./events.ts";
import type { LogRecord } from "./logger.ts";
import type { ProcessFacts } from "./pattern_layout.ts";
import { strftime } from "./strftime.ts";

/** A way to send datagrams to one receiver. */
export interface DatagramSender {
  /** Sends without waiting. */
  send(bytes: Uint8Array): void;
  /** Done when everything is sent; says what could not be sent. */
  close(): Promise<Error | undefined>;
}

/** Facilities by name (RFC 5424, Table 1). */
const facilities = new Map([
  ["kern", 0],
  ["user", 1],
  ["mail", 2],
  ["daemon", 3],
  ["auth", 4],
  ["syslog", 5],
  ["lpr", 6],
  ["news", 7],
  ["uucp", 8],
  ["cron", 9],
  ["authpriv", 10],
  ["ftp", 11],
  ["local0", 16],
  ["local1", 17],
  ["local2", 18],
  ["local3", 19],
  ["local4", 20],
  ["local5", 21],
  ["local6", 22],
  ["local7", 23],
]);

/** Severities (RFC 5424, Table 2). */
const levels: Readonly<Record<Severity, number>> = {
  trace: 7,
  debug: 7,
  info: 6,
  warn: 4,
  error: 3,
  fatal: 2,
};

/** The number of a facility; that of `user` for an empty name, `undefined` for an unknown one. */
export function facilityOf(name: string): number | undefined {
  return facilities.get(name.toLowerCase() || "user");
}

/** What stands before the text of a record. */
export interface SyslogHeader {
  readonly facility: number;
  readonly ident: string;
  readonly facts: ProcessFacts;
}

/** The datagram of a record. */
export function syslogDatagram(
  { severity, logger, timeMs }: LogRecord,
  { facility, ident, facts, text }: SyslogHeader & { readonly text: string },
): Uint8Array {
  const time = strftime("%Y-%m-%dT%H:%M:%S.%qZ", { timeMs, utc: true });
  const priority = facility << 3 | levels[severity];
  const from = `${facts.hostname()} ${ident} ${facts.processId} ${logger || "root"}`;
  return new TextEncoder().encode(`<${priority}>1 ${time} ${from} - ${text}`);
}
