/** Stand-ins for files and peers, for tests of the order in which things are done. */
import type { ByteSource } from "../../lib/base/byte_source.ts";
import { DicomError } from "../../lib/base/errors.ts";
import { newDraft } from "../../lib/cli/options/option.ts";
import { settingsOf } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import type { AppEvent, Emit } from "../../lib/console/events.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";
import { explicitVrLittleEndian, type TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Inspect, Instance } from "../../lib/input/instance.ts";
import type { AssociationRequest, GrantedAssociation, Network } from "../../lib/app/associate.ts";
import type { PendingStore, StoreOperation } from "../../lib/storage/association.ts";

/** SOP class of all fake instances. */
export const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";

/** A source of a few bytes that remembers whether it was closed. */
export class FakeSource implements ByteSource {
  closed = false;
  fill(): { bytes: number; done: boolean } {
    return { bytes: 0, done: true };
  }
  close(): void {
    this.closed = true;
  }
}

/** What a fake file holds. */
export interface FakeFile {
  sopClassUid?: string;
  sopInstanceUid?: string;
  transferSyntax?: TransferSyntax;
  /** It cannot be read. */
  bad?: boolean;
}

/** An inspector of files that exist in memory only: all are good CT images unless something else is said. */
export class FakeFiles {
  readonly sources: FakeSource[] = [];
  readonly inspected: string[] = [];
  readonly #files: Record<string, FakeFile>;

  constructor(files: Record<string, FakeFile> = {}) {
    this.#files = files;
  }

  readonly inspect: Inspect = async (path): Promise<Instance> => {
    await Promise.resolve();
    this.inspected.push(path);
    const name = path.slice(path.lastIndexOf("/") + 1);
    const file = this.#files[name] ?? {};
    Deno.statSync(path);
    if (file.bad) throw new DicomError(conditions.EC_InvalidStream);
    const dataSet = { sopClassUid: ctImageStorage, sopInstanceUid: `1.2.${name.length}`, ...file };
    return {
      path,
      sizeBytes: 0,
      transferSyntax: file.transferSyntax ?? explicitVrLittleEndian,
      dataSet,
      meta: {},
      elements: new Map(),
      needsRewriting: false,
      hasNewVrs: false,
      openRaw: () => {
        const source = new FakeSource();
        this.sources.push(source);
        return source;
      },
      openTokens: () => {
        throw new Error("A fake file has no tokens");
      },
    };
  };
}

/** An answer of a fake peer: a status, or the error that comes instead of it. */
export type FakeAnswer = number | Error;

/** A peer that answers from a list; when the list is over it says success. */
export class FakeAssociation implements GrantedAssociation {
  accepted = [{ id: 1, abstractSyntax: ctImageStorage, transferSyntax: explicitVrLittleEndian.uid }];
  maxSendPdvBytes = 16372;
  asyncWindow = 1;
  hasIdentityResponse = false;
  isUsable = true;
  /** Everything that was asked of it. */
  readonly calls: string[] = [];
  /** Message ids of the objects behind which another one was announced. */
  readonly announced: number[] = [];
  readonly #answers: FakeAnswer[];
  /** Errors of sending, releasing and aborting. */
  readonly #faults: { send?: Error; release?: Error; abort?: Error };

  constructor(answers: FakeAnswer[] = [], faults: { send?: Error; release?: Error; abort?: Error } = {}) {
    this.#answers = answers;
    this.#faults = faults;
  }

  send({ messageId, contextId, sopInstanceUid }: StoreOperation): Promise<PendingStore> {
    this.calls.push(`send ${messageId} ${contextId} ${sopInstanceUid}`);
    if (this.#faults.send) return Promise.reject(this.#faults.send);
    const answer = this.#answers.shift() ?? 0x0000;
    const response = answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ status: answer });
    return Promise.resolve({ response, announceNext: () => void this.announced.push(messageId) });
  }

  release(): Promise<void> {
    this.calls.push("release");
    return this.#faults.release ? Promise.reject(this.#faults.release) : Promise.resolve();
  }

  abort(): Promise<void> {
    this.calls.push("abort");
    return this.#faults.abort ? Promise.reject(this.#faults.abort) : Promise.resolve();
  }

  close(): void {
    this.calls.push("close");
  }
}

/** A network with one fake peer in it, or with an error instead. */
export class FakeNetwork implements Network {
  readonly requests: AssociationRequest[] = [];
  readonly #peer: GrantedAssociation | Error;

  constructor(peer: GrantedAssociation | Error) {
    this.#peer = peer;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  finish(): void {}

  request(request: AssociationRequest, emit: Emit): Promise<GrantedAssociation> {
    emit({ kind: "requesting association" });
    this.requests.push(request);
    return this.#peer instanceof Error ? Promise.reject(this.#peer) : Promise.resolve(this.#peer);
  }
}

/** Parts of settings that a test wants different. */
export interface SettingsChanges {
  input?: Partial<Settings["input"]>;
  sending?: Partial<Settings["sending"]>;
  negotiation?: Settings["negotiation"];
  userIdentity?: Settings["userIdentity"];
}

/** The settings of a command line without options. */
export function settingsFor(paths: string[], changes: SettingsChanges = {}): Settings {
  const settings = settingsOf(newDraft(), { host: "localhost", port: 104, paths });
  return {
    ...settings,
    input: { ...settings.input, ...changes.input },
    negotiation: changes.negotiation ?? settings.negotiation,
    userIdentity: changes.userIdentity ?? settings.userIdentity,
    sending: { ...settings.sending, ...changes.sending },
  };
}

/** The story that events tell, in few words. */
export function retell(events: readonly AppEvent[], root = ""): string[] {
  return events.map((event) => {
    const words = Object.values(event).filter((value) =>
      typeof value === "string" || typeof value === "number"
    );
    const condition = "condition" in event ? [event.condition.code.toString(16)] : [];
    return [...words, ...condition].join(" ").replaceAll(root, "");
  });
}
