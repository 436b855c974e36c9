/**
 * What a program asks of the library, and the settings it comes to.
 *
 * @module
 */
import { settingsOf } from "../../cli/parse.ts";
import { newDraft, type TlsDraft } from "../../cli/options/option.ts";
import type {
  InputSettings,
  NetworkSettings,
  ProposalSettings,
  SendingSettings,
  Settings,
  TlsConnectionSettings,
  UserIdentitySettings,
} from "../../cli/settings.ts";
import type { Emit } from "../../console/events.ts";

/** The peer, and how to talk to it. Everything but `host` and `port` has the default of the command line. */
export interface PeerOptions {
  /** Name or address of the peer. */
  readonly host: string;
  /** TCP port of the peer. */
  readonly port: number;
  /** Calling AE title; `STORESCU` by default. */
  readonly callingAeTitle?: string;
  /** Called AE title; `ANY-SCP` by default. */
  readonly calledAeTitle?: string;
  /** Address family to connect with; IPv4 by default, as DCMTK. */
  readonly addressFamily?: "any" | "ipv4" | "ipv6";
  /** Transport security; none by default. An encrypted key without a password is an error: nobody is asked. */
  readonly tls?: TlsChoice;
  /** Who the user is (PS3.7, Annex D.3.3.7). */
  readonly userIdentity?: UserIdentitySettings;
  /** Limits of the connection. */
  readonly network?: Partial<NetworkSettings>;
  /**
   * Hears everything that happens, as the log of the command line does, but for what DCMTK says of its encoder at level
   * debug and of its internals at level trace.
   */
  readonly onEvent?: Emit;
}

/** Transport security: anonymous or authenticated, and what is to be different from the defaults. */
export type TlsChoice =
  & Pick<TlsConnectionSettings, "kind">
  & Partial<Omit<TlsConnectionSettings, "kind">>;

/** What is stored, and how. */
export interface StoreOptions extends PeerOptions {
  /** Files and folders, which are walked with everything below them. */
  readonly files: Iterable<string>;
  /** How files are found and read. */
  readonly input?: Partial<Omit<InputSettings, "scanDirectories">>;
  /** What is proposed; by default the SOP classes of the files and no others. */
  readonly proposal?: Partial<Omit<ProposalSettings, "kind">>;
  /** How objects are sent. By default an unsuccessful store halts nothing. */
  readonly sending?: Partial<Omit<SendingSettings, "reportFile">>;
  /** Ends it early: the association is aborted, and what is awaited fails with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/** The settings that the command line would have had. */
export function settingsFor(options: PeerOptions & Partial<StoreOptions>): Settings {
  const { host, port, files = [], input, proposal, sending, network, tls, userIdentity } = options;
  const draft = newDraft();
  Object.assign(draft.peer, given(options, ["callingAeTitle", "calledAeTitle", "addressFamily"]));
  Object.assign(draft.input, { scanDirectories: true, recurse: true }, input);
  Object.assign(draft.proposal, { requiredOnly: true }, proposal);
  Object.assign(draft.network, network);
  Object.assign(draft.sending, { haltOnUnsuccessfulStore: false }, sending);
  const settings = settingsOf(draft, { host, port, paths: [...files] });
  return Object.freeze({
    ...settings,
    userIdentity: userIdentity ?? settings.userIdentity,
    tls: tls ? Object.freeze(tlsOf(tls, draft.tls)) : settings.tls,
  });
}

function tlsOf(
  tls: TlsChoice,
  { secure: _, authenticated: __, ...defaults }: TlsDraft,
): TlsConnectionSettings {
  return { ...defaults, password: { kind: "given", password: "" }, ...tls };
}

function given<T, K extends keyof T>(options: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const entries = keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return Object.fromEntries(entries);
}
