/**
 * Storing as one loop: files in, outcomes out.
 *
 * @module
 */
import type { AppEvent, Emit } from "../../console/events.ts";
import { dictionaryInForce } from "../../dictionary/dictionary_in_force.ts";
import { createInspect } from "../../input/inspect.ts";
import type { Inspect } from "../../input/instance.ts";
import type { StoreOutcome } from "../../storage/outcome.ts";
import { TcpNetwork } from "../network.ts";
import { run } from "../run.ts";
import { createInventor } from "../system.ts";
import { Handover } from "./handover.ts";
import { settingsFor, type StoreOptions } from "./options.ts";
import { isFailure, StoreError } from "./store_error.ts";

/** What became of a file. */
export interface FileOutcome {
  /** The file, as it was found. */
  readonly path: string;
  /** Which of the passes of `sending.repeat` it was, from 0. */
  readonly pass: number;
  /** Its fate. */
  readonly outcome: StoreOutcome;
}

/** So many outcomes may lie ready before no further file is begun. */
const maxReady = 16;

/**
 * Stores files, and gives back what became of each as soon as that is known. Sending goes no faster than the outcomes
 * are taken; leaving the loop early aborts the association, so that the peer keeps no half object.
 *
 * Throws a {@linkcode StoreError} where there is no association, or one that does not end well; that comes after the
 * outcomes that are known.
 */
export async function* store(options: StoreOptions): AsyncGenerator<FileOutcome, void, void> {
  const outcomes = new Handover<FileOutcome>(maxReady);
  const ending = new AbortController();
  const stop = () => ending.abort("SIGTERM");
  options.signal?.throwIfAborted();
  options.signal?.addEventListener("abort", stop);
  const running = runInto(outcomes, { options, signal: ending.signal });
  try {
    yield* outcomes;
    options.signal?.throwIfAborted();
  } finally {
    options.signal?.removeEventListener("abort", stop);
    stop();
    outcomes.end();
    await running;
  }
}

/** Runs to the end; whatever goes wrong goes to the taker of the outcomes. */
async function runInto(
  outcomes: Handover<FileOutcome>,
  { options, signal }: { options: StoreOptions; signal: AbortSignal },
): Promise<void> {
  let failure: AppEvent | undefined;
  const emit: Emit = (event) => {
    options.onEvent?.(event);
    if (event.kind === "file settled") {
      outcomes.put({ path: event.path, pass: event.pass, outcome: event.outcome });
    }
    if (isFailure(event)) failure ??= event;
  };
  try {
    const exitCode = await runOnce(options, { outcomes, emit, signal });
    outcomes.end(exitCode !== 0 && failure ? new StoreError(failure) : undefined);
  } catch (error) {
    outcomes.end(error);
  }
}

async function runOnce(
  options: StoreOptions,
  { outcomes, emit, signal }: { outcomes: Handover<FileOutcome>; emit: Emit; signal: AbortSignal },
): Promise<number> {
  const settings = settingsFor(options);
  const { readMode, uidPadding } = settings.input;
  const dictionary = dictionaryInForce(undefined);
  const ignoresElements = settings.sending.invent === undefined;
  const inspect = createInspect({ readMode, uidPadding, dictionary, ignoresElements });
  const inspectWithRoom: Inspect = async (path, notice) => {
    await outcomes.room();
    return await inspect(path, notice);
  };
  const isLogged = () => options.onEvent !== undefined;
  using network = new TcpNetwork(settings, { isLogged, environment: () => undefined });
  return await run(settings, {
    inspect: inspectWithRoom,
    dictionary,
    network,
    createInventor,
    emit,
    signal,
  });
}
