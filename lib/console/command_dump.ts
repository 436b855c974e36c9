/**
 * Dumps of command sets as DCMTK prints them: loaded where somebody reads the level trace.
 *
 * @module
 */
import { formatTag } from "../dictionary/tags.ts";
import { nameOfUid } from "../dictionary/uids.ts";

/** Elements of C-STORE (PS3.7, Annex E.1), by element number. */
const elements: ReadonlyMap<number, readonly [vr: string, keyword: string]> = new Map([
  [0x0000, ["UL", "CommandGroupLength"]],
  [0x0002, ["UI", "AffectedSOPClassUID"]],
  [0x0003, ["UI", "RequestedSOPClassUID"]],
  [0x0100, ["US", "CommandField"]],
  [0x0110, ["US", "MessageID"]],
  [0x0120, ["US", "MessageIDBeingRespondedTo"]],
  [0x0700, ["US", "Priority"]],
  [0x0800, ["US", "CommandDataSetType"]],
  [0x0900, ["US", "Status"]],
  [0x0901, ["AT", "OffendingElement"]],
  [0x0902, ["LO", "ErrorComment"]],
  [0x0903, ["US", "ErrorID"]],
  [0x1000, ["UI", "AffectedSOPInstanceUID"]],
  [0x1001, ["UI", "RequestedSOPInstanceUID"]],
  [0x1030, ["AE", "MoveOriginatorApplicationEntityTitle"]],
  [0x1031, ["US", "MoveOriginatorMessageID"]],
]);

const headerBytes = 8;
const latin1 = new TextDecoder("latin1");

/**
 * A command set. DCMTK dumps what it sends before it knows the group length, and what has come without it; the
 * transfer syntaxes are what it says.
 */
export function dumpCommand(command: Uint8Array, { isSent }: { isSent: boolean }): string {
  const lines: string[] = [];
  const view = new DataView(command.buffer, command.byteOffset, command.length);
  for (let at = 0; at + headerBytes <= command.length;) {
    const tag = (view.getUint16(at, true) << 16 | view.getUint16(at + 2, true)) >>> 0;
    const end = at + headerBytes + view.getUint32(at + 4, true);
    const value = command.subarray(at + headerBytes, end);
    if (tag !== 0) lines.push(dumpElement(tag, value));
    else if (isSent) lines.push(dumpElement(tag, new Uint8Array(4)));
    at = end;
  }
  return [
    "",
    "# Dicom-Data-Set",
    `# Used TransferSyntax: Little Endian ${isSent ? "Explicit" : "Implicit"}`,
    ...lines,
    "",
  ].join("\n");
}

function dumpElement(tag: number, value: Uint8Array): string {
  const [vr, keyword] = (tag >>> 16 === 0 && elements.get(tag)) || ["UN", "Unknown Tag & Data"];
  const values = valuesOf(vr, value);
  const text = value.length === 0 ? "(no value available)" : textOf(vr, values);
  const count = value.length === 0 ? 0 : values.length;
  return `${formatTag(tag)} ${vr} ${text.padEnd(40)} # ${
    String(value.length).padStart(3)
  }, ${count} ${keyword}`;
}

const textOf = (vr: string, values: readonly string[]) => {
  const text = values.join("\\");
  if (vr === "UI") return named(text);
  return vr === "LO" || vr === "AE" ? `[${text}]` : text;
};

function named(uid: string): string {
  const name = nameOfUid(uid);
  return name === undefined ? `[${uid}]` : `=${name}`;
}

function valuesOf(vr: string, value: Uint8Array): string[] {
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  const numbers = (bytes: number, read: (at: number) => string) =>
    Array.from({ length: Math.floor(value.length / bytes) }, (_, index) => read(bytes * index));
  switch (vr) {
    case "US":
      return numbers(2, (at) => String(view.getUint16(at, true)));
    case "UL":
      return numbers(4, (at) => String(view.getUint32(at, true)));
    case "AT":
      return numbers(
        4,
        (at) => formatTag((view.getUint16(at, true) << 16 | view.getUint16(at + 2, true)) >>> 0),
      );
    case "UN":
      return [Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("\\")];
    default:
      return latin1.decode(value).replace(/[\0 ]+$/, "").split("\\");
  }
}
