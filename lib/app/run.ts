/**
 * From settings to an exit code, in DCMTK's order of things.
 *
 * @module
 */
import { errorOf } from "../base/errors.ts";
import type { Settings } from "../cli/settings.ts";
import type { Emit } from "../console/events.ts";
import type { Inspect } from "../input/instance.ts";
import { type InventLimits, Inventor, type InventSources } from "../input/invent.ts";
import { prefersDeflated } from "../storage/contexts.ts";
import { associate, type GrantedAssociation, type Network } from "./associate.ts";
import { endAssociation } from "./end.ts";
import { type Ending, exitCodeOf, type InterruptingSignal } from "./exit_code.ts";
import { type CheckedFiles, checkFiles, findFiles } from "./input_files.ts";
import { plan, readProfiles } from "./plan.ts";
import type { PrepareOptions } from "./prepare.ts";
import { conditionOf, sendAll } from "./send.ts";
import { userIdentityRequest } from "./user_identity.ts";
import { WorkList } from "./work_list.ts";

/** What a run needs of the world. */
export interface RunOptions {
  readonly inspect: Inspect;
  readonly network: Network;
  readonly inventing: InventSources;
  readonly emit: Emit;
  /** Ends the run early; its reason is the name of the signal that wants it. */
  readonly signal?: AbortSignal;
}

/** Runs a command and gives back its exit code; everything else has been told by events. */
export async function run(settings: Settings, options: RunOptions): Promise<number> {
  return exitCodeOf(await new Run(settings, options).run());
}

const failed: Ending = { kind: "failed" };

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
    const profiles = await readProfiles(negotiation, emit);
    if (profiles === "failed") return failed;
    const found = findFiles(this.#settings.paths, { input: this.#settings.input, emit });
    if (!found) return failed;
    const { haltOnUnsuccessfulStore } = sending;
    const requiredOnly = negotiation.kind === "proposal" && negotiation.requiredOnly;
    const checked = await checkFiles(found, { inspect, requiredOnly, haltOnUnsuccessfulStore, emit });
    if (!checked || !await this.#prepareNetwork()) return failed;
    const userIdentity = userIdentityRequest(this.#settings.userIdentity, emit);
    if (userIdentity === "failed") return failed;
    const proposal = plan(negotiation, { profiles, sopClassUids: checked.sopClassUids, emit });
    if (!proposal) return failed;
    const association = await associate(
      { proposal, userIdentity },
      { network, settings: this.#settings, emit },
    );
    if (!association) return failed;
    return await this.#send(association, checked);
  }

  async #prepareNetwork(): Promise<boolean> {
    try {
      await this.#options.network.prepare();
      return true;
    } catch (error) {
      this.#options.emit({ kind: "setup failed", condition: conditionOf(errorOf(error)) });
      return false;
    }
  }

  async #send(association: GrantedAssociation, { files }: CheckedFiles): Promise<Ending> {
    const { input, sending } = this.#settings;
    const { emit, signal } = this.#options;
    const interrupt = () => this.#interrupt(association, signal?.reason);
    signal?.addEventListener("abort", interrupt);
    const result = await sendAll({
      association,
      work: new WorkList(files, sending.repeat),
      preparing: this.#preparing(association),
      haltOnUnsuccessfulStore: sending.haltOnUnsuccessfulStore,
      rename: input.rename,
      window: sending.asyncWindow,
      emit,
      signal,
    });
    signal?.removeEventListener("abort", interrupt);
    if (signal?.aborted) return { kind: "interrupted", signal: signal.reason };
    return await endAssociation(result, { association, abort: sending.abort, emit });
  }

  /** Whatever is under way ends with the association, and nothing half-sent is kept by the peer. */
  #interrupt(association: GrantedAssociation, signal: InterruptingSignal): void {
    this.#options.emit({ kind: "interrupted", signal });
    association.abort().catch(() => association.close());
  }

  #preparing({ accepted }: GrantedAssociation): PrepareOptions {
    const { negotiation, sending } = this.#settings;
    return {
      inspect: this.#options.inspect,
      accepted,
      preferDeflated: negotiation.kind === "proposal" && prefersDeflated(negotiation),
      newVrs: sending.disableNewVr ? "as OB" : "as they are",
      compressionLevel: sending.compressionLevel,
      inventor: this.#inventor(sending.invent),
    };
  }

  #inventor(limits: InventLimits | undefined): Inventor | undefined {
    return limits && new Inventor(limits, this.#options.inventing);
  }
}
