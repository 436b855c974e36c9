/**
 * The line `XMIT: ....` that grows by one dot with every PDU of an object.
 *
 * @module
 */
import type { AppEvent } from "./events.ts";

/** The logger whose level decides whether progress is shown; it never gets a record. */
export const progressLogger = "dcmtk.apps.storescu.progress";

/** What an event adds to standard output. */
export function progressOf(event: AppEvent): string {
  switch (event.kind) {
    case "object begins":
      return "XMIT: ";
    case "object progresses":
      return ".".repeat(event.pdus);
    case "object ends":
      return "\n";
    default:
      return "";
  }
}
