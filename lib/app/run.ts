/**
 * From settings to an exit code, in DCMTK's order of things.
 *
 * @module
 */
import { errorOf } from "../base/errors.ts";
import type { Settings } from "../cli/settings.ts";
import type { AppEvent, Emit } from "../console/events.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import type { Inspect } from "../input/instance.ts";
import type { PathList } from "../input/path_list.ts";
import { Inventor, type InventSources } from "../input/invent.ts";
import { prefersDeflated } from "../storage/contexts.ts";
import type { AssociationProfiles } from "../storage/profiles/profiles.ts";
import { associate, type AssociationRequest, type GrantedAssociation, type Network } from "./associate.ts";
import { endAssociation } from "./end.ts";
import { type Ending, exitCodeOf, type InterruptingSignal } from "./exit_code.ts";
import { checkFiles, findFiles } from "./input_files.ts";
import { plan } from "./plan.ts";
import type { PrepareOptions } from "./prepare.ts";
import { conditionOf, sendAll, type SenderOptions } from "./send.ts";
import { userIdentityRequest } from "./user_identity.ts";
import { WorkList } from "./work_list.ts";

/** What a run needs of the world. */
export interface RunOptions {
  readonly inspect: Inspect;
  /** Gives the dictionary in force, for the names of elements. */
  readonly dictionary: () => Promise<DataDictionary>;
  readonly network: Network;
  readonly inventing: InventSources;
  /** The profiles of the file that the settings name. */
  readonly profiles?: AssociationProfiles;
  readonly emit: Emit;
  /** Ends the run early; its reason is the name of the signal that wants it. */
  readonly signal?: AbortSignal;
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

  constructor(settings: Settings, options: RunOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  async run(): Promise<Ending> {
    const { emit, inspect, network } = this.#options;
    const { negotiation, sending } = this.#settings;
    const found = findFiles(this.#settings.paths, { input: this.#settings.input, emit });
    if (!found) return failed;
    const { haltOnUnsuccessfulStore } = sending;
    const requiredOnly = negotiation.kind === "proposal" && negotiation.requiredOnly;
    const checked = await checkFiles(found, { inspect, requiredOnly, haltOnUnsuccessfulStore, emit });
    if (!checked || !await this.#prepareNetwork()) return failed;
    const userIdentity = userIdentityRequest(this.#settings.userIdentity, emit);
    if (userIdentity === "failed") return failed;
    const proposal = plan(negotiation, {
      profiles: this.#options.profiles,
      sopClassUids: checked.sopClassUids,
      emit,
    });
    if (!proposal) return failed;
    const { signal } = this.#options;
    const request: AssociationRequest = { proposal, userIdentity, signal };
    const association = await associate(request, { network, settings: this.#settings, emit });
    if (!association) return signal?.aborted ? { kind: "interrupted", signal: signal.reason } : failed;
    const ending = await this.#sendOver(association, { request, files: checked.files });
    if (ending.kind === "finished" || ending.kind === "peer-gone") network.finish();
    return ending;
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
    const inventor = sending.invent && new Inventor(sending.invent, this.#options.inventing);
    const send = (association: GrantedAssociation, member: Member) =>
      this.#send(association, { work, inventor, ...member });
    const size = Math.min(sending.associations, work.length);
    if (size <= 1) return await send(first, { emit: this.#options.emit });
    const { sendOverMany } = await import("./pool.ts");
    const { emit } = this.#options;
    return await sendOverMany({ first, size, send, emit, request: (emit) => this.#further(request, emit) });
  }

  /** One more association for the same files; without it the others do the work. */
  async #further(request: AssociationRequest, emit: Emit): Promise<GrantedAssociation | undefined> {
    const { network } = this.#options;
    let failure: AppEvent | undefined;
    const association = await associate(request, {
      network,
      settings: this.#settings,
      emit: (event) => {
        if (failures.has(event.kind)) failure ??= event;
        else emit(event);
      },
    });
    if (!association && !request.signal?.aborted) emit({ kind: "association missing", failure });
    return association;
  }

  async #send(
    association: GrantedAssociation,
    { work, inventor, emit, mayLeave }: Member & { work: WorkList; inventor: Inventor | undefined },
  ): Promise<Ending> {
    const { input, sending } = this.#settings;
    const { signal } = this.#options;
    const interrupt = () => this.#interrupt(association, signal?.reason);
    if (signal?.aborted) interrupt();
    signal?.addEventListener("abort", interrupt);
    const result = await sendAll({
      association,
      work,
      preparing: this.#preparing(association, inventor),
      haltOnUnsuccessfulStore: sending.haltOnUnsuccessfulStore,
      rename: input.rename,
      emit,
      mayLeave,
      signal,
    });
    signal?.removeEventListener("abort", interrupt);
    if (signal?.aborted) return { kind: "interrupted", signal: signal.reason };
    if (result.kind === "left") {
      association.close();
      return failed;
    }
    return await endAssociation(result, { association, abort: sending.abort, emit });
  }

  /** Whatever is under way ends with the association, and nothing half-sent is kept by the peer. */
  #interrupt(association: GrantedAssociation, signal: InterruptingSignal): void {
    this.#options.emit({ kind: "interrupted", signal });
    association.abort().catch(() => association.close());
  }

  #preparing({ accepted }: GrantedAssociation, inventor: Inventor | undefined): PrepareOptions {
    const { negotiation, sending } = this.#settings;
    return {
      inspect: this.#options.inspect,
      dictionary: this.#options.dictionary,
      accepted,
      preferDeflated: negotiation.kind === "proposal" && prefersDeflated(negotiation),
      newVrs: sending.disableNewVr ? "as OB" : "as they are",
      compressionLevel: sending.compressionLevel,
      inventor,
    };
  }
}

/** How the sender of one association tells what happens, and whether it may leave the rest to others. */
type Member = Pick<SenderOptions, "emit" | "mayLeave">;
