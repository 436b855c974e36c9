/**
 * The error type of this program: a sentence for people, and the DCMTK condition a script may look for.
 *
 * @module
 */

/** A DCMTK condition: the module and code printed as `0006:0317`, and the text printed behind it. */
export interface Condition {
  /** Module number, printed as four hexadecimal digits (for example 0x0006, network). */
  readonly module: number;
  /** Code within the module, printed as four hexadecimal digits. */
  readonly code: number;
  /** The text as DCMTK prints it. */
  readonly text: string;
}

/** Writes a condition as DCMTK's `DimseCondition::dump` does: `0006:0317 Peer aborted Association (or never connected)`. */
export function formatCondition(condition: Condition): string {
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  return `${hex(condition.module)}:${hex(condition.code)} ${condition.text}`;
}

/** A failure with the condition that DCMTK reports for it. */
export class DicomError extends Error {
  /** Its name in stack traces. */
  override readonly name: string = "DicomError";
  /** What DCMTK would report. */
  readonly condition: Condition;

  /**
   * Takes what there is to know.
   *
   * @param condition what DCMTK would report; its text is the message unless `options.message` says more
   */
  constructor(condition: Condition, options: { message?: string; cause?: unknown } = {}) {
    super(options.message ?? condition.text, { cause: options.cause });
    this.condition = condition;
  }
}

/** Why something failed, in the system's words where it was the system: `No such file or directory`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^(.*?) \(os error \d+\)/.exec(message)?.[1] ?? message;
}

/** What was thrown, as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
