/**
 * The process as the program sees it: environment, identity and signals.
 *
 * @module
 */
import type { DictionaryFileAccess } from "../dictionary/load_dictionary.ts";
import type { InventLimits, Inventor } from "../input/invent.ts";
import { exitCodeOf, type InterruptingSignal } from "./exit_code.ts";

/** The value of an environment variable, maybe empty; one that may not be read counts as none. */
export function environmentVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/** How the files of DCMDICTPATH are read. */
export const dictionaryFileAccess: DictionaryFileAccess = {
  separator: Deno.build.os === "windows" ? ";" : ":",
  readTextFile(path) {
    try {
      // Dictionaries are ASCII with names in Latin 1 here and there
      return new TextDecoder("latin1").decode(Deno.readFileSync(path));
    } catch {
      return undefined;
    }
  },
};

/** Loads what invents, with the clock, and with UIDs that nobody else makes. */
export async function createInventor(limits: InventLimits): Promise<Inventor> {
  const { Inventor, uidMaker } = await import("../input/invent.ts");
  const now = () => Math.floor(Date.now() / 1000);
  const [host, firstCount] = crypto.getRandomValues(new Uint32Array(2));
  const makeUid = uidMaker(now, { host, processId: Deno.pid, firstCount: firstCount & 0xffff });
  return new Inventor(limits, { now, makeUid });
}

/** Signals that want the program to end, turned into an abort; disposing stops listening. */
export interface Interruptions extends Disposable {
  /** Its reason is the name of the signal. */
  readonly signal: AbortSignal;
  /** Begins to listen: until then signals end the program as they always do. */
  listen(): void;
}

/** Listens to signals as soon as it is told to; a second one ends the program at once. */
export function interruptions(): Interruptions {
  const controller = new AbortController();
  const names: InterruptingSignal[] = [
    "SIGINT",
    ...(Deno.build.os === "windows" ? [] : ["SIGTERM" as const]),
  ];
  const removals: (() => void)[] = [];
  return {
    signal: controller.signal,
    listen() {
      for (const name of names) removals.push(listenTo(name, controller));
    },
    [Symbol.dispose]() {
      for (const remove of removals) remove();
    },
  };
}

function listenTo(name: InterruptingSignal, controller: AbortController): () => void {
  const listener = () => {
    // Whoever asks twice does not want to wait for a good ending
    if (controller.signal.aborted) Deno.exit(exitCodeOf({ kind: "interrupted", signal: name }));
    controller.abort(name);
  };
  Deno.addSignalListener(name, listener);
  return () => Deno.removeSignalListener(name, listener);
}
