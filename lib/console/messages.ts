/**
 * What is said about every event: DCMTK's lines, their severity, and the logger they come from. Those about events
 * that are in order stand apart, in `details`.
 *
 * @module
 */
import { DicomError, formatCondition, reasonOf } from "../base/errors.ts";
import type { EditOutcome } from "../dataset/edit.ts";
import { conditions } from "../dictionary/conditions.ts";
import { maxValueLength, vr as vrOf, vrName } from "../dictionary/vr.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import { describeSopClass } from "../storage/choose.ts";
import type { AppEvent, FileRejected, FileRenamed, Severity } from "./events.ts";
import { describeRejection } from "./rejection.ts";

/** The logger of what the program itself says. */
export const appLogger = "dcmtk.apps.storescu";
/** The logger of the network. */
export const networkLogger = "dcmtk.dcmnet";
/** The logger of data sets and dictionaries. */
export const dataLogger = "dcmtk.dcmdata";

/** One message; it may have several lines. */
export interface Message<S extends Severity = Severity> {
  readonly logger: string;
  readonly severity: S;
  /** The text, or a way to make it where that costs something. */
  readonly text: string | (() => string);
}

type Kind = AppEvent["kind"];

/** The event of a kind. */
export type EventOf<K extends Kind> = Extract<AppEvent, { readonly kind: K }>;

type Teller<K extends Kind, S extends Severity> = {
  readonly [Each in K]: (event: EventOf<Each>, messages: Messages) => readonly Message<S>[];
};

/** Events of which nothing is said. */
type SilentKind = "files found" | "command sent" | "object progresses" | "object ends" | "file settled";

/** Events of which something is said at levels info and debug only. */
type DetailKind =
  | "scanning"
  | "checking files"
  | "requesting association"
  | "association parameters"
  | "association negotiated"
  | "association accepted"
  | "association not needed"
  | "sending file"
  | "inventing"
  | "converting"
  | "store request"
  | "object begins"
  | "command received"
  | "store response"
  | "releasing"
  | "aborting";

/** What is said of events that are in order. */
export type Details = Teller<DetailKind, "info" | "debug">;

/** What is said of all others. */
type Problems = Teller<Exclude<Kind, DetailKind | SilentKind>, Severity>;

type AnyTeller = Partial<Record<Kind, (event: AppEvent, messages: Messages) => readonly Message[]>>;

const app = <S extends Severity>(severity: S) => (text: Message["text"]): Message<S>[] => [
  { logger: appLogger, severity, text },
];
/** Says something at level debug, as the program itself. */
export const debug = app("debug");
/** Says something at level info, as the program itself. */
export const info = app("info");
const warn = app("warn");
const error = app("error");
const fatal = app("fatal");
const network = (severity: Severity, text: Message["text"]): Message => ({
  logger: networkLogger,
  severity,
  text,
});
const nothing: readonly Message[] = [];

/** Puts events into words. Who talks to whom is remembered, for warnings that say so. */
export class Messages {
  readonly #details: AnyTeller | undefined;
  /** Calling and called title, as DCMTK's warnings name an association. */
  #aeTitles = ",";

  /** Without details nothing is said of events that are in order. */
  constructor(details?: Details) {
    this.#details = details as AnyTeller | undefined;
  }

  /** Who talks to whom. */
  get aeTitles(): string {
    return this.#aeTitles;
  }

  /** The messages about an event, in order. */
  of(event: AppEvent): readonly Message[] {
    if (event.kind === "association parameters") {
      this.#aeTitles = `${event.request.callingAeTitle},${event.request.calledAeTitle}`;
    }
    const tell = this.#details?.[event.kind] ?? (problems as AnyTeller)[event.kind];
    return tell ? tell(event, this) : nothing;
  }
}

const problems: Problems = {
  "log": ({ logger, severity, text }) => [{ logger, severity, text }],
  "folder ignored": ({ path }) =>
    warn(`ignoring directory because option --scan-directories is not set: ${path}`),
  "folder cycle": ({ path }) => warn(`ignoring directory because a link leads back into it: ${path}`),
  "no input files": () => fatal("no input files to be sent"),
  "file rejected": tellRejectedFile,
  "profile file failed": ({ text }) => error(`reading config file: ${text}`),
  "identity file": tellIdentityFile,
  "too many contexts": () => error("Too many presentation contexts"),
  "setup failed": ({ condition }) => fatal(formatCondition(condition)),
  "association rejected": tellRejection,
  "association failed": ({ condition, details }) => [
    ...fatal(`Association Request Failed: ${formatCondition(condition)}`),
    ...(details === undefined ? [] : info(details)),
  ],
  "association missing": ({ failure }, messages) => [
    ...(failure ? messages.of(failure) : []).map((line) => ({ ...line, severity: "warn" as const })),
    ...warn("Going on with fewer associations"),
  ],
  "association lost": ({ condition }) =>
    error(`Association Lost: ${formatCondition(condition)}\nGoing on with fewer associations`),
  "no accepted contexts": () => fatal("No Acceptable Presentation Contexts"),
  "identity response missing": () =>
    error("User Identity Negotiation failed: Positive response requested but none received"),
  "bad file": ({ path, error }) => tellBadFile(path, error),
  "not invented": ({ outcome }) => tellNotInvented(outcome),
  "no SOP class or instance": ({ path }) => error(`No SOP Class or Instance UID in file: ${path}`),
  "no context": ({ sopClassUid }) =>
    error(`No presentation context for: (${describeSopClass(sopClassUid)}) ${sopClassUid}`),
  "bad SOP instance UID": (_event, messages) =>
    dimseWarning(messages, "C-Store RQ: AffectedSOPInstanceUID: bad size"),
  "not convertible": ({ from, to }, messages) => {
    const way = `from '${from.name}' transfer syntax to '${to.name}'`;
    return dimseWarning(messages, `sendMessage: unable to convert dataset ${way}`);
  },
  "renamed": tellRenamed,
  "store failed": ({ path, condition }) =>
    error(`Store Failed, file: ${path}:\n${formatCondition(condition)}`),
  "release failed": ({ condition }) => error(`Association Release Failed: ${formatCondition(condition)}`),
  "abort failed": ({ condition }) => error(`Association Abort Failed: ${formatCondition(condition)}`),
  "peer requested release": () => error("Protocol Error: Peer requested release (Aborting)"),
  "peer aborted": () => info("Peer Aborted Association"),
  "sending ended": ({ condition }) => error(`Store SCU Failed: ${formatCondition(condition)}`),
  "interrupted": ({ signal }) => error(`Interrupted by ${signal} (Aborting)`),
};

function dimseWarning({ aeTitles }: Messages, text: string): Message[] {
  return [network("warn", `DIMSE Warning: (${aeTitles}): ${text}`)];
}

function tellRejection({ rejection }: EventOf<"association rejected">): Message[] {
  const { complaints, text } = describeRejection(rejection);
  return [
    ...complaints.map((complaint) => network("error", complaint)),
    ...fatal(`Association Rejected:\n${text}`),
  ];
}

function tellRejectedFile({ path, reason, sopClassUid, fatal: isFatal }: FileRejected): Message[] {
  const text = {
    "cannot access": `cannot access file: ${path}`,
    "missing SOP class": `missing SOP class (or instance) in file: ${path}`,
    "unknown SOP class": `unknown storage SOP class in file: ${path}: ${sopClassUid}`,
  }[reason];
  return isFatal ? fatal(text) : warn(`${text}, ignoring file`);
}

function tellIdentityFile({ problem, reason }: EventOf<"identity file">): Message[] {
  switch (problem) {
    case "cannot open":
      return error(`Unable to open Kerberos, SAML or JWT file: ${reason}`);
    case "too long":
      return info(
        "Kerberos, SAML or JWT file is larger than 65535 bytes, bytes after that position are ignored",
      );
    case "empty":
      return error("Unable to read Kerberos, SAML or JWT info from file: File empty?");
  }
}

/** DCMTK's line, and, for who wants to know more, where in the file and at which element it went wrong. */
function tellBadFile(path: string, cause: Error): Message[] {
  const text = cause instanceof DicomError ? cause.condition.text : reasonOf(cause);
  const more = cause instanceof DicomError && cause.message !== text ? info(`  ${cause.message}`) : [];
  return [...error(`Bad DICOM file: ${path}: ${text}`), ...more];
}

function tellNotInvented({ edit: { tag, value }, result, vr }: EditOutcome): Message[] {
  const keyword = Object.entries(tags).find(([, each]) => each === tag)?.[0] ?? "Unknown Tag & Data";
  const element = `${keyword} ${formatTag(tag)}`;
  const say = (text: string) => error(`updateStringAttributeValue: ${text}`);
  switch (result) {
    case "missing":
      return say(`cannot find: ${element}: Tag not found`);
    case "old value too long": {
      const limits = vr === undefined ? "" : `(max ${maxValueLength(vr)}) for ${vrName(vr)} `;
      return say(`INTERNAL ERROR: ${element}: value too large ${limits}value: ${value}`);
    }
    case "not a string": {
      const { text } = vr === vrOf("SQ") ? conditions.EC_IllegalCall : conditions.EC_CorruptedData;
      return say(`cannot put string in attribute: ${element}: ${text}`);
    }
    case "replaced":
      return [];
  }
}

function tellRenamed({ from, to, error: cause }: FileRenamed): Message[] {
  return cause ? warn(`cannot rename file '${from}' to '${to}'`) : debug(`renamed file '${from}' to '${to}'`);
}
