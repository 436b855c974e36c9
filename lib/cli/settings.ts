/**
 * What a command line means: frozen facts, with unions where options exclude each other.
 *
 * @module
 */

/** Everything one run needs to know. */
export interface Settings {
  /** Whom to send to. */
  readonly peer: PeerSettings;
  /** Files and directories as given (dcmfile-in). */
  readonly paths: readonly string[];
  /** What is logged. */
  readonly log: LogSettings;
  /** What is sent. */
  readonly input: InputSettings;
  /** What is proposed. */
  readonly negotiation: NegotiationSettings;
  /** Who the user is. */
  readonly userIdentity: UserIdentitySettings;
  /** Limits of the connection. */
  readonly network: NetworkSettings;
  /** How objects are sent. */
  readonly sending: SendingSettings;
  /** Transport security. */
  readonly tls: TlsSettings;
}

/** The DICOM peer. */
export interface PeerSettings {
  /** Name or address, as given. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
  /** Calling AE title, `-aet`, as given. */
  readonly callingAeTitle: string;
  /** Called AE title, `-aec`, as given. */
  readonly calledAeTitle: string;
  /** Address family to connect with: `-i4` (the default, and all that 3.6.7 can), `-i6`, `-i0` of DCMTK 3.7.0. */
  readonly addressFamily: "any" | "ipv4" | "ipv6";
}

/**
 * Levels of DCMTK's logger, from the least to the most severe. `--log-level` takes these names in any mixture of upper
 * and lower case; `--quiet` is `fatal`, `--verbose` is `info`, `--debug` is `debug`, and none of them is `warn`.
 */
export type LogLevel = "all" | "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "off";

/** `-q -v -d -ll -lc`. */
export interface LogSettings {
  /** Level set on the command line; absent when a configuration file decides. */
  readonly level?: LogLevel;
  /** `-lc`: path of a log4cplus property file. */
  readonly configFile?: string;
  /** `+v`: presentation contexts are shown in verbose mode. */
  readonly showPresentationContexts: boolean;
}

/** Which files are sent and how they are read. */
export interface InputSettings {
  /** `+f` (auto), `+fo`, `-f`. */
  readonly readMode: "auto" | "file-only" | "dataset";
  /** `+sd`: folders are searched for files. */
  readonly scanDirectories: boolean;
  /** `+sp`: fnmatch pattern; empty for every file. */
  readonly scanPattern: string;
  /** `+r`: folders within folders, too. */
  readonly recurse: boolean;
  /** `+rn`: append .done or .bad. */
  readonly rename: boolean;
  /** `-up`: a space at the end of a UID does not count. */
  readonly uidPadding: boolean;
}

/** What is proposed: a built-in proposal, or a profile of a configuration file. */
export type NegotiationSettings = ProposalSettings | ProfileSettings;

/** `--propose-*`, `-R`, `+C`. */
export interface ProposalSettings {
  /** No profile. */
  readonly kind: "proposal";
  /** UID of the preferred transfer syntax; absent for `--propose-uncompr` (the default). */
  readonly preferredTransferSyntax?: string;
  /** `-R`: propose only what the files need. */
  readonly requiredOnly: boolean;
  /** `+C`: all transfer syntaxes in one presentation context. */
  readonly combine: boolean;
}

/** `-xf file profile`. */
export interface ProfileSettings {
  /** A profile. */
  readonly kind: "profile";
  /** `-xf`: path of the file. */
  readonly configFile: string;
  /** `-xf`: name of the profile. */
  readonly profileName: string;
}

/** User identity negotiation (PS3.7, Annex D.3.3.7). */
export type UserIdentitySettings =
  | { readonly kind: "none" }
  | { readonly kind: "user"; readonly user: string; readonly positiveResponse: boolean }
  | {
    readonly kind: "user-password";
    readonly user: string;
    readonly password: string;
    readonly positiveResponse: boolean;
  }
  | { readonly kind: "kerberos" | "saml" | "jwt"; readonly file: string; readonly positiveResponse: boolean };

/** Limits of the connection and of the association. */
export interface NetworkSettings {
  /** `-to`; absent for no limit. */
  readonly connectTimeoutSeconds?: number;
  /** `-ts`: 0 or -1 for none. */
  readonly socketTimeoutSeconds: number;
  /** `-ta`. */
  readonly acseTimeoutSeconds: number;
  /** `-td`; absent for no limit of its own. */
  readonly dimseTimeoutSeconds?: number;
  /** `-pdu`. */
  readonly maxReceivePduBytes: number;
  /** `--max-send-pdu`; absent for no limit of ours. */
  readonly maxSendPduBytes?: number;
}

/** How objects are sent and changed on the way. */
export interface SendingSettings {
  /** `--repeat`: how often every file is sent. */
  readonly repeat: number;
  /** `--abort`: abort instead of release. */
  readonly abort: boolean;
  /** Off with `-nh`. */
  readonly haltOnUnsuccessfulStore: boolean;
  /** `+cl`: zlib level 0..9 for deflated transfer syntax; absent for DCMTK's default. */
  readonly compressionLevel?: number;
  /** `-u`: post-1993 value representations are written as OB. */
  readonly disableNewVr: boolean;
  /** `+II +IR +IS +IP`; absent when nothing is invented. */
  readonly invent?: InventSettings;
  /** Parallel associations, `--associations`. */
  readonly associations: number;
  /** Proposed number of outstanding operations, `--async-window`; 1 proposes nothing. */
  readonly asyncWindow: number;
  /** ACK priming; off with `--no-ack-priming`. */
  readonly ackPriming: boolean;
  /** `--report-json`: where a machine-readable report of every file's outcome goes. */
  readonly reportFile?: string;
}

/** After how many objects new identifiers are invented. */
export interface InventSettings {
  /** `+IR`. */
  readonly imagesPerSeries: number;
  /** `+IS`. */
  readonly seriesPerStudy: number;
  /** `+IP`. */
  readonly studiesPerPatient: number;
}

/** Transport security as asked for; see the TLS engine for what each can honour. */
export type TlsSettings = { readonly kind: "none" } | TlsConnectionSettings;

/** `+tls key cert` (authenticated) or `+tla` (anonymous) with everything that refines them. */
export interface TlsConnectionSettings {
  /** `+tla` or `+tls`. */
  readonly kind: "anonymous" | "authenticated";
  /** `+tls`: path of the private key. */
  readonly privateKeyFile?: string;
  /** `+tls`: path of the certificate. */
  readonly certificateFile?: string;
  /** `+ps` prompt (default), `+pw password`, `-pw` empty. */
  readonly password: { readonly kind: "prompt" } | { readonly kind: "given"; readonly password: string };
  /** `-pem`, `-der`: how every file named here is encoded. */
  readonly fileFormat: "pem" | "der";
  /** `+cf`. */
  readonly caFiles: readonly string[];
  /** `+cd`. */
  readonly caDirectories: readonly string[];
  /** `+crl`. */
  readonly crlFiles: readonly string[];
  /** `+crv` (leaf) or `+cra` (all). */
  readonly crlCheck: "none" | "leaf" | "all";
  /** Which versions and cipher suites may be negotiated. */
  readonly profile: TlsProfileName;
  /** `+cs`, in the order given; DCMTK takes the last one first. */
  readonly cipherSuites: readonly string[];
  /** `+rs`. */
  readonly seedFile?: string;
  /** `+ws` or `+wf`. */
  readonly writeSeed: { readonly kind: "none" } | { readonly kind: "same-file" } | {
    readonly kind: "file";
    readonly file: string;
  };
  /** `-rc` (require, default) or `-ic` (ignore). */
  readonly verifyPeer: boolean;
  /** `--verify-hostname`: the certificate has to name the peer as it was given on the command line. */
  readonly verifyHostname: boolean;
  /** `--request-sni` of DCMTK 3.7.0: name to ask the peer for; absent to ask for none. */
  readonly requestedServerName?: string;
  /** `--tls-engine`. */
  readonly engine: "auto" | "rustls" | "openssl";
}

/** `+py +px +pz +pb +pa +pn`. */
export type TlsProfileName = "bcp195" | "bcp195-nd" | "bcp195-ex" | "basic" | "aes" | "null";
