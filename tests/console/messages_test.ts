import { assertEquals } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import type { AppEvent } from "../../lib/console/events.ts";
import { detailsFor } from "../../lib/console/details.ts";
import { Messages } from "../../lib/console/messages.ts";
import { conditions, networkCondition } from "../../lib/dictionary/conditions.ts";
import { explicitVrLittleEndian, implicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { tags } from "../../lib/dictionary/tags.ts";
import { vr } from "../../lib/dictionary/vr.ts";
import { Inventor } from "../../lib/input/invent.ts";
import type { AssociateRq } from "../../lib/ul/pdu.ts";

const ct = "1.2.840.10008.5.1.4.1.1.2";
const peerAborted = conditions.DUL_PEERABORTEDASSOCIATION;
const aborted = "0006:0317 Peer aborted Association (or never connected)";

/** The lines of events, with the letter of their level; those that are no lines of the program name the logger. */
function told(...events: AppEvent[]): string[] {
  const messages = new Messages(detailsFor({ showPresentationContexts: false, isDebug: () => false }));
  return events.flatMap((event) =>
    messages.of(event).map(({ logger, severity, text }) => {
      const from = logger === "dcmtk.apps.storescu" ? "" : `[${logger}] `;
      return `${severity[0].toUpperCase()}: ${from}${typeof text === "string" ? text : text()}`;
    })
  );
}

const pure = { permissions: "none" } as const;

Deno.test("finding and checking files", pure, () => {
  assertEquals(
    told(
      { kind: "scanning" },
      { kind: "folder ignored", path: "/tmp" },
      { kind: "folder cycle", path: "/tmp" },
      { kind: "files found", files: 0 },
      { kind: "no input files" },
      { kind: "checking files" },
      { kind: "file rejected", path: "a", reason: "cannot access", fatal: true },
      { kind: "file rejected", path: "a", reason: "missing SOP class", fatal: false },
      { kind: "file rejected", path: "a", reason: "unknown SOP class", sopClassUid: "1.2", fatal: false },
    ),
    [
      "I: determining input files ...",
      "W: ignoring directory because option --scan-directories is not set: /tmp",
      "W: ignoring directory because a link leads back into it: /tmp",
      "F: no input files to be sent",
      "I: checking input files ...",
      "F: cannot access file: a",
      "W: missing SOP class (or instance) in file: a, ignoring file",
      "W: unknown storage SOP class in file: a: 1.2, ignoring file",
    ],
  );
});

Deno.test("what goes wrong before there is an association", pure, () => {
  const connect = networkCondition("DULC_TCPINITERROR", "TCP Initialization Error: Connection refused");
  const text = "unable to open configuration file: /etc/x";
  assertEquals(
    told(
      { kind: "profile file failed", text },
      { kind: "identity file", problem: "cannot open", reason: "No such file or directory" },
      { kind: "identity file", problem: "too long" },
      { kind: "identity file", problem: "empty" },
      { kind: "too many contexts" },
      { kind: "setup failed", condition: conditions.ASC_BADPRESENTATIONCONTEXTID },
      { kind: "requesting association" },
      { kind: "association failed", condition: connect },
      { kind: "no accepted contexts" },
      { kind: "identity response missing" },
    ),
    [
      `E: reading config file: ${text}`,
      "E: Unable to open Kerberos, SAML or JWT file: No such file or directory",
      "I: Kerberos, SAML or JWT file is larger than 65535 bytes, bytes after that position are ignored",
      "E: Unable to read Kerberos, SAML or JWT info from file: File empty?",
      "E: Too many presentation contexts",
      "F: 0006:0101 ASC Bad presentation context ID",
      "I: Requesting Association",
      "F: Association Request Failed: 0006:031c TCP Initialization Error: Connection refused",
      "F: No Acceptable Presentation Contexts",
      "E: User Identity Negotiation failed: Positive response requested but none received",
    ],
  );
});

Deno.test("files that cannot be sent", pure, () => {
  const request: AssociateRq = {
    kind: "associate-rq",
    protocolVersion: 1,
    callingAeTitle: "STORESCU",
    calledAeTitle: "ANY-SCP",
    applicationContext: "1.2.840.10008.3.1.1.1",
    presentationContexts: [],
    userInformation: { roleSelections: [], extendedNegotiations: [], unknown: [] },
  };
  const message = "Element (7fe0,0010) at byte 1312 is longer than the file";
  const [, ...lines] = told(
    { kind: "association parameters", request },
    { kind: "bad file", path: "t", error: new DicomError(conditions.EC_StreamNotifyClient) },
    { kind: "bad file", path: "t", error: new DicomError(conditions.EC_InvalidStream, { message }) },
    { kind: "bad file", path: "t", error: new Error("No such file or directory (os error 2): open 't'") },
    { kind: "no SOP class or instance", path: "t" },
    { kind: "no context", sopClassUid: ct },
    { kind: "no context", sopClassUid: "1.2.840.10008.1.1" },
    { kind: "no context", sopClassUid: "1.2.3" },
    { kind: "bad SOP instance UID" },
    { kind: "not convertible", from: explicitVrLittleEndian, to: implicitVrLittleEndian },
    { kind: "store failed", path: "t", condition: peerAborted },
  );
  const warning = "W: [dcmtk.dcmnet] DIMSE Warning: (STORESCU,ANY-SCP): ";
  assertEquals(lines, [
    "E: Bad DICOM file: t: I/O suspension or premature end of stream",
    "E: Bad DICOM file: t: Invalid stream",
    `I:   ${message}`,
    "E: Bad DICOM file: t: No such file or directory",
    "E: No SOP Class or Instance UID in file: t",
    `E: No presentation context for: (CT) ${ct}`,
    "E: No presentation context for: (VerificationSOPClass) 1.2.840.10008.1.1",
    "E: No presentation context for: (unknown SOP class) 1.2.3",
    `${warning}C-Store RQ: AffectedSOPInstanceUID: bad size`,
    `${warning}sendMessage: unable to convert dataset from 'Little Endian Explicit' transfer syntax to ` +
    "'Little Endian Implicit'",
    `E: Store Failed, file: t:\n${aborted}`,
  ]);
});

Deno.test("sending a file", pure, () => {
  assertEquals(
    told(
      { kind: "sending file", path: "a" },
      { kind: "converting", from: explicitVrLittleEndian, to: undefined },
      { kind: "store request", messageId: 7, sopClassUid: ct },
      { kind: "store request", messageId: 8, sopClassUid: "1.2.3" },
      { kind: "object progresses", pdus: 3 },
      { kind: "object ends" },
      { kind: "renamed", from: "a", to: "a.done" },
      { kind: "renamed", from: "a", to: "a.bad", error: new Error("no") },
      { kind: "store response", status: 0xa700 },
      { kind: "file settled", path: "a", pass: 0, outcome: { kind: "refused", status: 0xa700 } },
    ),
    [
      "I: Sending file: a",
      "I: Converting transfer syntax: Little Endian Explicit -> Unknown Transfer Syntax",
      "I: Sending Store Request (MsgID 7, CT)",
      "I: Sending Store Request (MsgID 8, OT)",
      "D: renamed file 'a' to 'a.done'",
      "W: cannot rename file 'a' to 'a.bad'",
      "I: Received Store Response (Refused: OutOfResources)",
    ],
  );
});

Deno.test("inventing", pure, () => {
  const limits = { imagesPerSeries: 1, seriesPerStudy: 1, studiesPerPatient: 1 };
  const sources = { now: () => 1795557008, makeUid: (prefix: string) => prefix };
  const edit = (tag: number) => ({ tag, value: "0" });
  assertEquals(
    told(
      { kind: "inventing", invention: new Inventor(limits, sources).next() },
      { kind: "not invented", outcome: { edit: edit(tags.StudyID), result: "missing" } },
      {
        kind: "not invented",
        outcome: { edit: edit(tags.InstanceNumber), result: "old value too long", vr: vr("IS") },
      },
      { kind: "not invented", outcome: { edit: edit(tags.PatientID), result: "not a string", vr: vr("SQ") } },
      { kind: "not invented", outcome: { edit: edit(tags.PatientID), result: "not a string", vr: vr("UN") } },
    ),
    [
      "I: Inventing Identifying Information (pa0, st0, se0, im0):",
      "I:   PatientName=OFFIS^TEST_PN_17955570080",
      "I:   PatientID=PID_17955570080",
      "I:   StudyInstanceUID=1.2.276.0.7230010.3.1.2.0",
      "I:   StudyID=SID_17955570080",
      "I:   SeriesInstanceUID=1.2.276.0.7230010.3.1.3.0",
      "I:   SeriesNumber=0",
      "I:   SOPInstanceUID=1.2.276.0.7230010.3.1.4.0",
      "I:   ImageNumber=0",
      "E: updateStringAttributeValue: cannot find: StudyID (0020,0010): Tag not found",
      "E: updateStringAttributeValue: INTERNAL ERROR: InstanceNumber (0020,0013): " +
      "value too large (max 12) for IS value: 0",
      "E: updateStringAttributeValue: cannot put string in attribute: PatientID (0010,0020): " +
      "Illegal call, perhaps wrong parameters",
      "E: updateStringAttributeValue: cannot put string in attribute: PatientID (0010,0020): Corrupted data",
    ],
  );
});

Deno.test("the end of an association", pure, () => {
  assertEquals(
    told(
      { kind: "releasing" },
      { kind: "release failed", condition: peerAborted },
      { kind: "aborting" },
      { kind: "abort failed", condition: peerAborted },
      { kind: "peer requested release" },
      { kind: "peer aborted" },
      { kind: "sending ended", condition: peerAborted },
      { kind: "interrupted", signal: "SIGINT" },
      { kind: "association lost", condition: peerAborted },
    ),
    [
      "I: Releasing Association",
      `E: Association Release Failed: ${aborted}`,
      "I: Aborting Association",
      `E: Association Abort Failed: ${aborted}`,
      "E: Protocol Error: Peer requested release (Aborting)",
      "I: Peer Aborted Association",
      `E: Store SCU Failed: ${aborted}`,
      "E: Interrupted by SIGINT (Aborting)",
      `E: Association Lost: ${aborted}\nGoing on with fewer associations`,
    ],
  );
});

Deno.test("without details problems are told, and nothing else", pure, () => {
  const messages = new Messages();
  const told = (event: AppEvent) => messages.of(event).map(({ severity, text }) => `${severity} ${text}`);
  assertEquals(told({ kind: "sending file", path: "a" }), []);
  assertEquals(told({ kind: "no input files" }), ["fatal no input files to be sent"]);
  assertEquals(told({ kind: "bad SOP instance UID" }), [
    "warn DIMSE Warning: (,): C-Store RQ: AffectedSOPInstanceUID: bad size",
  ]);
});
