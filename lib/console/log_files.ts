/**
 * Where configured records are written: streams, files, files that are replaced when they are large or old.
 *
 * @module
 */
import { Output, type Sink } from "./output.ts";
import { strftime } from "./strftime.ts";

/** A log file that is open. */
export interface LogFile extends Sink {
  /** Where the next byte goes to: the size of the file. */
  sizeBytes(): number;
  close(): void;
}

/** The files of a file system, as far as logging needs them. */
export interface LogFolder {
  /** Opens a file for writing, and makes it where there is none. */
  open(path: string, mode: "append" | "truncate"): LogFile;
  /** Renames a file over another one; `false` where there is none. */
  rename(from: string, to: string): boolean;
  /** Removes a file if it is there. */
  remove(path: string): void;
}

/** Where the text of a record goes. */
export interface Target {
  /** Writes the text of a record that was made at a time. */
  write(text: string, timeMs: number): void;
  /** Writes what is held back and lets go of everything. */
  close(): void | Promise<void>;
}

/** Standard output or standard error. */
export function streamTarget(output: Output): Target {
  return { write: (text) => void output.write(text), close: () => output.flush() };
}

/** Nothing. */
export const nullTarget: Target = { write: () => {}, close: () => {} };

/** What a file target works with. */
export interface FileTargetOptions {
  readonly path: string;
  readonly mode: "append" | "truncate";
  readonly folder: LogFolder;
  /** How long a file that could not be opened or written is left alone. */
  readonly reopenDelayMs: number;
  now(): number;
  defer(run: () => void): void;
  /** Told of what went wrong, once until it goes right again. */
  complain(text: string): void;
}

/** A file that grows. */
export class FileTarget implements Target {
  protected readonly options: FileTargetOptions;
  #file: LogFile | undefined;
  #output: Output | undefined;
  #writtenBytes = 0;
  #reopenAtMs: number | undefined;
  #hasComplained = false;

  /** Opens the file; where that fails it is told, and tried again later. */
  constructor(options: FileTargetOptions) {
    this.options = options;
    if (options.path === "") this.#complain("Invalid filename");
    else if (!this.open(options.mode)) this.#complain(`Unable to open file: ${options.path}`);
  }

  /** How long the file is, with what is still held back. */
  get sizeBytes(): number {
    return this.#writtenBytes;
  }

  /** Opens the file anew; says whether that went well. */
  protected open(mode: "append" | "truncate"): boolean {
    this.#release();
    try {
      this.#file = this.options.folder.open(this.options.path, mode);
      this.#output = new Output(this.#file, this.options.defer);
      this.#writtenBytes = this.#file.sizeBytes();
      return true;
    } catch {
      // Why does not matter to log4cplus: the name is what it tells
      return false;
    }
  }

  /** Writes the text. */
  write(text: string, _timeMs: number): void {
    if ((!this.#output || this.#output.error !== undefined) && !this.#reopen()) {
      this.#complain(`file is not open: ${this.options.path}`);
      return;
    }
    this.#writtenBytes += this.#output?.write(text) ?? 0;
  }

  #reopen(): boolean {
    const { reopenDelayMs, now, path } = this.options;
    if (path === "") return false;
    if (this.#reopenAtMs === undefined && reopenDelayMs !== 0) {
      this.#reopenAtMs = now() + reopenDelayMs;
      return false;
    }
    if ((this.#reopenAtMs ?? 0) > now()) return false;
    this.#reopenAtMs = undefined;
    this.#hasComplained = !this.open("append") && this.#hasComplained;
    return this.#file !== undefined;
  }

  #complain(text: string): void {
    if (!this.#hasComplained) this.options.complain(text);
    this.#hasComplained = true;
  }

  #release(): void {
    this.#output?.flush();
    this.#output = undefined;
    this.#file?.close();
    this.#file = undefined;
  }

  /** Writes what is held back and closes the file. */
  close(): void {
    this.#release();
  }
}

/** Moves `path.1` to `path.2` and so on; what would get a number above the last one is gone. */
function rotate(folder: LogFolder, { path, last }: { path: string; last: number }): void {
  folder.remove(`${path}.${last}`);
  for (let number = last - 1; number >= 1; number--) {
    folder.rename(`${path}.${number}`, `${path}.${number + 1}`);
  }
}

/** A file that makes room for a new one when it is too large. */
export class RollingFileTarget extends FileTarget {
  readonly #maxBytes: number;
  readonly #maxBackups: number;

  /** Takes the size that is too large, and how many old files are kept. */
  constructor(options: FileTargetOptions, limits: { maxBytes: number; maxBackups: number }) {
    super(options);
    this.#maxBytes = limits.maxBytes;
    this.#maxBackups = limits.maxBackups;
  }

  /** Writes the text, and then looks at the size. */
  override write(text: string, timeMs: number): void {
    super.write(text, timeMs);
    if (this.sizeBytes <= this.#maxBytes) return;
    this.close();
    const { folder, path, complain } = this.options;
    try {
      rotate(folder, { path, last: this.#maxBackups });
      folder.rename(path, `${path}.1`);
    } catch (error) {
      complain(`Failed to rename file from ${path} to ${path}.1; error ${reason(error)}`);
    }
    if (!this.open("truncate")) complain(`Failed to open file ${path}`);
  }
}

/** How often a daily rolling file is replaced. */
export type Schedule = "MONTHLY" | "WEEKLY" | "DAILY" | "TWICE_DAILY" | "HOURLY" | "MINUTELY";

const hourMs = 3_600_000;

/** What an old file is called by, and how long it is in use. */
const schedules: Readonly<Record<Schedule, { readonly name: string; readonly periodMs: number }>> = {
  // The period of a month is found by the calendar
  MONTHLY: { name: "%Y-%m", periodMs: 0 },
  WEEKLY: { name: "%Y-%W", periodMs: 7 * 24 * hourMs },
  DAILY: { name: "%Y-%m-%d", periodMs: 24 * hourMs },
  TWICE_DAILY: { name: "%Y-%m-%d-%p", periodMs: 12 * hourMs },
  HOURLY: { name: "%Y-%m-%d-%H", periodMs: hourMs },
  MINUTELY: { name: "%Y-%m-%d-%H-%M", periodMs: 60_000 },
};

/** The schedule of a name in any case, or `undefined`. */
export function scheduleOf(name: string): Schedule | undefined {
  const upper = name.toUpperCase();
  return Object.hasOwn(schedules, upper) ? upper as Schedule : undefined;
}

/** A file that gets the name of its day, or of another period, when that is over, and when the program ends. */
export class DailyFileTarget extends FileTarget {
  readonly #schedule: Schedule;
  readonly #maxBackups: number;
  #oldPath: string;
  #endMs: number;

  /** Takes the schedule, and how many files of one period are kept. */
  constructor(options: FileTargetOptions, rules: { schedule: Schedule; maxBackups: number }) {
    super(options);
    this.#schedule = rules.schedule;
    this.#maxBackups = rules.maxBackups;
    const begin = beginOf(this.#schedule, options.now());
    this.#oldPath = this.#pathOf(begin);
    this.#endMs = endOf(this.#schedule, begin);
  }

  #pathOf(timeMs: number): string {
    return `${this.options.path}.${strftime(schedules[this.#schedule].name, { timeMs, utc: false })}`;
  }

  /** Begins a new file where the period is over; writes the text. */
  override write(text: string, timeMs: number): void {
    if (timeMs >= this.#endMs) this.#rollOver();
    super.write(text, timeMs);
  }

  #rollOver(): void {
    super.close();
    const { folder, path, complain, now } = this.options;
    try {
      rotate(folder, { path: this.#oldPath, last: this.#maxBackups });
      folder.rename(this.#oldPath, `${this.#oldPath}.1`);
      folder.rename(path, this.#oldPath);
    } catch (error) {
      complain(`Failed to rename file from ${path} to ${this.#oldPath}; error ${reason(error)}`);
    }
    if (!this.open("truncate")) complain(`Failed to open file ${path}`);
    const timeMs = now();
    if (timeMs < this.#endMs) return;
    this.#oldPath = this.#pathOf(timeMs);
    this.#endMs = endOf(this.#schedule, timeMs);
  }

  /** Gives the file its name and leaves an empty one, as log4cplus does at its end. */
  override close(): void {
    if (this.options.path !== "") this.#rollOver();
    super.close();
  }
}

/** When the period of a time has begun, by the local clock. */
function beginOf(schedule: Schedule, timeMs: number): number {
  const date = new Date(timeMs);
  date.setSeconds(0, 0);
  if (schedule === "MINUTELY") return date.getTime();
  date.setMinutes(0);
  if (schedule === "HOURLY") return date.getTime();
  date.setHours(schedule === "TWICE_DAILY" && date.getHours() >= 12 ? 12 : 0);
  if (schedule === "WEEKLY") date.setDate(date.getDate() - date.getDay());
  if (schedule === "MONTHLY") date.setDate(1);
  return date.getTime();
}

function endOf(schedule: Schedule, beginMs: number): number {
  if (schedule !== "MONTHLY") return beginMs + schedules[schedule].periodMs;
  const date = new Date(beginMs);
  date.setMonth(date.getMonth() + 1);
  return date.getTime();
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
