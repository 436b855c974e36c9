/**
 * Dumps of DIMSE messages, and of the status detail in them, as DCMTK prints them.
 *
 * @module
 */
import { type Command, commandFields, type StatusDetail } from "../dimse/command.ts";
import { formatTag } from "../dictionary/tags.ts";
import { nameOfUid } from "../dictionary/uids.ts";
import { longStatusText } from "./status_text.ts";

/** The dump of a C-STORE-RQ that is about to be sent. */
export function dumpRequest(command: Command): string {
  return [
    "===================== OUTGOING DIMSE MESSAGE ====================",
    "Message Type                  : C-STORE RQ",
    `Message ID                    : ${command.messageId ?? 0}`,
    `Affected SOP Class UID        : ${named(command.affectedSopClassUid ?? "")}`,
    `Affected SOP Instance UID     : ${command.affectedSopInstanceUid ?? ""}`,
    `Data Set                      : ${presence(command)}`,
    `Priority                      : ${["medium", "high", "low"].at(command.priority ?? 0) ?? ""}`,
    ...dumpMoveOriginator(command),
    end,
  ].join("\n");
}

/** The dump of a message that has come. */
export function dumpResponse(command: Command, contextId: number): string {
  return [
    "===================== INCOMING DIMSE MESSAGE ====================",
    ...(command.commandField === commandFields.cStoreRsp ? dumpStoreResponse(command, contextId) : [
      "Message Type                  : UNKNOWN (DIMSE Protocol Error)",
    ]),
    end,
  ].join("\n");
}

const end = "======================= END DIMSE MESSAGE =======================";

function dumpStoreResponse(command: Command, contextId: number): string[] {
  const { affectedSopClassUid: sopClassUid, affectedSopInstanceUid: sopInstanceUid } = command;
  return [
    "Message Type                  : C-STORE RSP",
    ...(contextId > 0 ? [`Presentation Context ID       : ${contextId}`] : []),
    `Message ID Being Responded To : ${command.messageIdBeingRespondedTo ?? 0}`,
    `Affected SOP Class UID        : ${sopClassUid === undefined ? "none" : named(sopClassUid)}`,
    `Affected SOP Instance UID     : ${sopInstanceUid ?? "none"}`,
    `Data Set                      : ${presence(command)}`,
    `DIMSE Status                  : ${longStatusText(command.status ?? 0)}`,
  ];
}

function dumpMoveOriginator({ moveOriginator }: Command): string[] {
  const { aeTitle, messageId } = moveOriginator ?? {};
  return [
    ...(aeTitle === undefined ? [] : [`Move Originator AE Title      : ${aeTitle}`]),
    ...(messageId === undefined ? [] : [`Move Originator ID            : ${messageId}`]),
  ];
}

const presence = ({ hasDataSet }: Command) => hasDataSet ? "present" : "none";

const named = (uid: string) => nameOfUid(uid) ?? uid;

/** The elements that explain a status, as a small data set. */
export function dumpStatusDetail({ offendingElements, errorComment, errorId, others }: StatusDetail): string {
  const lines: [tag: number, line: string][] = [];
  if (offendingElements.length > 0) {
    const values = offendingElements.map(formatTag);
    const value = values.join("\\");
    lines.push([0x0901, element({ vr: "AT", value, bytes: 4 * values.length, values: values.length })]);
  }
  if (errorComment !== undefined) lines.push([0x0902, comment(errorComment)]);
  if (errorId !== undefined) {
    lines.push([0x0903, element({ vr: "US", value: String(errorId), bytes: 2, values: 1 })]);
  }
  for (const [tag, bytes] of others) lines.push([tag, unknownElement(bytes)]);
  lines.sort(([a], [b]) => a - b);
  const names = new Map([[0x0901, "OffendingElement"], [0x0902, "ErrorComment"], [0x0903, "ErrorID"]]);
  return [
    "",
    "# Dicom-Data-Set",
    "# Used TransferSyntax: Little Endian Implicit",
    ...lines.map(([tag, line]) => `${formatTag(tag)} ${line} ${names.get(tag) ?? "Unknown Tag & Data"}`),
    "",
  ].join("\n");
}

function comment(text: string): string {
  if (text === "") return element({ vr: "LO", value: "(no value available)", bytes: 0, values: 0 });
  const bytes = new TextEncoder().encode(text).length;
  const values = text.split("\\").length;
  return element({ vr: "LO", value: `[${text}]`, bytes: bytes + bytes % 2, values });
}

function unknownElement(bytes: Uint8Array): string {
  const value = Array.from(bytes, hex).join("\\") || "(no value available)";
  return element({ vr: "UN", value, bytes: bytes.length, values: Math.min(bytes.length, 1) });
}

function element({ vr, value, bytes, values }: { vr: string; value: string; bytes: number; values: number }) {
  return `${vr} ${value.padEnd(40)} # ${String(bytes).padStart(3)}, ${values}`;
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");
