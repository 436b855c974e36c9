/**
 * The machine-readable report: one line of JSON for the fate of every attempt, and one for the whole run.
 *
 * A line is written when the fate is known, so that a run that is killed leaves a true report of what it did; one
 * without a summary did not come to its end.
 *
 * @module
 */
import { type Condition, DicomError, reasonOf } from "../base/errors.ts";
import type { StoreOutcome } from "../storage/outcome.ts";
import type { AppEvent, Emit } from "./events.ts";
import { shortStatusText } from "./status_text.ts";

/** Where the lines go. */
export interface ReportFile {
  /** Writes a line; throws where that cannot be done. */
  write(line: string): void;
  close(): void;
}

/** A report that cannot be written. */
export class ReportError extends Error {
  /** Its name in stack traces. */
  override readonly name = "ReportError";
}

/** How many attempts had which outcome. */
type Counts = Record<StoreOutcome["kind"], number>;

/** Writes the report of one run. */
export class Report {
  readonly #file: ReportFile;
  readonly #path: string;
  readonly #counts: Counts = { "stored": 0, "refused": 0, "not-sent": 0, "lost": 0 };
  #files = 0;
  #error: unknown;

  /** Takes the file, opened, and its name, for the message when it cannot be written. */
  constructor(path: string, file: ReportFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Hears every event. */
  readonly listen: Emit = (event: AppEvent): void => {
    if (event.kind === "files found") this.#files = event.files;
    if (event.kind !== "file settled") return;
    const { path, pass, outcome } = event;
    this.#counts[outcome.kind]++;
    this.#write({ type: "file", path, pass, ...describe(outcome) });
  };

  /** Writes the summary and closes the file; throws a `ReportError` when any line could not be written. */
  end({ exitCode, repeat }: { readonly exitCode: number; readonly repeat: number }): void {
    const { stored, refused, lost, "not-sent": notSent } = this.#counts;
    const planned = this.#files * repeat;
    const notAttempted = planned - stored - refused - lost - notSent;
    const counts = { stored, refused, notSent, lost, notAttempted };
    this.#write({ type: "summary", files: this.#files, attempts: planned, ...counts, exitCode });
    this.#file.close();
    if (this.#error === undefined) return;
    throw new ReportError(`Cannot write report file ${this.#path}`, { cause: this.#error });
  }

  /** After a line is lost nothing more is written, and the end tells. */
  #write(line: unknown): void {
    if (this.#error !== undefined) return;
    try {
      this.#file.write(JSON.stringify(line) + "\n");
    } catch (error) {
      this.#error = error;
    }
  }
}

function describe(outcome: StoreOutcome) {
  const { kind } = outcome;
  if (kind === "stored" || kind === "refused") {
    const status = `0x${outcome.status.toString(16).padStart(4, "0")}`;
    return { outcome: kind, status, statusText: shortStatusText(outcome.status) };
  }
  const { error } = outcome;
  const condition = error instanceof DicomError ? shown(error.condition) : undefined;
  return { outcome: kind, reason: error.message, condition };
}

function shown({ module, code, text }: Condition) {
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  return { code: `${hex(module)}:${hex(code)}`, text };
}

/**
 * Opens the file of a report, replacing an older report; throws a `ReportError`. Any other file stays what it is: a
 * path that was given by mistake may be that of an image.
 */
export function openReport(path: string): Report {
  try {
    if (!isReportOrNothing(path)) throw new Error("there is a file of that name which is no report");
    const file = Deno.openSync(path, { create: true, write: true, truncate: true });
    return new Report(path, reportFile(file));
  } catch (cause) {
    throw new ReportError(`Cannot open report file ${path}: ${reasonOf(cause)}`, { cause });
  }
}

const reportBeginning = '{"type":"';

function isReportOrNothing(path: string): boolean {
  const bytes = new Uint8Array(reportBeginning.length);
  try {
    // Reading from a pipe or a terminal would wait
    if (!Deno.statSync(path).isFile) return true;
    using file = Deno.openSync(path);
    const count = file.readSync(bytes) ?? 0;
    return count === 0 || new TextDecoder().decode(bytes) === reportBeginning;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

function reportFile(file: Deno.FsFile): ReportFile {
  const encoder = new TextEncoder();
  return {
    write(line) {
      let rest = encoder.encode(line);
      while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    },
    close: () => file.close(),
  };
}
