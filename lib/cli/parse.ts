/**
 * From arguments to what they ask for, with DCMTK's rules, complaints and order of complaining.
 *
 * @module
 */
import {
  CommandLineError,
  expandCommandFiles,
  takeApart,
  type TakenApart,
  type UsedOption,
} from "./arguments.ts";
import { checkMeaning, evaluate, scanUnsigned } from "./evaluate.ts";
import { type Draft, newDraft } from "./options/option.ts";
import { loggingOrder, parameters, remainingOrder } from "./options/table.ts";
import type {
  LogSettings,
  ProfileSettings,
  Settings,
  TlsSettings,
  UserIdentitySettings,
} from "./settings.ts";

/** What parsing needs of the world, in the order in which it is asked for. */
export interface CommandLineIo {
  /** Reads a command file; throws where that cannot be opened. A folder is an empty file. */
  readCommandFile(path: string): string;
  /**
   * Makes the logger, as soon as the options for it are known; whatever is complained about later depends on it.
   * Throws a `CommandLineError` where a configuration file is of no use.
   */
  configureLogger(log: LogSettings): CommandLineLogger | Promise<CommandLineLogger>;
  /**
   * Whether a profile file can be read; where it cannot, that has been logged. Only asked where the command line is
   * at fault behind it, since a run reads the file itself.
   */
  canReadProfiles(profile: ProfileSettings, log: LogSettings): boolean | Promise<boolean>;
}

/** What parsing needs of the logger. */
export interface CommandLineLogger {
  /** Whether the root logger shows errors; if not, nothing is complained about any more. */
  readonly showsErrors: boolean;
  /** Whether the program's own logger shows information. */
  readonly isVerbose: boolean;
  /** Logs a text as information, whatever the level. */
  logAlways(text: string): void | Promise<void>;
}

/** What a command line asks for. */
export type ParsedCommandLine =
  | { readonly kind: "run"; readonly settings: Settings }
  /** It cannot be followed; the message is absent where nothing is to be said. */
  | { readonly kind: "refused"; readonly message?: string }
  /** No arguments, or `--help`. */
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list-ciphers" }
  | { readonly kind: "completions"; readonly shell: string };

/** Finds out what a command line asks for. */
export async function parseCommandLine(
  args: readonly string[],
  io: CommandLineIo,
): Promise<ParsedCommandLine> {
  const parsing = new Parsing(io);
  try {
    return await parsing.parse(args);
  } catch (error) {
    if (error instanceof CommandLineError) return await parsing.refuse(error);
    throw error;
  }
}

class Parsing {
  readonly #io: CommandLineIo;
  readonly #draft: Draft = newDraft();
  #isQuiet = false;

  constructor(io: CommandLineIo) {
    this.#io = io;
  }

  async parse(args: readonly string[]): Promise<ParsedCommandLine> {
    const taken = takeApart(expandCommandFiles(args, this.#io.readCommandFile));
    if (taken.expanded.length === 0) return { kind: "help" };
    const answer = exclusiveAnswer(taken.used);
    if (answer) return answer;
    const missing = parameters.at(taken.parameters.length);
    if (missing) throw new CommandLineError(`Missing parameter ${missing.name}`);
    const [host, portText, ...paths] = taken.parameters;
    const port = portOf(portText);
    await this.#configureLogger(taken);
    evaluate(this.#draft, { used: taken.used, order: remainingOrder });
    return { kind: "run", settings: settingsOf(this.#draft, { host, port, paths }) };
  }

  async #configureLogger({ used, expanded }: TakenApart): Promise<void> {
    const { log } = this.#draft;
    evaluate(this.#draft, { used, order: loggingOrder });
    if (log.configFile === undefined) log.level ??= "warn";
    const logger = await this.#io.configureLogger(log);
    this.#isQuiet = !logger.showsErrors;
    this.#draft.isVerbose = logger.isVerbose;
    if (used.some(({ row }) => row.long === "--arguments")) await logger.logAlways(argumentsText(expanded));
  }

  async refuse({ message }: CommandLineError): Promise<ParsedCommandLine> {
    const { profile, log } = this.#draft;
    const isTold = profile !== undefined && !await this.#io.canReadProfiles(profile, log);
    return isTold || this.#isQuiet ? { kind: "refused" } : { kind: "refused", message };
  }
}

function exclusiveAnswer(used: readonly UsedOption[]): ParsedCommandLine | undefined {
  const exclusive = used.filter(({ row }) => row.exclusive);
  if (exclusive.length === 0) return undefined;
  const lastOf = (long: string) => exclusive.findLast(({ row }) => row.long === long);
  if (lastOf("--help")) return { kind: "help" };
  if (lastOf("--version")) return { kind: "version" };
  if (lastOf("--list-ciphers")) return { kind: "list-ciphers" };
  const completions = lastOf("--completions");
  if (!completions) return undefined;
  const [shell] = completions.values;
  checkMeaning(completions.row, [{ text: shell, number: NaN }]);
  return { kind: "completions", shell };
}

function portOf(text: string): number {
  const port = scanUnsigned(text);
  const complaint = `Invalid parameter value ${text}`;
  if (port === undefined) throw new CommandLineError(complaint);
  if (port < 1) throw new CommandLineError(`${complaint} (underflow)`);
  if (port > 65535) throw new CommandLineError(`${complaint} (overflow)`);
  return port;
}

function argumentsText(expanded: readonly string[]): string {
  const quoted = expanded.filter((argument) => argument).map((argument) => `'${argument}' `);
  return `calling 'storescu' with ${expanded.length} arguments: ${quoted.join("")}\n`;
}

/** Settings of a command line that is in order. */
export function settingsOf(
  draft: Draft,
  { host, port, paths }: { host: string; port: number; paths: readonly string[] },
): Settings {
  const { sending, invent, isInventing } = draft;
  return Object.freeze({
    peer: Object.freeze({ ...draft.peer, host, port }),
    paths: Object.freeze([...paths]),
    log: Object.freeze(draft.log),
    input: Object.freeze(draft.input),
    negotiation: Object.freeze(draft.profile ?? draft.proposal),
    userIdentity: Object.freeze(userIdentityOf(draft)),
    network: Object.freeze(draft.network),
    sending: Object.freeze(isInventing ? { ...sending, invent: Object.freeze(invent) } : sending),
    tls: Object.freeze(tlsOf(draft)),
  });
}

function userIdentityOf({ identity }: Draft): UserIdentitySettings {
  const { mode, user, password, file, positiveResponse } = identity;
  switch (mode) {
    case "none":
      return { kind: mode };
    case "user":
      return { kind: mode, user, positiveResponse };
    case "user-password":
      return { kind: mode, user, password, positiveResponse };
    default:
      return { kind: mode, file, positiveResponse };
  }
}

function tlsOf({ tls }: Draft): TlsSettings {
  const { secure, authenticated, ...connection } = tls;
  return secure ? { ...connection, kind: authenticated ? "authenticated" : "anonymous" } : { kind: "none" };
}
