/**
 * What has been asked for so far, while options are evaluated one after another.
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
