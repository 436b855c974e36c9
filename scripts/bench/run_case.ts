/** Runs the senders of a case one after the other, round after round. */
import type { DenoFolder } from "../deno_folder.ts";
import type { BenchCase, Sending } from "./bench_case.ts";
import type { Data, DataStore } from "./data.ts";
import { type Command, measure, type Sample } from "./measure.ts";
import type { Sender } from "./peers.ts";
import { type Receiver, startReceiver, startSink } from "./receivers.ts";

/** What the senders of a case took. */
export interface CaseResult {
  readonly name: string;
  readonly title: string;
  readonly objects: number;
  readonly bytes: number;
  readonly rows: readonly Row[];
  /** Why nothing was measured. */
  readonly skipped?: string;
}

/** What one sender took. */
export interface Row {
  readonly sender: string;
  readonly samples: readonly Sample[];
  /** Why there are no samples, or why they do not count. */
  readonly failure?: string;
}

/** A run as long as this is not repeated more than once: its noise does not matter any more. */
const longRunSeconds = 5;

/** Runs a case. */
export async function runCase(
  benchCase: BenchCase,
  { runs, store, denoFolder }: { runs: number; store: DataStore; denoFolder: DenoFolder },
): Promise<CaseResult> {
  const { env } = denoFolder;
  const { name, title, sending, senders } = benchCase;
  const nothing = { name, title, objects: 0, bytes: 0, rows: [] };
  if (!sending) {
    return {
      ...nothing,
      rows: await interleave(senders.map((sender) => new Contender(sender, { env })), runs),
    };
  }
  await using receivers = await Receivers.start(sending);
  if (!receivers.dicom) return { ...nothing, skipped: `no ${sending.receiver}` };
  const data = store.get(sending.data);
  const work = { ...sending, receivers, data };
  const contenders = senders.map((sender) => new Contender(sender, { env, work }));
  const rows = await interleave(contenders, runs);
  const repeat = sending.repeat ?? 1;
  return { name, title, objects: repeat * data.files.length, bytes: repeat * data.bytes, rows };
}

/** The receiver of a case, and one for those that do not send DICOM. */
class Receivers implements AsyncDisposable {
  readonly dicom: Receiver | undefined;
  readonly raw: Receiver;

  private constructor(dicom: Receiver | undefined, raw: Receiver) {
    this.dicom = dicom;
    this.raw = raw;
  }

  static async start({ receiver }: Sending): Promise<Receivers> {
    return new Receivers(await startReceiver(receiver), await startSink({ raw: true }));
  }

  of({ raw }: Sender): Receiver | undefined {
    return raw ? this.raw : this.dicom;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dicom?.[Symbol.asyncDispose]();
    await this.raw[Symbol.asyncDispose]();
  }
}

interface Work {
  readonly receivers: Receivers;
  readonly data: Data;
  readonly scan?: boolean;
  readonly repeat?: number;
}

/**
 * Each sender once, then each once again: what disturbs the machine disturbs them all. The first round does not count:
 * in it caches are filled.
 */
async function interleave(contenders: readonly Contender[], runs: number): Promise<Row[]> {
  for (const contender of contenders) await contender.warmUp();
  for (let round = 0; round < runs; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      await contenders[(round + turn) % contenders.length].takeTurn();
    }
  }
  return contenders.map((contender) => contender.row);
}

/** One sender in one case. */
class Contender {
  readonly #sender: Sender;
  readonly #receiver: Receiver | undefined;
  readonly #objects: number;
  readonly #command: Command | undefined;
  readonly #env: Record<string, string>;
  readonly #samples: Sample[] = [];
  #isLong = false;
  #failure: string | undefined;

  constructor(sender: Sender, { env, work }: { env: Record<string, string>; work?: Work }) {
    this.#sender = sender;
    this.#env = env;
    this.#receiver = work?.receivers.of(sender);
    this.#objects = sender.sends === false
      ? 0
      : sender.raw
      ? 1
      : (work?.data.files.length ?? 0) * (work?.repeat ?? 1);
    this.#command = sender.command({
      port: this.#receiver?.port ?? 0,
      data: work?.data ?? { folder: "", files: [], bytes: 0 },
      scan: work?.scan ?? false,
      certificate: this.#receiver?.certificate,
    });
    if (!this.#command) this.#failure = "not installed";
  }

  get row(): Row {
    return { sender: this.#sender.name, samples: this.#samples, failure: this.#failure };
  }

  /** Runs without counting, except where it takes so long that a cold start does not matter. */
  async warmUp(): Promise<void> {
    const sample = await this.#run();
    this.#isLong = sample !== undefined && sample.wallSeconds > longRunSeconds;
    if (sample && this.#isLong) this.#samples.push(sample);
  }

  /** Runs once more, unless it is known how that ends. */
  async takeTurn(): Promise<void> {
    if (this.#isLong && this.#samples.length >= 2) return;
    const sample = await this.#run();
    if (sample) this.#samples.push(sample);
  }

  async #run(): Promise<Sample | undefined> {
    if (!this.#command || this.#failure) return undefined;
    const sample = await measure({ ...this.#command, env: { ...this.#env, ...this.#command.env } });
    const received = await this.#receiver?.count?.();
    this.#failure = this.#faultOf(sample, received);
    return sample;
  }

  #faultOf({ exitCode, complaint }: Sample, received: number | undefined): string | undefined {
    if (exitCode !== (this.#sender.knownExitCode ?? 0)) {
      return `exit code ${exitCode}: ${complaint.split("\n").at(-1)}`;
    }
    if (received !== undefined && received !== this.#objects) {
      return `${received} of ${this.#objects} objects arrived`;
    }
  }
}
