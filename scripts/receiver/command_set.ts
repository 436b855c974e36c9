/**
 * Command sets (PS3.7, Section 6.3.1) as the receiver reads and writes them: apart from lib/dimse, so that a mistake
 * there is not undone here.
 */
import type { Command } from "../../lib/dimse/command.ts";
import { implicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { Encoder } from "../../tests/support/encoder.ts";

const encoder = new Encoder(implicitVrLittleEndian);
const noDataSet = 0x0101;

/** The elements of a command set by the numbers of group 0000; throws where it is none. */
export function elementsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements = new Map<number, Uint8Array>();
  for (let position = 0; position < bytes.length;) {
    const length = view.getUint32(position + 4, true);
    if (view.getUint16(position, true) !== 0) throw new Error(`Element of another group at ${position}`);
    if (length > bytes.length - position - 8) throw new Error(`Element beyond the end at ${position}`);
    elements.set(view.getUint16(position + 2, true), bytes.subarray(position + 8, position + 8 + length));
    position += 8 + length;
  }
  return elements;
}

/** Reads the command set of a request. */
export function decodeRequest(bytes: Uint8Array): Command {
  const elements = elementsOf(bytes);
  const number = (element: number) => {
    const value = elements.get(element);
    return value ? value[0] | value[1] << 8 : undefined;
  };
  const text = (element: number) => {
    const value = elements.get(element);
    return value && new TextDecoder("latin1").decode(value).replace(/[\0 ]+$/, "");
  };
  const aeTitle = text(0x1030);
  return {
    commandField: number(0x0100) ?? 0,
    affectedSopClassUid: text(0x0002),
    affectedSopInstanceUid: text(0x1000),
    messageId: number(0x0110),
    priority: number(0x0700),
    hasDataSet: number(0x0800) !== noDataSet,
    ...(aeTitle === undefined ? {} : { moveOriginator: { aeTitle, messageId: number(0x1031) } }),
  };
}

/** Writes the command set of a response; what is `undefined` is left out. */
function encodeResponse(command: Command): Uint8Array {
  const number = (value: number | undefined) => value === undefined ? undefined : encoder.number(value, 2);
  const uid = (value: string | undefined) => value && value.length % 2 ? `${value}\0` : value;
  const { statusDetail } = command;
  const offending = statusDetail?.offendingElements.flatMap((tag) =>
    [tag >>> 16, tag & 0xffff].flatMap((half) => encoder.number(half, 2))
  );
  const comment = statusDetail?.errorComment;
  const elements: [tag: number, value: string | readonly number[] | undefined][] = [
    [0x0002, uid(command.affectedSopClassUid)],
    [0x0100, number(command.commandField)],
    [0x0120, number(command.messageIdBeingRespondedTo)],
    [0x0800, number(command.hasDataSet ? 0x0001 : noDataSet)],
    [0x0900, number(command.status)],
    [0x0901, offending?.length ? offending : undefined],
    [0x0902, comment && comment.padEnd(comment.length + comment.length % 2)],
    [0x0903, number(statusDetail?.errorId)],
    [0x1000, uid(command.affectedSopInstanceUid)],
  ];
  const body = elements.flatMap(([tag, value]) =>
    value === undefined ? [] : encoder.element(tag, { name: "UN", value })
  );
  return Uint8Array.from([
    ...encoder.element(0x0000, { name: "UL", value: encoder.number(body.length, 4) }),
    ...body,
  ]);
}

/** The response to a C-STORE-RQ as a P-DATA-TF: success, but for what is to be different. */
export function responsePdu(
  request: Command,
  { contextId, changes }: { contextId: number; changes?: Partial<Command> },
): Uint8Array {
  const data = encodeResponse({
    commandField: 0x8001,
    affectedSopClassUid: request.affectedSopClassUid,
    affectedSopInstanceUid: request.affectedSopInstanceUid,
    messageIdBeingRespondedTo: request.messageId,
    hasDataSet: false,
    status: 0x0000,
    ...changes,
  });
  return encodePdu({ kind: "p-data-tf", pdvs: [{ contextId, isCommand: true, isLast: true, data }] });
}
