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

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Whom a user claims to be. */
export interface IdentityDraft {
  mode: "none" | "user" | "user-password" | "kerberos" | "saml" | "jwt";
  user: string;
  password: string;
  file: string;
  positiveResponse: boolean;
}

/** Transport security as far as it is known. */
export interface TlsDraft extends Omit<Mutable<TlsConnectionSettings>, "kind"> {
  secure: boolean;
  authenticated: boolean;
  caFiles: string[];
  caDirectories: string[];
  crlFiles: string[];
  cipherSuites: string[];
}

/** Settings in the making. */
export interface Draft {
  readonly peer: Omit<Mutable<PeerSettings>, "host" | "port">;
  readonly log: Mutable<LogSettings>;
  /** `--log-level` was used. */
  hasLogLevel: boolean;
  /** Whether the program's logger shows what `--verbose` shows; known once the logger is configured. */
  isVerbose: boolean;
  readonly input: Mutable<InputSettings>;
  readonly proposal: Mutable<ProposalSettings>;
  profile?: ProfileSettings;
  readonly identity: IdentityDraft;
  readonly network: Mutable<NetworkSettings>;
  readonly sending: Omit<Mutable<SendingSettings>, "invent">;
  readonly invent: Mutable<InventSettings>;
  isInventing: boolean;
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
