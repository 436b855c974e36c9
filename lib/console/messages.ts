/**
 * What is said about every event: DCMTK's lines, their severity, and the logger they come from.
 *
 * @module
 */
import { DicomError, formatCondition, reasonOf } from "../base/errors.ts";
import type { EditOutcome } from "../dataset/edit.ts";
import { conditions } from "../dictionary/conditions.ts";
import { maxValueLength, vr as vrOf, vrName } from "../dictionary/vr.ts";
import { formatTag, tags } from "../dictionary/tags.ts";
import { modalityOf } from "../dictionary/sop_classes.ts";
import { describeSopClass } from "../storage/choose.ts";
import { dumpAssociation } from "./association_dump.ts";
import type { AppEvent, FileRejected, FileRenamed, Severity } from "./events.ts";
import { dumpRequest, dumpResponse, dumpStatusDetail } from "./message_dump.ts";
import { describeRejection } from "./rejection.ts";
import { shortStatusText } from "./status_text.ts";

/** The logger of what the program itself says. */
export const appLogger = "dcmtk.apps.storescu";
/** The logger of the network. */
export const networkLogger = "dcmtk.dcmnet";
/** The logger of data sets and dictionaries. */
export const dataLogger = "dcmtk.dcmdata";

/** One message; it may have several lines. */
export interface Message {
  readonly logger: string;
  readonly severity: Severity;
  /** The text, or a way to make it where that costs something. */
  readonly text: string | (() => string);
}

/** What decides between two ways to say the same. */
export interface MessageOptions {
  /** `+v`: what is requested and agreed on is said in verbose mode already. */
  readonly showPresentationContexts: boolean;
  /** Whether dumps of messages are printed, which then say what else a short line would. */
  isDebug(): boolean;
}

type Kind = AppEvent["kind"];
type EventOf<K extends Kind> = Extract<AppEvent, { readonly kind: K }>;
type Teller = { readonly [K in Kind]: (event: EventOf<K>) => readonly Message[] };

const app = (severity: Severity) => (text: Message["text"]): Message[] => [
  { logger: appLogger, severity, text },
];
const debug = app("debug");
const info = app("info");
const warn = app("warn");
const error = app("error");
const fatal = app("fatal");
const network = (severity: Severity, text: Message["text"]): Message => ({
  logger: networkLogger,
  severity,
  text,
});
const nothing = (): Message[] => [];

/** Puts events into words. Who talks to whom is remembered, for warnings that say so. */
export class Messages {
  readonly #options: MessageOptions;
  #aeTitles = ",";

  /** Takes what decides between two ways to say the same. */
  constructor(options: MessageOptions) {
    this.#options = options;
  }

  /** The messages about an event, in order. */
  of(event: AppEvent): readonly Message[] {
    const tell = this.#teller[event.kind] as (event: AppEvent) => readonly Message[];
    return tell(event);
  }

  readonly #teller: Teller = {
    "log": ({ logger, severity, text }) => [{ logger, severity, text }],
    "scanning": () => info("determining input files ..."),
    "folder ignored": ({ path }) =>
      warn(`ignoring directory because option --scan-directories is not set: ${path}`),
    "folder cycle": ({ path }) => warn(`ignoring directory because a link leads back into it: ${path}`),
    "files found": nothing,
    "no input files": () => fatal("no input files to be sent"),
    "checking files": () => info("checking input files ..."),
    "file rejected": tellRejectedFile,
    "profile file failed": ({ text }) => error(`reading config file: ${text}`),
    "identity file": tellIdentityFile,
    "too many contexts": () => error("Too many presentation contexts"),
    "setup failed": ({ condition }) => fatal(formatCondition(condition)),
    "requesting association": () => info("Requesting Association"),
    "association parameters": ({ request }) => {
      this.#aeTitles = `${request.callingAeTitle},${request.calledAeTitle}`;
      return this.#parameters(() => `Request Parameters:\n${dumpAssociation(request)}`);
    },
    "association negotiated": ({ request, answer, transport }) => [
      ...debug(() => transport.join("\n")),
      ...this.#parameters(() => `Association Parameters Negotiated:\n${dumpAssociation(request, answer)}`),
    ],
    "association rejected": ({ rejection }) => {
      const { complaints, text } = describeRejection(rejection);
      return [
        ...complaints.map((complaint) => network("error", complaint)),
        ...fatal(`Association Rejected:\n${text}`),
      ];
    },
    "association failed": ({ condition, details }) => [
      ...fatal(`Association Request Failed: ${formatCondition(condition)}`),
      ...(details === undefined ? [] : info(details)),
    ],
    "association missing": ({ failure }) => [
      ...(failure ? this.of(failure) : []).map((line) => ({ ...line, severity: "warn" as const })),
      ...warn("Going on with fewer associations"),
    ],
    "association lost": ({ condition }) =>
      error(`Association Lost: ${formatCondition(condition)}\nGoing on with fewer associations`),
    "no accepted contexts": () => fatal("No Acceptable Presentation Contexts"),
    "identity response missing": () =>
      error("User Identity Negotiation failed: Positive response requested but none received"),
    "association accepted": ({ maxSendPdvBytes }) =>
      info(`Association Accepted (Max Send PDV: ${maxSendPdvBytes})`),
    "sending file": ({ path }) => info(`Sending file: ${path}`),
    "bad file": ({ path, error }) => tellBadFile(path, error),
    "inventing": ({ invention: { counters: { patient, study, series, image }, values } }) => [
      ...info(`Inventing Identifying Information (pa${patient}, st${study}, se${series}, im${image}):`),
      ...values.flatMap(({ label, value }) => info(`  ${label}=${value}`)),
    ],
    "not invented": ({ outcome }) => tellNotInvented(outcome),
    "no SOP class or instance": ({ path }) => error(`No SOP Class or Instance UID in file: ${path}`),
    "no context": ({ sopClassUid }) =>
      error(`No presentation context for: (${describeSopClass(sopClassUid)}) ${sopClassUid}`),
    "converting": ({ from, to }) =>
      info(`Converting transfer syntax: ${from.name} -> ${to?.name ?? "Unknown Transfer Syntax"}`),
    "store request": ({ messageId, sopClassUid }) =>
      info(`Sending Store Request (MsgID ${messageId}, ${modalityOf(sopClassUid) ?? "OT"})`),
    "object begins": ({ request }) => debug(() => dumpRequest(request)),
    "bad SOP instance UID": () => this.#dimseWarning("C-Store RQ: AffectedSOPInstanceUID: bad size"),
    "not convertible": ({ from, to }) => {
      const way = `from '${from.name}' transfer syntax to '${to.name}'`;
      return this.#dimseWarning(`sendMessage: unable to convert dataset ${way}`);
    },
    "command sent": nothing,
    "command received": () => {
      const text = 'DcmDataset::read() TransferSyntax="Little Endian Implicit"';
      return [{ logger: dataLogger, severity: "debug", text }];
    },
    "object progresses": nothing,
    "object ends": nothing,
    "renamed": tellRenamed,
    "store response": (event) => this.#storeResponse(event),
    "store failed": ({ path, condition }) =>
      error(`Store Failed, file: ${path}:\n${formatCondition(condition)}`),
    "file settled": nothing,
    "releasing": () => info("Releasing Association"),
    "release failed": ({ condition }) => error(`Association Release Failed: ${formatCondition(condition)}`),
    "aborting": () => info("Aborting Association"),
    "abort failed": ({ condition }) => error(`Association Abort Failed: ${formatCondition(condition)}`),
    "peer requested release": () => error("Protocol Error: Peer requested release (Aborting)"),
    "peer aborted": () => info("Peer Aborted Association"),
    "sending ended": ({ condition }) => error(`Store SCU Failed: ${formatCondition(condition)}`),
    "interrupted": ({ signal }) => error(`Interrupted by ${signal} (Aborting)`),
  };

  #parameters(text: () => string): Message[] {
    return this.#options.showPresentationContexts ? info(text) : debug(text);
  }

  #dimseWarning(text: string): Message[] {
    return [network("warn", `DIMSE Warning: (${this.#aeTitles}): ${text}`)];
  }

  #storeResponse({ status, message }: EventOf<"store response">): readonly Message[] {
    if (!this.#options.isDebug()) return info(`Received Store Response (${shortStatusText(status)})`);
    if (!message) return info("Received Store Response");
    const { command, contextId } = message;
    const { statusDetail } = command;
    return [
      ...info("Received Store Response"),
      ...debug(() => dumpResponse(command, contextId)),
      ...(statusDetail ? debug(() => `Status Detail:\n${dumpStatusDetail(statusDetail)}`) : []),
    ];
  }
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

const SQ = vrOf("SQ");
const keywords = new Map<number, string>(Object.entries(tags).map(([keyword, tag]) => [tag, keyword]));

function tellNotInvented({ edit: { tag, value }, result, vr }: EditOutcome): Message[] {
  const element = `${keywords.get(tag) ?? "Unknown Tag & Data"} ${formatTag(tag)}`;
  const say = (text: string) => error(`updateStringAttributeValue: ${text}`);
  switch (result) {
    case "missing":
      return say(`cannot find: ${element}: Tag not found`);
    case "old value too long": {
      const limits = vr === undefined ? "" : `(max ${maxValueLength(vr)}) for ${vrName(vr)} `;
      return say(`INTERNAL ERROR: ${element}: value too large ${limits}value: ${value}`);
    }
    case "not a string": {
      const { text } = vr === SQ ? conditions.EC_IllegalCall : conditions.EC_CorruptedData;
      return say(`cannot put string in attribute: ${element}: ${text}`);
    }
    case "replaced":
      return [];
  }
}

function tellRenamed({ from, to, error: cause }: FileRenamed): Message[] {
  return cause ? warn(`cannot rename file '${from}' to '${to}'`) : debug(`renamed file '${from}' to '${to}'`);
}
