/**
 * The exit code, decided in one place: DCMTK's where it knows what it says.
 *
 * @module
 */
import type { StoreOutcome } from "../storage/outcome.ts";

/** How sending ended. */
export type Ending =
  /** The association was released, or aborted because `--abort` says so. */
  | { readonly kind: "finished"; readonly haltedBy?: StoreOutcome }
  /** The peer aborted, closed or wanted to release while a response was awaited, and sending was halted. */
  | { readonly kind: "peer-gone" }
  /** Anything else that keeps the program from finishing. */
  | { readonly kind: "failed" }
  /** A signal ended it. */
  | { readonly kind: "interrupted"; readonly signal: InterruptingSignal };

/** A signal that wants the program to end. */
export type InterruptingSignal = "SIGINT" | "SIGTERM";

/** A network error; DCMTK means to use it but mostly returns what happens to lie in memory. */
const networkError = 10;
const generalError = 1;
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The exit code of a run. */
export function exitCodeOf(ending: Ending): number {
  switch (ending.kind) {
    case "finished":
      return ending.haltedBy ? haltCode(ending.haltedBy) : 0;
    case "peer-gone":
      return networkError;
    case "interrupted":
      return signalCodes[ending.signal];
    case "failed":
      return generalError;
  }
}

/**
 * The high byte of a failure status, as DCMTK returns it: 0xA700 gives 167. A status whose high byte is zero would
 * look like success, so that is 1.
 */
function haltCode(outcome: StoreOutcome): number {
  if (outcome.kind === "stored") return 0;
  return outcome.kind === "refused" ? outcome.status >> 8 || generalError : generalError;
}
