/**
 * What keeps storing from going on, as an error.
 *
 * @module
 */
import type { Condition } from "../../base/errors.ts";
import type { AppEvent, Rejection } from "../../console/events.ts";
import { Messages } from "../../console/messages.ts";

/** Kinds of events after which nothing goes on, or which say that an association did not end well. */
const failures: ReadonlySet<AppEvent["kind"]> = new Set([
  "no input files",
  "identity file",
  "setup failed",
  "association rejected",
  "association failed",
  "association lost",
  "no accepted contexts",
  "identity response missing",
  "release failed",
  "abort failed",
  "peer requested release",
  "peer aborted",
  "sending ended",
]);

/** No association, or one that did not end well. What became of a file is never an error of this kind. */
export class StoreError extends Error {
  /** Its name in stack traces. */
  override readonly name = "StoreError";
  /** What happened. */
  readonly event: AppEvent;

  /** Takes what happened; the message is what the command line says of it. */
  constructor(event: AppEvent) {
    super(messageOf(event));
    this.event = event;
  }

  /** DCMTK's condition, where the event has one. */
  get condition(): Condition | undefined {
    return "condition" in this.event ? this.event.condition : undefined;
  }

  /** The peer's A-ASSOCIATE-RJ, if it was that (PS3.8, Section 9.3.4). */
  get rejection(): Rejection | undefined {
    return this.event.kind === "association rejected" ? this.event.rejection : undefined;
  }
}

/** Whether an event says that storing has failed as a whole. */
export function isFailure(event: AppEvent): boolean {
  return failures.has(event.kind) && !(event.kind === "identity file" && event.problem === "too long");
}

function messageOf(event: AppEvent): string {
  const messages = new Messages();
  const texts = messages.of(event).map(({ text }) => typeof text === "string" ? text : text());
  return texts.join("\n");
}
