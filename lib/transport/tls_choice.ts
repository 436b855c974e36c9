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

/** What a choice is made from. */
export interface EngineChoice {
  readonly wanted: "auto" | TlsEngineName;
  /** The engines that can be used here, in the order of preference. */
  readonly available: readonly TlsEngine[];
  /** Why an engine is not among them, and what would help. */
  readonly missing: Partial<Record<TlsEngineName, string>>;
}

/**
 * Chooses the first engine that can honour every option in its full meaning. Nothing is ever left out silently: where
 * there is no such engine, it throws before anything is sent, and says which option needs which engine.
 */
export function chooseEngine(options: TlsOptions, { wanted, available, missing }: EngineChoice): TlsEngine {
  const candidates = available.filter(({ name }) => wanted === "auto" || name === wanted);
  const complaints: string[] = [];
  for (const engine of candidates) {
    const lacking = engine.cannotHonour(options);
    if (lacking.length === 0) return engine;
    complaints.push(`${engine.name} cannot do ${lacking.join(", ")}`);
  }
  for (const [name, reason] of Object.entries(missing)) {
    if (wanted === "auto" || name === wanted) complaints.push(`${name} cannot be used: ${reason}`);
  }
  const text = `No TLS engine for these options (${complaints.join("; ")})`;
  throw new DicomError(withText(conditions.DCMTLS_EC_FailedToCreateTLSTransportLayer, text));
}

/**
 * Chooses an engine and prepares it. Where the choice is free and the first engine meets a limit of its own, such as a
 * certificate too old for it, the next one that can honour every option takes over.
 */
export async function prepareTls(
  options: TlsOptions,
  { choice, tools }: { choice: EngineChoice; tools: TlsTools },
): Promise<PreparedTls> {
  const engine = chooseEngine(options, choice);
  weaknessesOf(options).forEach(tools.log);
  const other = choice.wanted === "auto"
    ? choice.available.find((next) => next !== engine && next.cannotHonour(options).length === 0)
    : undefined;
  if (!other) return await engine.prepare(options, tools);
  const steady = withoutRepetition(tools);
  const takeOver = (error: TlsEngineLimitError) => {
    steady.log({ severity: "info", text: `${error.message}; trying the TLS engine ${other.name}` });
    return other.prepare(options, steady);
  };
  try {
    return new ReplaceableTls(await engine.prepare(options, steady), takeOver);
  } catch (error) {
    if (error instanceof TlsEngineLimitError) return await takeOver(error);
    throw error;
  }
}

/** Two engines that load the same files have the same complaints and need the same password. */
function withoutRepetition({ log, readPassword }: TlsTools): TlsTools {
  const told = new Set<string>();
  const passwords = new Map<string, string | undefined>();
  return {
    log(notice: TlsNotice): void {
      const line = `${notice.severity} ${notice.text}`;
      if (!told.has(line)) log(notice);
      told.add(line);
    },
    readPassword(promptText: string): string | undefined {
      if (!passwords.has(promptText)) passwords.set(promptText, readPassword(promptText));
      return passwords.get(promptText);
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
export function listCiphers({ available, missing }: Omit<EngineChoice, "wanted">): string {
  const all = new Set(available.flatMap((engine) => engine.cipherSuites()));
  const lines = namesIn(all);
  for (const engine of available) {
    lines.push("", `TLS engine ${engine.name}:`, ...namesIn(new Set(engine.cipherSuites())));
  }
  for (const [name, reason] of Object.entries(missing)) {
    lines.push("", `TLS engine ${name}: not available, ${reason}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function namesIn(names: ReadonlySet<string>): string[] {
  return cipherSuites.filter(({ name }) => names.has(name)).map(({ name }) => `  ${name}`);
}
