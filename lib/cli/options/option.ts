/**
 * The shape of an option's row: everything the parser, the rules, the help, the man page, the completions and the
 * tests need to know of it; and the draft of the settings in which rows note what was asked for.
 *
 * @module
 */
import type {
  InputSettings,
  InventSettings,
  LogSettings,
  NetworkSettings,
  PeerSettings,
  ProfileSettings,
  ProposalSettings,
  SendingSettings,
  TlsConnectionSettings,
} from "../settings.ts";

/** One option. */
export interface OptionRow {
  /** Its name, for example `--aetitle`; DCMTK's messages call it so however it was typed. */
  readonly long: string;
  /** Its short name, for example `-aet`; some have none. */
  readonly short?: string;
  /** The values that follow it. */
  readonly parameters?: readonly OptionParameter[];
  /** How the help describes the values; absent where there are none. */
  readonly valueText?: string;
  /** What the help says it does. */
  readonly help: string;
  /** Answered alone, whatever else is asked for. */
  readonly exclusive?: true;
  /** Every occurrence counts, not only the rightmost. */
  readonly repeatable?: true;
  /** What has to hold where it is used, checked in this order before its values. */
  readonly checks?: readonly Check[];
  /** What is wrong with values of the right type, in DCMTK's words. */
  readonly problem?: (values: readonly OptionValue[]) => string | undefined;
  /** Notes what was asked for. */
  readonly set: (draft: Draft, values: readonly OptionValue[]) => void;
}

/** A value that an option takes. */
export interface OptionParameter {
  readonly name: string;
  /** Numbers are read as C's `scanf` reads `%li` or `%lu`; all other kinds are any text, even an empty one. */
  readonly kind: "string" | "file" | "directory" | "signed" | "unsigned";
  readonly min?: number;
  readonly max?: number;
  /** Values worth offering. */
  readonly choices?: readonly string[];
}

/** A value as it was given; `number` is only of use for kinds that are numbers. */
export interface OptionValue {
  readonly text: string;
  readonly number: number;
}

/** A dependence or a conflict. */
export type Check = Dependence | Conflict;

/** An option is of use only together with something else. */
export interface Dependence {
  /** What that is, in DCMTK's words. */
  readonly onlyWith: string;
  readonly isMet: (draft: Draft) => boolean;
  /** The name of the option in the complaint, where that is another one. */
  readonly option?: string;
}

/** An option is of no use together with something else. */
export interface Conflict {
  /** What that is, in DCMTK's words. */
  readonly notWith: string;
  readonly isUsed: (draft: Draft) => boolean;
}

/** What there is to complain about, if something is. */
export function complaintOf(
  check: Check,
  { long, draft }: { long: string; draft: Draft },
): string | undefined {
  if ("notWith" in check) {
    return check.isUsed(draft) ? `${long} not allowed with ${check.notWith}` : undefined;
  }
  return check.isMet(draft) ? undefined : `${check.option ?? long} only allowed with ${check.onlyWith}`;
}

/** Options under a heading of their own within a group. */
export interface OptionSection {
  /** Absent where the options stand directly in the group. */
  readonly title?: string;
  readonly options: readonly OptionRow[];
}

/** A chapter of the help. */
export interface OptionGroup {
  readonly title: string;
  /** Least width of the column of short names. */
  readonly shortNameWidth: number;
  readonly sections: readonly OptionSection[];
}

/** Settings that can still be changed. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Whom a user claims to be. */
export interface IdentityDraft {
  /** The last kind that was asked for. */
  mode: "none" | "user" | "user-password" | "kerberos" | "saml" | "jwt";
  /** `--user`. */
  user: string;
  /** `--password`; empty after `--empty-password`. */
  password: string;
  /** The ticket, assertion or token. */
  file: string;
  /** `--pos-response`. */
  positiveResponse: boolean;
}

/** Transport security as far as it is known. */
export interface TlsDraft extends Omit<Mutable<TlsConnectionSettings>, "kind"> {
  /** Whether there is to be security at all. */
  secure: boolean;
  /** `--enable-tls` was used, even if `--anonymous-tls` follows: DCMTK shows its certificate then as well. */
  authenticated: boolean;
  /** `--add-cert-file`. */
  caFiles: string[];
  /** `--add-cert-dir`. */
  caDirectories: string[];
  /** `--add-crl-file`. */
  crlFiles: string[];
  /** `--cipher`. */
  cipherSuites: string[];
}

/** Settings in the making. */
export interface Draft {
  /** The peer without its address. */
  readonly peer: Omit<Mutable<PeerSettings>, "host" | "port">;
  /** How things are logged. */
  readonly log: Mutable<LogSettings>;
  /** `--log-level` was used. */
  hasLogLevel: boolean;
  /** Whether the program's logger shows what `--verbose` shows; known once the logger is configured. */
  isVerbose: boolean;
  /** What is read. */
  readonly input: Mutable<InputSettings>;
  /** What is proposed, unless there is a profile. */
  readonly proposal: Mutable<ProposalSettings>;
  /** `--config-file`. */
  profile?: ProfileSettings;
  /** User identity. */
  readonly identity: IdentityDraft;
  /** Limits. */
  readonly network: Mutable<NetworkSettings>;
  /** How objects are sent. */
  readonly sending: Omit<Mutable<SendingSettings>, "invent">;
  /** After how many objects identifiers are invented, if they are. */
  readonly invent: Mutable<InventSettings>;
  /** Any of the `--invent` options was used. */
  isInventing: boolean;
  /** Transport security. */
  readonly tls: TlsDraft;
  /** `--enable-crl-vfy` was used. */
  checksLeafCrl: boolean;
}

/** What is meant where nothing is said: DCMTK's defaults, and for options of our own what DCMTK does. */
export function newDraft(): Draft {
  return {
    peer: { callingAeTitle: "STORESCU", calledAeTitle: "ANY-SCP", addressFamily: "ipv4" },
    log: { showPresentationContexts: false },
    hasLogLevel: false,
    isVerbose: false,
    input: {
      readMode: "auto",
      scanDirectories: false,
      scanPattern: "",
      recurse: false,
      rename: false,
      uidPadding: false,
    },
    proposal: { kind: "proposal", requiredOnly: false, combine: false },
    identity: { mode: "none", user: "", password: "", file: "", positiveResponse: false },
    network: { socketTimeoutSeconds: 60, acseTimeoutSeconds: 30, maxReceivePduBytes: 16384 },
    sending: {
      repeat: 1,
      abort: false,
      haltOnUnsuccessfulStore: true,
      disableNewVr: false,
      associations: 1,
      asyncWindow: 1,
      ackPriming: true,
    },
    invent: { imagesPerSeries: 100, seriesPerStudy: 50, studiesPerPatient: 25 },
    isInventing: false,
    tls: newTlsDraft(),
    checksLeafCrl: false,
  };
}

function newTlsDraft(): TlsDraft {
  return {
    secure: false,
    authenticated: false,
    password: { kind: "prompt" },
    fileFormat: "pem",
    caFiles: [],
    caDirectories: [],
    crlFiles: [],
    crlCheck: "none",
    profile: "bcp195-nd",
    cipherSuites: [],
    writeSeed: { kind: "none" },
    verifyPeer: true,
    verifyHostname: false,
    engine: "auto",
  };
}
