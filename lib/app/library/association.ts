/**
 * One association for whoever wants to decide about every step.
 *
 * @module
 */
import { errorOf } from "../../base/errors.ts";
import type { AppEvent, Emit } from "../../console/events.ts";
import { defaultStorageSopClassUids } from "../../dictionary/sop_classes.ts";
import { dictionaryInForce } from "../../dictionary/dictionary_in_force.ts";
import { createInspect } from "../../input/inspect.ts";
import { type AcceptedContext, bySopClass, type ContextsBySopClass } from "../../storage/choose.ts";
import { type ProposedContext, proposeStorage } from "../../storage/contexts.ts";
import type { StoreOutcome } from "../../storage/outcome.ts";
import { associate, type GrantedAssociation } from "../associate.ts";
import { TcpNetwork } from "../network.ts";
import { PathList } from "../../input/path_list.ts";
import { conditionOf, sendAll } from "../send.ts";
import { userIdentityRequest } from "../user_identity.ts";
import { WorkList } from "../work_list.ts";
import { type PeerOptions, settingsFor } from "./options.ts";
import { isFailure, StoreError } from "./store_error.ts";

/** What is proposed to the peer. */
export interface AssociationOptions extends PeerOptions {
  /**
   * SOP classes, each of which gets DCMTK's presentation contexts; or contexts to propose as they are. By default the
   * SOP classes that DCMTK proposes.
   */
  readonly propose?: Iterable<string> | readonly ProposedContext[];
}

/**
 * An association with a Storage SCP. Leaving its scope without {@linkcode Association.release} aborts it.
 */
export class Association implements AsyncDisposable {
  readonly #granted: GrantedAssociation;
  readonly #accepted: ContextsBySopClass;
  readonly #emit: Emit;
  readonly #dictionary = dictionaryInForce(undefined);
  readonly #inspect = createInspect({
    readMode: "auto",
    uidPadding: false,
    dictionary: this.#dictionary,
    ignoresElements: true,
  });
  /** Stores follow one another, however they are called. */
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  private constructor(granted: GrantedAssociation, emit: Emit) {
    this.#granted = granted;
    this.#accepted = bySopClass(granted.accepted);
    this.#emit = emit;
  }

  /** Connects and associates; throws a {@linkcode StoreError} where that does not come about. */
  static async request(options: AssociationOptions): Promise<Association> {
    const settings = settingsFor(options);
    const listener = new Listener(options.onEvent);
    const isLogged = () => options.onEvent !== undefined;
    using network = new TcpNetwork(settings, { isLogged, environment: () => undefined });
    await network.prepare(listener.emit).catch((error) => {
      throw new StoreError({ kind: "setup failed", condition: conditionOf(errorOf(error)) });
    });
    const userIdentity = userIdentityRequest(settings.userIdentity, listener.emit);
    if (userIdentity === "failed") throw listener.error();
    const request = { proposal: proposalOf(options.propose), userIdentity };
    const granted = await associate(request, { network, settings, emit: listener.emit });
    if (!granted) throw listener.error();
    return new Association(granted, listener.emit);
  }

  /** The presentation contexts that the peer has accepted. */
  get accepted(): readonly AcceptedContext[] {
    return this.#granted.accepted;
  }

  /** Whether anything more can be stored. */
  get isUsable(): boolean {
    return !this.#ended && this.#granted.isUsable;
  }

  /** Stores a file, after those whose turn it is; never throws because of the file or the peer. */
  store(path: string): Promise<StoreOutcome> {
    const outcome = this.#turn.then(() => this.#store(path));
    this.#turn = outcome.catch(() => {});
    return outcome;
  }

  async #store(path: string): Promise<StoreOutcome> {
    const files = new PathList();
    files.push({ prefix: "", name: path });
    let outcome: StoreOutcome | undefined;
    await sendAll({
      association: this.#granted,
      work: new WorkList(files, 1),
      preparing: {
        inspect: this.#inspect,
        dictionary: this.#dictionary,
        accepted: this.#accepted,
        preferDeflated: false,
        newVrs: "as they are",
      },
      haltOnUnsuccessfulStore: false,
      rename: false,
      emit: (event) => {
        this.#emit(event);
        if (event.kind === "file settled") outcome = event.outcome;
      },
    });
    if (!outcome) throw new Error(`Nothing is known of ${path}`);
    return outcome;
  }

  /** Releases the association after the stores that were asked for. */
  async release(): Promise<void> {
    await this.#turn;
    this.#ended = true;
    await this.#granted.release();
  }

  /** Aborts the association, whatever is under way. */
  async abort(): Promise<void> {
    this.#ended = true;
    await this.#granted.abort();
  }

  /** Aborts the association unless it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#granted.abort().catch(() => this.#granted.close());
  }
}

function proposalOf(propose: AssociationOptions["propose"] = defaultStorageSopClassUids) {
  const wanted: readonly (string | ProposedContext)[] = [...propose];
  const contexts = wanted.filter((context) => typeof context !== "string");
  if (contexts.length > 0) return { contexts, extendedNegotiation: [] };
  return proposeStorage(wanted.filter((uid) => typeof uid === "string"), { combine: false });
}

/** Remembers the first failure. */
class Listener {
  /** Passes events on. */
  readonly emit: Emit;
  #failure: AppEvent | undefined;

  constructor(onEvent: Emit | undefined) {
    this.emit = (event) => {
      onEvent?.(event);
      if (isFailure(event)) this.#failure ??= event;
    };
  }

  error(): Error {
    return this.#failure ? new StoreError(this.#failure) : new Error("There is no association");
  }
}
