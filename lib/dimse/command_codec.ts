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

/** Command Data Set Type of a message without a data set. */
const noDataSet = 0x0101;
const someDataSet = 0x0001;

/** Group 0000, element number, length in four bytes. */
const headerBytes = 8;
const groupLengthBytes = 4;

/** Encodes a command set, its elements in ascending order behind their length. */
export function encodeCommand(command: Command): Uint8Array {
  const { statusDetail, moveOriginator } = command;
  const set = new CommandSet();
  set.uid("AffectedSOPClassUID", command.affectedSopClassUid);
  set.number("CommandField", command.commandField);
  set.number("MessageID", command.messageId);
  set.number("MessageIDBeingRespondedTo", command.messageIdBeingRespondedTo);
  set.number("Priority", command.priority);
  set.number("CommandDataSetType", command.hasDataSet ? someDataSet : noDataSet);
  set.number("Status", command.status);
  if (statusDetail) {
    set.tags("OffendingElement", statusDetail.offendingElements);
    set.text("ErrorComment", statusDetail.errorComment);
    set.number("ErrorID", statusDetail.errorId);
  }
  set.uid("AffectedSOPInstanceUID", command.affectedSopInstanceUid);
  if (moveOriginator) {
    set.text("MoveOriginatorApplicationEntityTitle", moveOriginator.aeTitle);
    set.number("MoveOriginatorMessageID", moveOriginator.messageId);
  }
  return set.encoded();
}

/** A command set that is being written. Values that are not there are left out. */
class CommandSet {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = headerBytes + groupLengthBytes;

  number(name: ElementName, value: number | undefined): void {
    if (value !== undefined) this.#view.setUint16(this.#add(name, 2), value, true);
  }

  uid(name: ElementName, value: string | undefined): void {
    if (value !== undefined) this.#text(name, value.length % 2 === 0 ? value : value + "\0");
  }

  text(name: ElementName, value: string | undefined): void {
    if (value !== undefined) this.#text(name, value.length % 2 === 0 ? value : value + " ");
  }

  #text(name: ElementName, padded: string): void {
    const begin = this.#add(name, padded.length);
    this.#bytes.set(bytesOf(padded), begin);
  }

  tags(name: ElementName, tags: readonly number[]): void {
    if (tags.length === 0) return;
    const begin = this.#add(name, 4 * tags.length);
    tags.forEach((tag, index) => {
      this.#view.setUint16(begin + 4 * index, tag >>> 16, true);
      this.#view.setUint16(begin + 4 * index + 2, tag & 0xffff, true);
    });
  }

  /** Writes the header of an element, and says where its value goes. */
  #add(name: ElementName, valueBytes: number): number {
    const begin = this.#length + headerBytes;
    this.#length = begin + valueBytes;
    if (this.#length > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, this.#length);
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.#view.setUint16(begin - 6, elements[name], true);
    this.#view.setUint32(begin - 4, valueBytes, true);
    return begin;
  }

  /** All of it, behind its length. */
  encoded(): Uint8Array {
    this.#view.setUint32(4, groupLengthBytes, true);
    this.#view.setUint32(headerBytes, this.#length - headerBytes - groupLengthBytes, true);
    return this.#bytes.subarray(0, this.#length);
  }
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
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Of every value its tag (or -1, once it was taken), and where it begins and ends. */
  readonly #tags: number[] = [];
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const view = this.#view;
    for (let offset = 0; offset < bytes.length;) {
      const isWhole = offset + headerBytes <= bytes.length;
      const end = isWhole ? offset + headerBytes + view.getUint32(offset + 4, true) : Infinity;
      if (end > bytes.length) throw parseError("DIMSE_parseCmdObject: Missing CommandField");
      const tag = view.getUint16(offset, true) * 0x10000 + view.getUint16(offset + 2, true);
      this.#add(tag, { begin: offset + headerBytes, end });
      offset = end;
    }
    this.#take("CommandGroupLength");
  }

  #add(tag: number, { begin, end }: { begin: number; end: number }): void {
    if (this.#tags.includes(tag)) return;
    this.#tags.push(tag);
    this.#begins.push(begin);
    this.#ends.push(end);
  }

  uint16(name: ElementName): number | undefined {
    const index = this.#take(name);
    if (index < 0 || this.#ends[index] - this.#begins[index] < 2) return undefined;
    return this.#view.getUint16(this.#begins[index], true);
  }

  required(name: ElementName): number {
    const value = this.uint16(name);
    if (value !== undefined) return value;
    const tag = elements[name].toString(16).padStart(4, "0");
    throw parseError(`DIMSE: Command Parse Failed: Element: (0000,${tag}) ${name}`);
  }

  text(name: ElementName): string | undefined {
    const index = this.#take(name);
    return index < 0 ? undefined : textOf(this.#valueAt(index)).replace(/[\0 ]+$/, "");
  }

  tags(name: ElementName): number[] {
    const index = this.#take(name);
    if (index < 0) return [];
    const begin = this.#begins[index];
    const half = (offset: number) => this.#view.getUint16(begin + offset, true);
    const count = Math.floor((this.#ends[index] - begin) / 4);
    return Array.from({ length: count }, (_, tag) => half(4 * tag) * 0x10000 + half(4 * tag + 2));
  }

  /** What nobody has asked for. */
  others(): ReadonlyMap<number, Uint8Array> {
    const others = new Map<number, Uint8Array>();
    for (const [index, tag] of this.#tags.entries()) {
      // A copy with a buffer of its own; slice() makes none of what is a Buffer of Node
      if (tag !== taken) others.set(tag, new Uint8Array(this.#valueAt(index)));
    }
    return others;
  }

  #valueAt(index: number): Uint8Array {
    return this.#bytes.subarray(this.#begins[index], this.#ends[index]);
  }

  /** The index of a value, which is not given again; -1 where there is none. */
  #take(name: ElementName): number {
    const index = this.#tags.indexOf(elements[name]);
    if (index >= 0) this.#tags[index] = taken;
    return index;
  }
}

/** Stands for the tag of a value that was asked for. */
const taken = -1;
