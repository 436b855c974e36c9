/**
 * Command sets as bytes: implicit VR little endian, whatever the presentation context says (PS3.7, Section 6.3.1).
 *
 * @module
 */
import { bytesOf, grown, textOf } from "../base/bytes.ts";
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

/** Elements that a message has whatever becomes of it. */
const plainElements: ReadonlySet<number> = new Set([
  elements.CommandGroupLength,
  elements.AffectedSOPClassUID,
  elements.CommandField,
  elements.MessageID,
  elements.MessageIDBeingRespondedTo,
  elements.Priority,
  elements.CommandDataSetType,
  elements.Status,
  elements.AffectedSOPInstanceUID,
]);

/** Elements that fields of their own hold. */
const namedElements: ReadonlySet<number> = new Set(Object.values(elements));

/** Command Data Set Type of a message without a data set. */
const noDataSet = 0x0101;
const someDataSet = 0x0001;

/** Group 0000, element number, length in four bytes. */
const headerBytes = 8;
const groupLengthBytes = 4;

/** Encodes a command set, its elements in ascending order behind their length. */
export function encodeCommand(command: Command): Uint8Array {
  let bytes = new Uint8Array(256);
  let end = headerBytes + groupLengthBytes;
  for (const [element, value] of valuesOf(command)) {
    if (value === undefined) continue;
    const begin = end + headerBytes;
    const length = typeof value === "number" ? 2 : value.length;
    end = begin + length;
    if (end > bytes.length) bytes = grown(bytes, end);
    bytes[begin - 6] = element;
    bytes[begin - 5] = element >> 8;
    bytes[begin - 4] = length;
    bytes[begin - 3] = length >> 8;
    bytes[begin - 2] = length >> 16;
    if (typeof value === "number") {
      bytes[begin] = value;
      bytes[begin + 1] = value >> 8;
    } else {
      bytes.set(value, begin);
    }
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(4, groupLengthBytes, true);
  view.setUint32(headerBytes, end - headerBytes - groupLengthBytes, true);
  return bytes.subarray(0, end);
}

/** A number in two bytes, or bytes; what is not there is left out. */
type Value = number | Uint8Array | undefined;

function valuesOf(command: Command): [element: number, value: Value][] {
  const { statusDetail, moveOriginator } = command;
  const values: [number, Value][] = [
    [elements.AffectedSOPClassUID, padded(command.affectedSopClassUid, "\0")],
    [elements.CommandField, command.commandField],
    [elements.MessageID, command.messageId],
    [elements.MessageIDBeingRespondedTo, command.messageIdBeingRespondedTo],
    [elements.Priority, command.priority],
    [elements.CommandDataSetType, command.hasDataSet ? someDataSet : noDataSet],
    [elements.Status, command.status],
  ];
  if (statusDetail) {
    values.push([elements.OffendingElement, tagsAsBytes(statusDetail.offendingElements)]);
    values.push([elements.ErrorComment, padded(statusDetail.errorComment, " ")]);
    values.push([elements.ErrorID, statusDetail.errorId]);
  }
  values.push([elements.AffectedSOPInstanceUID, padded(command.affectedSopInstanceUid, "\0")]);
  if (moveOriginator) {
    values.push([elements.MoveOriginatorApplicationEntityTitle, padded(moveOriginator.aeTitle, " ")]);
    values.push([elements.MoveOriginatorMessageID, moveOriginator.messageId]);
  }
  return values;
}

function padded(text: string | undefined, padding: string): Uint8Array | undefined {
  if (text === undefined) return undefined;
  return bytesOf(text.length % 2 === 0 ? text : text + padding);
}

function tagsAsBytes(tags: readonly number[]): Uint8Array | undefined {
  if (tags.length === 0) return undefined;
  return Uint8Array.from(tags.flatMap((tag) => [tag >>> 16, tag >>> 24, tag, tag >>> 8]));
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
  const set = elementsOf(bytes);
  const { numbers } = set;
  const commandField = numbers.get(elements.CommandField);
  if (commandField === undefined) {
    throw parseError("DIMSE_parseCmdObject: Missing CommandField");
  }
  const known = commandField === cancelCommand || knownCommands.has(commandField & ~responseBit);
  if (!known) throw invalidCommand(commandField);
  const isResponse = (commandField & responseBit) !== 0;
  // A cancellation has no id of its own (PS3.7, Table 9.3-7)
  const isAbout = isResponse || commandField === cancelCommand;
  check(numbers, isAbout ? "MessageIDBeingRespondedTo" : "MessageID");
  check(numbers, "CommandDataSetType");
  if (isResponse) check(numbers, "Status");
  return {
    commandField,
    messageId: numbers.get(elements.MessageID),
    messageIdBeingRespondedTo: numbers.get(elements.MessageIDBeingRespondedTo),
    hasDataSet: numbers.get(elements.CommandDataSetType) !== noDataSet,
    status: numbers.get(elements.Status),
    affectedSopClassUid: textOfElement(set, elements.AffectedSOPClassUID),
    affectedSopInstanceUid: textOfElement(set, elements.AffectedSOPInstanceUID),
    priority: numbers.get(elements.Priority),
    moveOriginator: set.isPlain ? undefined : moveOriginatorOf(set),
    statusDetail: set.isPlain ? undefined : statusDetailOf(set),
  };
}

/** The elements of a command set by their tags; the first counts where one is there twice. */
interface ElementSet {
  /** Their first two bytes as a number, where they have so many. */
  readonly numbers: ReadonlyMap<number, number | undefined>;
  readonly values: ReadonlyMap<number, Uint8Array>;
  /** Whether there are none but those of every message. */
  readonly isPlain: boolean;
}

function elementsOf(bytes: Uint8Array): ElementSet {
  const numbers = new Map<number, number | undefined>();
  const values = new Map<number, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let isPlain = true;
  for (let end = 0; end < bytes.length;) {
    const begin = end + headerBytes;
    if (begin > bytes.length) throw parseError("DIMSE_parseCmdObject: Missing CommandField");
    const tag = view.getUint16(begin - 8, true) * 0x10000 + view.getUint16(begin - 6, true);
    end = begin + view.getUint32(begin - 4, true);
    if (end > bytes.length) throw parseError("DIMSE_parseCmdObject: Missing CommandField");
    if (values.has(tag)) continue;
    values.set(tag, bytes.subarray(begin, end));
    numbers.set(tag, end < begin + 2 ? undefined : view.getUint16(begin, true));
    if (!plainElements.has(tag)) isPlain = false;
  }
  return { numbers, values, isPlain };
}

/** Throws where a number is not there that has to be. */
function check(numbers: ElementSet["numbers"], name: ElementName): void {
  if (numbers.get(elements[name]) !== undefined) return;
  const tag = elements[name].toString(16).padStart(4, "0");
  throw parseError(`DIMSE: Command Parse Failed: Element: (0000,${tag}) ${name}`);
}

/** A text without what it may be padded with. */
function textOfElement({ values }: ElementSet, tag: number): string | undefined {
  const value = values.get(tag);
  if (!value) return undefined;
  let { length } = value;
  while (value[length - 1] === 0x00 || value[length - 1] === 0x20) length--;
  return textOf(value.subarray(0, length));
}

function moveOriginatorOf(set: ElementSet): Command["moveOriginator"] {
  const aeTitle = textOfElement(set, elements.MoveOriginatorApplicationEntityTitle);
  const messageId = set.numbers.get(elements.MoveOriginatorMessageID);
  return aeTitle === undefined && messageId === undefined ? undefined : { aeTitle, messageId };
}

/** What no other field holds. */
function statusDetailOf(set: ElementSet): StatusDetail | undefined {
  const offendingElements = tagsOf(set.values.get(elements.OffendingElement) ?? new Uint8Array(0));
  const errorComment = textOfElement(set, elements.ErrorComment);
  const errorId = set.numbers.get(elements.ErrorID);
  const others = new Map<number, Uint8Array>();
  for (const [tag, value] of set.values) {
    // A copy with a buffer of its own; slice() makes none of what is a Buffer of Node
    if (!namedElements.has(tag)) others.set(tag, new Uint8Array(value));
  }
  const isEmpty = offendingElements.length === 0 && errorComment === undefined && errorId === undefined &&
    others.size === 0;
  return isEmpty ? undefined : { offendingElements, errorComment, errorId, others };
}

function tagsOf(value: Uint8Array): number[] {
  const half = (at: number) => value[at] | value[at + 1] << 8;
  const count = Math.floor(value.length / 4);
  return Array.from({ length: count }, (_, index) => half(4 * index) * 0x10000 + half(4 * index + 2));
}

function invalidCommand(commandField: number): DicomError {
  const text = `DIMSE_parseCmdObject: Invalid Command Message: 0x${commandField.toString(16)}`;
  return new DicomError(networkCondition("DIMSEC_BADCOMMANDTYPE", text));
}

function parseError(text: string): DicomError {
  return new DicomError(networkCondition("DIMSEC_PARSEFAILED", text));
}
