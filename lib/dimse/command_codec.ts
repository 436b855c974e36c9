/**
 * Command sets as bytes: implicit VR little endian, whatever the presentation context says (PS3.7, Section 6.3.1).
 *
 * @module
 */
import { bytesOf, textOf } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import type { Command, StatusDetail } from "./command.ts";

/** Elements of command sets (PS3.7, Annex E.1). */
const elements = {
  CommandGroupLength: 0x0000,
  AffectedSOPClassUID: 0x0002,
  CommandField: 0x0100,
  MessageID: 0x0110,
  MessageIDBeingRespondedTo: 0x0120,
  Priority: 0x0700,
  CommandDataSetType: 0x0800,
  Status: 0x0900,
  OffendingElement: 0x0901,
  ErrorComment: 0x0902,
  ErrorID: 0x0903,
  AffectedSOPInstanceUID: 0x1000,
  MoveOriginatorApplicationEntityTitle: 0x1030,
  MoveOriginatorMessageID: 0x1031,
} as const;

type ElementName = keyof typeof elements;

/** Command Data Set Type of a message without a data set. */
const noDataSet = 0x0101;
const someDataSet = 0x0001;

/** Group 0000, element number, length in four bytes. */
const headerBytes = 8;
const groupLengthBytes = 4;

/** Encodes a command set, its elements in ascending order behind their length. */
export function encodeCommand(command: Command): Uint8Array {
  const values = valuesOf(command);
  const bytes = values.reduce((sum, [, value]) => sum + headerBytes + value.length, 0);
  const all: [ElementName, Uint8Array][] = [["CommandGroupLength", uint32(bytes)], ...values];
  const encoded = new Uint8Array(headerBytes + groupLengthBytes + bytes);
  const view = new DataView(encoded.buffer);
  let offset = 0;
  for (const [name, value] of all) {
    view.setUint16(offset + 2, elements[name], true);
    view.setUint32(offset + 4, value.length, true);
    encoded.set(value, offset + headerBytes);
    offset += headerBytes + value.length;
  }
  return encoded;
}

/** The values that are there, in the order of their elements. */
function valuesOf(command: Command): [ElementName, Uint8Array][] {
  const { statusDetail, moveOriginator } = command;
  const offending = statusDetail?.offendingElements ?? [];
  const values: Partial<Record<ElementName, Uint8Array>> = {
    AffectedSOPClassUID: text(command.affectedSopClassUid, 0),
    CommandField: uint16(command.commandField),
    MessageID: uint16(command.messageId),
    MessageIDBeingRespondedTo: uint16(command.messageIdBeingRespondedTo),
    Priority: uint16(command.priority),
    CommandDataSetType: uint16(command.hasDataSet ? someDataSet : noDataSet),
    Status: uint16(command.status),
    OffendingElement: offending.length > 0 ? tagsOf(offending) : undefined,
    ErrorComment: text(statusDetail?.errorComment, 0x20),
    ErrorID: uint16(statusDetail?.errorId),
    AffectedSOPInstanceUID: text(command.affectedSopInstanceUid, 0),
    MoveOriginatorApplicationEntityTitle: text(moveOriginator?.aeTitle, 0x20),
    MoveOriginatorMessageID: uint16(moveOriginator?.messageId),
  };
  return (Object.entries(values) as [ElementName, Uint8Array | undefined][])
    .filter((entry): entry is [ElementName, Uint8Array] => entry[1] !== undefined);
}

function uint16(value: number | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : Uint8Array.of(value & 0xff, value >> 8);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function text(value: string | undefined, padding: number): Uint8Array | undefined {
  if (value === undefined) return undefined;
  return bytesOf(value.length % 2 === 0 ? value : value + String.fromCharCode(padding));
}

function tagsOf(tags: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * tags.length);
  const view = new DataView(bytes.buffer);
  tags.forEach((tag, index) => {
    view.setUint16(4 * index, tag >>> 16, true);
    view.setUint16(4 * index + 2, tag & 0xffff, true);
  });
  return bytes;
}

/** Commands of PS3.7, Annex E.1, without the bit of a response. */
const knownCommands = new Set([
  0x0001,
  0x0010,
  0x0020,
  0x0021,
  0x0030,
  0x0100,
  0x0110,
  0x0120,
  0x0130,
  0x0140,
  0x0150,
]);
const responseBit = 0x8000;
const cancelCommand = 0x0fff;

/** Decodes a command set: elements in any order, with or without their length. Throws a `DicomError`. */
export function decodeCommand(bytes: Uint8Array): Command {
  const fields = new Fields(bytes);
  const commandField = fields.uint16("CommandField");
  if (commandField === undefined) {
    throw parseError("DIMSE_parseCmdObject: Missing CommandField");
  }
  const known = commandField === cancelCommand || knownCommands.has(commandField & ~responseBit);
  if (!known) throw invalidCommand(commandField);
  const isResponse = (commandField & responseBit) !== 0;
  const command = {
    commandField,
    messageId: isResponse ? fields.uint16("MessageID") : fields.required("MessageID"),
    messageIdBeingRespondedTo: isResponse
      ? fields.required("MessageIDBeingRespondedTo")
      : fields.uint16("MessageIDBeingRespondedTo"),
    hasDataSet: fields.required("CommandDataSetType") !== noDataSet,
    status: isResponse ? fields.required("Status") : fields.uint16("Status"),
    affectedSopClassUid: fields.text("AffectedSOPClassUID"),
    affectedSopInstanceUid: fields.text("AffectedSOPInstanceUID"),
    priority: fields.uint16("Priority"),
    moveOriginator: moveOriginatorOf(fields),
  };
  return { ...command, statusDetail: statusDetailOf(fields) };
}

function moveOriginatorOf(fields: Fields): Command["moveOriginator"] {
  const aeTitle = fields.text("MoveOriginatorApplicationEntityTitle");
  const messageId = fields.uint16("MoveOriginatorMessageID");
  return aeTitle === undefined && messageId === undefined ? undefined : { aeTitle, messageId };
}

/** What no other field holds. */
function statusDetailOf(fields: Fields): StatusDetail | undefined {
  const offendingElements = fields.tags("OffendingElement");
  const errorComment = fields.text("ErrorComment");
  const errorId = fields.uint16("ErrorID");
  const others = fields.others();
  const isEmpty = offendingElements.length === 0 && errorComment === undefined && errorId === undefined &&
    others.size === 0;
  return isEmpty ? undefined : { offendingElements, errorComment, errorId, others };
}

function invalidCommand(commandField: number): DicomError {
  const text = `DIMSE_parseCmdObject: Invalid Command Message: 0x${commandField.toString(16)}`;
  return new DicomError(networkCondition("DIMSEC_BADCOMMANDTYPE", text));
}

function parseError(text: string): DicomError {
  return new DicomError(networkCondition("DIMSEC_PARSEFAILED", text));
}

/** The values of a command set; the first counts where an element is there twice. */
class Fields {
  readonly #values = new Map<number, Uint8Array>();

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset < bytes.length;) {
      const isWhole = offset + headerBytes <= bytes.length;
      const end = isWhole ? offset + headerBytes + view.getUint32(offset + 4, true) : Infinity;
      if (end > bytes.length) throw parseError("DIMSE_parseCmdObject: Missing CommandField");
      const tag = view.getUint16(offset, true) * 0x10000 + view.getUint16(offset + 2, true);
      // A copy with a buffer of its own; slice() makes none of what is a Buffer of Node
      const value = new Uint8Array(bytes.subarray(offset + headerBytes, end));
      if (!this.#values.has(tag)) this.#values.set(tag, value);
      offset = end;
    }
    this.#values.delete(elements.CommandGroupLength);
  }

  uint16(name: ElementName): number | undefined {
    const bytes = this.#take(name);
    if (!bytes || bytes.length < 2) return undefined;
    return bytes[0] | bytes[1] << 8;
  }

  required(name: ElementName): number {
    const value = this.uint16(name);
    if (value !== undefined) return value;
    const tag = elements[name].toString(16).padStart(4, "0");
    throw parseError(`DIMSE: Command Parse Failed: Element: (0000,${tag}) ${name}`);
  }

  text(name: ElementName): string | undefined {
    const bytes = this.#take(name);
    return bytes && textOf(bytes).replace(/[\0 ]+$/, "");
  }

  tags(name: ElementName): number[] {
    const bytes = this.#take(name) ?? new Uint8Array(0);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const count = Math.floor(bytes.length / 4);
    const half = (index: number) => view.getUint16(2 * index, true);
    return Array.from({ length: count }, (_, index) => half(2 * index) * 0x10000 + half(2 * index + 1));
  }

  /** What nobody has asked for. */
  others(): ReadonlyMap<number, Uint8Array> {
    return this.#values;
  }

  #take(name: ElementName): Uint8Array | undefined {
    const value = this.#values.get(elements[name]);
    this.#values.delete(elements[name]);
    return value;
  }
}
