/**
 * From settings to an exit code, in DCMTK's order of things.
 *
 * @module
 */
import { raceAbort } from "../base/deadline.ts";
import { DicomError, errorOf } from "../base/errors.ts";
import type { Settings } from "../cli/settings.ts";
import type { AppEvent, Emit } from "../console/events.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import type { Inspect } from "../input/instance.ts";
import type { PathList } from "../input/path_list.ts";
import type { InventLimits, Inventor } from "../input/invent.ts";
import { conditions } from "../dictionary/conditions.ts";
import { bySopClass } from "../storage/choose.ts";
import { prefersDeflated } from "../storage/contexts.ts";
import type { AssociationProfiles } from "../storage/profiles/profiles.ts";
import { associate, type AssociationRequest, type GrantedAssociation, type Network } from "./associate.ts";
import { endAssociation } from "./end.ts";
import { type Ending, exitCodeOf, type InterruptingSignal } from "./exit_code.ts";
import { checkFiles, findFiles } from "./input_files.ts";
import { plan } from "./plan.ts";
import type { PrepareOptions } from "./prepare.ts";
import { conditionOf, sendAll, type SenderResult } from "./send.ts";
import { userIdentityRequest } from "./user_identity.ts";
import { WorkList } from "./work_list.ts";

/** What a run needs of the world. */
export interface RunOptions {
  readonly inspect: Inspect;
  /** Gives the dictionary in force, for the names of elements. */
  readonly dictionary: () => Promise<DataDictionary>;
  readonly network: Network;
  /** Makes what invents patients and studies, where that is asked for. */
  readonly createInventor: (limits: InventLimits) => Promise<Inventor>;
  /** The profiles of the file that the settings name. */
  readonly profiles?: AssociationProfiles;
  readonly emit: Emit;
  /** Whether anybody reads what the encoder says at level debug. */
  readonly tellsEncoding?: boolean;
  /** Nobody hears of what is in order, which may be left untold then. */
  readonly isQuiet?: boolean;
  /** Ends the run early; its reason is the name of the signal that wants it. */
  readonly signal?: AbortSignal;
  /**
   * Called before the first thing that has to be ended well. Finding and checking very many files leaves no time to
   * hear signals in.
   */
  readonly listenToSignals?: () => void;
}

/** Runs a command and gives back its exit code; everything else has been told by events. */
export async function run(settings: Settings, options: RunOptions): Promise<number> {
  return exitCodeOf(await new Run(settings, options).run());
}

const failed: Ending = { kind: "failed" };

/** What keeps an association from being used. */
const failures: ReadonlySet<AppEvent["kind"]> = new Set([
  "association rejected",
  "association failed",
  "no accepted contexts",
  "identity response missing",
  "setup failed",
]);

class Run {
  readonly #settings: Settings;
  readonly #options: RunOptions;
  #isInterruptionTold = false;

  constructor(settings: Settings, options: RunOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** Does everything there is to do, unless a signal ends it before. */
  async run(): Promise<Ending> {
    const { signal } = this.#options;
    try {
      return await this.#steps();
    } catch (error) {
      if (!signal?.aborted || error !== signal.reason) throw error;
      return this.#interrupted(signal.reason);
    }
  }

  /** Told once, however many associations there are. */
  #interrupted(signal: InterruptingSignal): Ending {
    if (!this.#isInterruptionTold) this.#options.emit({ kind: "interrupted", signal });
    this.#isInterruptionTold = true;
    return { kind: "interrupted", signal };
  }

  /** What a step gives, where no signal comes before that. */
  async #unlessInterrupted<T>(step: Promise<T>): Promise<T> {
    const { signal } = this.#options;
    return signal ? await raceAbort(step, signal) : await step;
  }

  async #steps(): Promise<Ending> {
    const { emit, inspect, network } = this.#options;
    const { negotiation, sending } = this.#settings;
    const found = findFiles(this.#settings.paths, { input: this.#settings.input, emit });
    if (!found) return failed;
    const { haltOnUnsuccessfulStore } = sending;
    const requiredOnly = negotiation.kind === "proposal" && negotiation.requiredOnly;
    const checked = await checkFiles(found, {
      inspect,
      requiredOnly,
      haltOnUnsuccessfulStore,
      emit,
      signal: this.#options.signal,
    });
    this.#options.listenToSignals?.();
    if (!checked || !await this.#unlessInterrupted(this.#prepareNetwork())) return failed;
    const userIdentity = userIdentityRequest(this.#settings.userIdentity, emit);
    if (userIdentity === "failed") return failed;
    const proposal = plan(negotiation, {
      profiles: this.#options.profiles,
      sopClassUids: checked.sopClassUids,
      emit,
    });
    if (!proposal) return failed;
    const request: AssociationRequest = { proposal, userIdentity, signal: this.#options.signal };
    const association = await this.#associate(request, emit);
    if (!association) return failed;
    const ending = await this.#sendOver(association, { request, files: checked.files });
    if (ending.kind === "finished" || ending.kind === "peer-gone") network.finish();
    return ending;
  }

  /** Requests an association; one that is granted after a signal has come is aborted. */
  async #associate(request: AssociationRequest, emit: Emit): Promise<GrantedAssociation | undefined> {
    const { network, signal } = this.#options;
    const association = associate(request, { network, settings: this.#settings, emit });
    try {
      return await this.#unlessInterrupted(association);
    } catch (error) {
      // Nobody is left to hear how that goes
      if (signal?.aborted) association.then((late) => late?.abort()).catch(() => {});
      throw error;
    }
  }

  async #prepareNetwork(): Promise<boolean> {
    try {
      await this.#options.network.prepare(this.#options.emit);
      return true;
    } catch (error) {
      this.#options.emit({ kind: "setup failed", condition: conditionOf(errorOf(error)) });
      return false;
    }
  }

  async #sendOver(
    first: GrantedAssociation,
    { request, files }: { request: AssociationRequest; files: PathList },
  ): Promise<Ending> {
    const { sending } = this.#settings;
    const work = new WorkList(files, sending.repeat);
    const inventor = sending.invent && await this.#options.createInventor(sending.invent);
    const { emit, isQuiet } = this.#options;
    const size = Math.min(sending.associations, work.length);
    if (size <= 1) return await this.#send(first, { work, inventor, emit, isQuiet });
    const send = (association: GrantedAssociation, emit: Emit) =>
      this.#send(association, { work, inventor, emit });
    const { sendOverMany } = await import("./pool.ts");
    const further = (emit: Emit, needless: AbortSignal) => this.#further(request, { needless, emit });
    return await sendOverMany({ first, size, send, emit, request: further });
  }

  /** One more association for the same files; without it the others do the work. */
  async #further(
    request: AssociationRequest,
    { needless, emit }: { needless: AbortSignal; emit: Emit },
  ): Promise<GrantedAssociation | undefined> {
    const { signal } = this.#options;
    const either = signal ? AbortSignal.any([signal, needless]) : needless;
    let failure: AppEvent | undefined;
    const emitOthers: Emit = (event) => {
      if (failures.has(event.kind)) failure ??= event;
      else emit(event);
    };
    const association = await this.#associate({ ...request, signal: either }, emitOthers).catch(
      (error): undefined => {
        if (!signal?.aborted) throw error;
      },
    );
    if (signal?.aborted) return undefined;
    if (association) return association;
    emit(needless.aborted ? { kind: "association not needed" } : { kind: "association missing", failure });
  }

  async #send(
    association: GrantedAssociation,
    { work, inventor, emit, isQuiet }: {
      work: WorkList;
      inventor: Inventor | undefined;
      emit: Emit;
      isQuiet?: boolean;
    },
  ): Promise<Ending> {
    const { input, sending } = this.#settings;
    const { signal } = this.#options;
    let aborted: Promise<void> | undefined;
    const interrupt = () => aborted = this.#interrupt(association, signal?.reason);
    if (signal?.aborted) interrupt();
    else signal?.addEventListener("abort", interrupt);
    const result = await sendAll({
      association,
      work,
      preparing: this.#preparing(association, inventor),
      haltOnUnsuccessfulStore: sending.haltOnUnsuccessfulStore,
      rename: input.rename,
      emit,
      isQuiet,
      signal,
    });
    const ending = signal?.aborted ? failed : await this.#end(association, { result, emit });
    signal?.removeEventListener("abort", interrupt);
    await aborted;
    return signal?.aborted ? this.#interrupted(signal.reason) : ending;
  }

  async #end(
    association: GrantedAssociation,
    { result, emit }: { result: SenderResult; emit: Emit },
  ): Promise<Ending> {
    if (result.kind !== "left") {
      return await endAssociation(result, { association, abort: this.#settings.sending.abort, emit });
    }
    const { condition } = association.error ?? new DicomError(conditions.DUL_PEERABORTEDASSOCIATION);
    emit({ kind: "association lost", condition });
    await association.abort().catch(() => {});
    association.close();
    return result.lostAnObject ? failed : { kind: "finished" };
  }

  /** Whatever is under way ends with the association, and nothing half-sent is kept by the peer. */
  async #interrupt(association: GrantedAssociation, signal: InterruptingSignal): Promise<void> {
    this.#interrupted(signal);
    await association.abort().catch(() => association.close());
  }

  #preparing({ accepted }: GrantedAssociation, inventor: Inventor | undefined): PrepareOptions {
    const { negotiation, sending } = this.#settings;
    return {
      inspect: this.#options.inspect,
      dictionary: this.#options.dictionary,
      tellsEncoding: this.#options.tellsEncoding,
      accepted: bySopClass(accepted),
      preferDeflated: negotiation.kind === "proposal" && prefersDeflated(negotiation),
      newVrs: sending.disableNewVr ? "as OB" : "as they are",
      compressionLevel: sending.compressionLevel,
      inventor,
    };
  }
}
