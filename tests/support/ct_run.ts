/** What the oracle says when it sends one CT image with `-R` to its own receiver, as events. */
import type { AppEvent } from "../../lib/console/events.ts";
import { commandFields } from "../../lib/dimse/command.ts";
import { explicitVrBigEndian, explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { AssociateAc, AssociateRq, UserIdentity, UserInformation } from "../../lib/ul/pdu.ts";

const implicit = "1.2.840.10008.1.2";
const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";
const instance = "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322";

const userInformation: UserInformation = {
  maxPduBytes: 16384,
  implementationClassUid: "1.2.276.0.7230010.3.0.3.6.7",
  implementationVersionName: "OFFIS_DCMTK_367",
  roleSelections: [],
  extendedNegotiations: [],
  unknown: [],
};

const titles = {
  protocolVersion: 1,
  callingAeTitle: "STORESCU",
  calledAeTitle: "ANY-SCP",
  applicationContext: "1.2.840.10008.3.1.1.1",
};

/** The request, with a user. */
export function requestWith(userIdentity?: UserIdentity): AssociateRq {
  return {
    kind: "associate-rq",
    ...titles,
    presentationContexts: [
      { id: 1, abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVrLittleEndian.uid] },
      { id: 3, abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVrBigEndian.uid, implicit] },
    ],
    userInformation: { ...userInformation, userIdentity },
  };
}

const answer: AssociateAc = {
  kind: "associate-ac",
  ...titles,
  presentationContexts: [
    { id: 1, result: 0, transferSyntax: explicitVrLittleEndian.uid },
    { id: 3, result: 0, transferSyntax: explicitVrBigEndian.uid },
  ],
  userInformation,
};

/** What happens when one CT image is sent with `-R` to a receiver that accepts everything. */
export function eventsOf(
  path: string,
  { answerDump, userIdentity }: { answerDump: string; userIdentity?: UserIdentity },
): AppEvent[] {
  const request = requestWith(userIdentity);
  const reading = ["DcmMetaInfo::checkAndReadPreamble()", "DcmDataset::read()"].map((place) => ({
    kind: "log",
    logger: "dcmtk.dcmdata",
    severity: "debug",
    text: `${place} TransferSyntax="Little Endian Explicit"`,
  } as const));
  return [...negotiating({ request, answerDump, reading }), ...storing(path, reading)];
}

/** A line of a shelf below. */
type Line = AppEvent & { kind: "log" };

const network = (text: string): Line => ({
  kind: "log",
  logger: "dcmtk.dcmnet",
  severity: "debug",
  text: () => text,
});

function negotiating(
  { request, answerDump, reading }: { request: AssociateRq; answerDump: string; reading: readonly Line[] },
): AppEvent[] {
  return [
    { kind: "files found", files: 1 },
    { kind: "checking files" },
    ...reading,
    { kind: "association parameters", request },
    { kind: "requesting association" },
    network("setting network send timeout to 60 seconds"),
    network("setting network receive timeout to 60 seconds"),
    network("Constructing Associate RQ PDU"),
    network(answerDump),
    network("Parsing an A-ASSOCIATE PDU"),
    {
      kind: "association negotiated",
      request,
      answer,
      transport: ["Transport connection: TCP/IP, unencrypted."],
    },
    { kind: "association accepted", maxSendPdvBytes: 16372 },
  ];
}

function storing(path: string, reading: readonly Line[]): AppEvent[] {
  const names = { affectedSopClassUid: ctImageStorage, affectedSopInstanceUid: instance };
  const response = { commandField: commandFields.cStoreRsp, messageIdBeingRespondedTo: 1, status: 0 };
  const message = { contextId: 1, command: { ...response, ...names, hasDataSet: false } };
  return [
    { kind: "sending file", path },
    ...reading,
    { kind: "converting", from: explicitVrLittleEndian, to: explicitVrLittleEndian },
    { kind: "store request", messageId: 1, sopClassUid: ctImageStorage },
    {
      kind: "object begins",
      request: {
        commandField: commandFields.cStoreRq,
        messageId: 1,
        ...names,
        priority: 0,
        hasDataSet: true,
      },
    },
    { kind: "object progresses", pdus: 2 },
    { kind: "object progresses", pdus: 1 },
    { kind: "object ends" },
    { kind: "command received", ...message },
    { kind: "store response", status: 0, message },
    { kind: "file settled", path, pass: 0, outcome: { kind: "stored", status: 0 } },
    { kind: "releasing" },
  ];
}

/** What a program has written. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/** Runs a program. */
export async function runOracle(
  program: string,
  { args, cwd }: { args: string[]; cwd?: string },
): Promise<Printed> {
  const { stdout, stderr } = await new Deno.Command(program, { args, cwd }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { stdout: text(stdout), stderr: text(stderr) };
}

/** The oracle's dump of the answer, which the upper layer tells as a log line. */
export function answerDumpIn(stderr: string): string {
  const [dump] = /D: PDU Type: Associate Accept.*\n(?:D: (?: {2}[0-9a-f]{2})+\n)+/.exec(stderr) ?? [""];
  return dump.replaceAll(/^D: /gm, "").trimEnd();
}
