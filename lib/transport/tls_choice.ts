/**
 * Which TLS engine is used, and what it can negotiate.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions, withText } from "../dictionary/conditions.ts";
import { cipherSuites } from "./cipher_suites.ts";
import {
  type PreparedTls,
  type TlsEngine,
  TlsEngineLimitError,
  type TlsEngineName,
  type TlsNotice,
  type TlsOptions,
  type TlsTarget,
  type TlsTools,
} from "./tls.ts";
import { weaknessesOf } from "./tls_profiles.ts";
import type { Transport } from "./transport.ts";

/** An engine that may be used; loading one takes time, so only those are loaded that are asked. */
export interface EngineSource {
  readonly name: TlsEngineName;
  /** Loads it; gives back the same each time. */
  load(): Promise<EngineResult>;
}

/** An engine, or why it cannot be used here and what would help. */
export type EngineResult =
  | { readonly kind: "engine"; readonly engine: TlsEngine }
  | { readonly kind: "missing"; readonly reason: string };

/** What a choice is made from. */
export interface EngineChoice {
  readonly wanted: "auto" | TlsEngineName;
  /** In the order of preference. */
  readonly engines: readonly EngineSource[];
}

/**
 * Chooses the first engine that can honour every option in its full meaning. Nothing is ever left out silently: where
 * there is no such engine, it throws before anything is sent, and says which option needs which engine.
 */
export async function chooseEngine(
  options: TlsOptions,
  { wanted, engines }: EngineChoice,
): Promise<TlsEngine> {
  const complaints: string[] = [];
  for (const source of engines.filter(({ name }) => wanted === "auto" || name === wanted)) {
    const result = await ableEngine(source, options);
    if (typeof result !== "string") return result;
    complaints.push(result);
  }
  const text = `No TLS engine for these options (${complaints.join("; ")})`;
  throw new DicomError(withText(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer, text));
}

/** The engine, or why it cannot do all that is asked for. */
async function ableEngine(source: EngineSource, options: TlsOptions): Promise<TlsEngine | string> {
  const loaded = await source.load();
  if (loaded.kind === "missing") return `${source.name} cannot be used: ${loaded.reason}`;
  const lacking = await loaded.engine.cannotHonour(options);
  return lacking.length === 0 ? loaded.engine : `${source.name} cannot do ${lacking.join(", ")}`;
}

/**
 * Chooses an engine and prepares it. Where the choice is free and the first engine meets a limit of its own, such as a
 * certificate too old for it, the next one that can honour every option takes over.
 */
export async function prepareTls(
  options: TlsOptions,
  { choice, tools }: { choice: EngineChoice; tools: TlsTools },
): Promise<PreparedTls> {
  const engine = await chooseEngine(options, choice);
  weaknessesOf(options).forEach(tools.log);
  if (choice.wanted !== "auto") return await engine.prepare(options, tools);
  const steady = withoutRepetition(tools);
  const takeOver = async (error: TlsEngineLimitError) => {
    const other = await otherEngine(engine, { options, choice });
    if (!other) throw error;
    steady.log({ severity: "info", text: `${error.message}; trying the TLS engine ${other.name}` });
    return await other.prepare(options, steady);
  };
  try {
    return new ReplaceableTls(await engine.prepare(options, steady), takeOver);
  } catch (error) {
    if (error instanceof TlsEngineLimitError) return await takeOver(error);
    throw error;
  }
}

async function otherEngine(
  first: TlsEngine,
  { options, choice }: { options: TlsOptions; choice: EngineChoice },
): Promise<TlsEngine | undefined> {
  for (const source of choice.engines.filter(({ name }) => name !== first.name)) {
    const result = await ableEngine(source, options);
    if (typeof result !== "string") return result;
  }
}

/** Two engines that load the same files have the same complaints and need the same password. */
function withoutRepetition({ log, readPassword }: TlsTools): TlsTools {
  const told = new Set<string>();
  const passwords = new Map<string, string>();
  return {
    log(notice: TlsNotice): void {
      const line = `${notice.severity} ${notice.text}`;
      if (!told.has(line)) log(notice);
      told.add(line);
    },
    /** Where no answer is given it may be asked for again, as OpenSSL does. */
    async readPassword(promptText: string): Promise<string | undefined> {
      const typed = passwords.get(promptText) ?? await readPassword(promptText);
      if (typed !== undefined) passwords.set(promptText, typed);
      return typed;
    },
  };
}

type TakeOver = (error: TlsEngineLimitError) => Promise<PreparedTls>;

/** Several connections may be made at once, and may meet the same limit: the first one brings in the other engine. */
class ReplaceableTls implements PreparedTls {
  readonly #first: PreparedTls;
  readonly #takeOver: TakeOver;
  #current: PreparedTls;
  #replacement: Promise<PreparedTls> | undefined;
  #isOver = false;

  constructor(first: PreparedTls, takeOver: TakeOver) {
    this.#first = first;
    this.#current = first;
    this.#takeOver = takeOver;
  }

  get engine(): TlsEngineName {
    return this.#current.engine;
  }

  async connect(target: TlsTarget): Promise<Transport> {
    const used = this.#current;
    try {
      return await used.connect(target);
    } catch (error) {
      if (!(error instanceof TlsEngineLimitError) || used !== this.#first) throw error;
      this.#replacement ??= this.#replace(error);
      return await (await this.#replacement).connect(target);
    }
  }

  async #replace(error: TlsEngineLimitError): Promise<PreparedTls> {
    this.#current = await this.#takeOver(error);
    this.#first[Symbol.dispose]();
    if (this.#isOver) this.#current[Symbol.dispose]();
    return this.#current;
  }

  writeSeed(): void {
    this.#current.writeSeed();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#current[Symbol.dispose]();
  }
}

/**
 * The lines of `--list-ciphers` behind its heading: what can be negotiated here by any engine, in the oracle's layout
 * and order, and then who can do what.
 */
export async function listCiphers(engines: readonly EngineSource[]): Promise<string> {
  const all = new Set<string>();
  const blocks: string[] = [];
  for (const { name, load } of engines) {
    const result = await load();
    if (result.kind === "missing") {
      blocks.push("", `TLS engine ${name}: not available, ${result.reason}`);
      continue;
    }
    const suites = new Set(result.engine.cipherSuites());
    suites.forEach((suite) => all.add(suite));
    blocks.push("", `TLS engine ${name}:`, ...namesIn(suites));
  }
  return [...namesIn(all), ...blocks].map((line) => `${line}\n`).join("");
}

function namesIn(names: ReadonlySet<string>): string[] {
  return cipherSuites.filter(({ name }) => names.has(name)).map(({ name }) => `  ${name}`);
}
