/** Everything that a peer can do wrong, as what the receiver does at a point. */
import type { Command } from "../../lib/dimse/command.ts";
import { encodePdu, type SendablePdu } from "../../lib/ul/codec.ts";
import { acceptanceOf } from "../../scripts/receiver/acceptance.ts";
import type { Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { responsePdu } from "../../scripts/receiver/command_set.ts";
import type { FaultPoint } from "./points.ts";

/** One fault. */
export interface Fault {
  readonly name: string;
  /** What the receiver does. */
  readonly act: (scene: Scene) => Misbehaviour;
  /** Whether nothing more comes, so that the sender's timeouts have to end it. */
  readonly isSilent?: boolean;
  /** Whether the connection ends, so that it depends on the moment where that is noticed. */
  readonly endsConnection?: boolean;
  /** What it says about the object at hand, where a response to it is awaited. */
  readonly says?: "success" | "failure";
}

/** What there is to do damage with. */
export interface Scene {
  readonly contextId: number;
  /** The last request; one that nobody has made where there is none. */
  readonly request: Command;
  /** What would be right at this point. */
  readonly due: Uint8Array;
  /** What is said first: what is due, where the fault comes behind it. */
  readonly before: Uint8Array;
}

const noRequest: Command = { commandField: 1, messageId: 1, hasDataSet: true };

/** What there is at a point. */
export function sceneAt(point: Point, { order }: FaultPoint): Scene {
  const request = "command" in point ? point.command : noRequest;
  const contextId = "contextId" in point ? point.contextId : 1;
  const due = dueAt(point);
  return { contextId, request, due, before: order === "behind" ? due : new Uint8Array(0) };
}

function dueAt(point: Point): Uint8Array {
  switch (point.at) {
    case "associate":
      return encodePdu(acceptanceOf(point.request, {}).acceptance);
    case "response":
      return responsePdu(point.command, point);
    case "release":
      return encodePdu({ kind: "release-rp" });
    default:
      return new Uint8Array(0);
  }
}

/** The connection ends, or nobody says anything more. */
function breaks(name: string, then: "close" | "reset" | "stall"): Fault[] {
  const kind = { isSilent: then === "stall", endsConnection: then !== "stall" };
  const half = (pdu: Uint8Array, bytes: number) => pdu.subarray(0, bytes);
  return [
    { name, ...kind, act: ({ before }) => before.length > 0 ? { send: before, then } : then },
    {
      name: `half a header, then ${name}`,
      ...kind,
      act: ({ before }) => ({ send: joined(before, half(abortPdu(0, 0), 3)), then }),
    },
    {
      name: `half a response, then ${name}`,
      ...kind,
      act: ({ before, ...scene }) => ({ send: joined(before, half(response(scene), 60)), then }),
    },
  ];
}

/** Bytes that make no sense here, or none at all. */
function bytes(name: string, make: (scene: Scene) => Uint8Array): Fault {
  return { name, act: (scene) => ({ send: joined(scene.before, make(scene)) }) };
}

function pdu(name: string, value: SendablePdu): Fault {
  return bytes(name, () => encodePdu(value));
}

function raw(name: string, hex: string): Fault {
  return bytes(name, () => Uint8Array.fromHex(hex.replaceAll(" ", "")));
}

function abort(source: number, reason: number): Fault {
  return bytes(`A-ABORT ${source}/${reason}`, () => abortPdu(source, reason));
}

function abortPdu(source: number, reason: number): Uint8Array {
  return encodePdu({ kind: "abort", source, reason });
}

/** A response that differs from the right one. */
function answer(name: string, changes: Partial<Command> = {}): Fault {
  return bytes(name, (scene) => response(scene, changes));
}

function saying(says: Fault["says"], fault: Fault): Fault {
  return { ...fault, says };
}

function response(
  { request, contextId }: Pick<Scene, "request" | "contextId">,
  changes: Partial<Command> = {},
): Uint8Array {
  return responsePdu(request, { contextId, changes });
}

/** A command set made by hand: elements of group 0000 with two bytes each. */
function command(
  name: string,
  elements: (messageId: number) => readonly (readonly [number, number])[],
): Fault {
  return bytes(name, ({ request, contextId }) => {
    const data = elements(request.messageId ?? 1).flatMap(([element, value]) => [
      ...[0, 0, element & 0xff, element >> 8, 2, 0, 0, 0],
      ...[value & 0xff, value >> 8],
    ]);
    return fragment({ contextId, data: Uint8Array.from(data) });
  });
}

function fragment(
  { contextId, data, isCommand = true }: { contextId: number; data: Uint8Array; isCommand?: boolean },
): Uint8Array {
  return encodePdu({ kind: "p-data-tf", pdvs: [{ contextId, isCommand, isLast: true, data }] });
}

/** Bytes one behind the other. */
export function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const accepted = acceptanceOf({
  kind: "associate-rq",
  protocolVersion: 1,
  callingAeTitle: "STORESCU",
  calledAeTitle: "ANY-SCP",
  applicationContext: "1.2.840.10008.3.1.1.1",
  presentationContexts: [{
    id: 1,
    abstractSyntax: "1.2.840.10008.1.1",
    transferSyntaxes: ["1.2.840.10008.1.2"],
  }],
  userInformation: { roleSelections: [], extendedNegotiations: [], unknown: [] },
}, {}).acceptance;

const statusDetail = {
  offendingElements: [0x00080018],
  errorComment: "Out of resources",
  errorId: 17,
  others: new Map(),
};
const echoResponse = 0x8030;
const findResponse = 0x8020;

/** All faults. */
export const faults: readonly Fault[] = [
  ...breaks("close", "close"),
  ...breaks("reset", "reset"),
  ...breaks("silence", "stall"),
  pdu("A-ASSOCIATE-RQ", { ...accepted, kind: "associate-rq", presentationContexts: [] }),
  pdu("A-ASSOCIATE-AC once more", accepted),
  pdu("A-ASSOCIATE-RJ", { kind: "associate-rj", result: 1, source: 1, reason: 7 }),
  pdu("A-ASSOCIATE-RJ with unknown values", { kind: "associate-rj", result: 9, source: 9, reason: 9 }),
  pdu("A-RELEASE-RQ", { kind: "release-rq" }),
  pdu("A-RELEASE-RP", { kind: "release-rp" }),
  abort(0, 0),
  abort(2, 0),
  abort(2, 1),
  abort(2, 2),
  abort(2, 4),
  abort(2, 5),
  abort(2, 6),
  abort(1, 3),
  abort(255, 255),
  raw("A-ABORT that is too short", "0700 00000002 0000"),
  raw("PDU of type 00", "0000 00000004 00000000"),
  raw("PDU of type 99", "9900 00000004 00000000"),
  raw("PDU of type ff and 4 GiB", "ff00 ffffffff 00000000"),
  raw("A-ASSOCIATE-AC of 4 GiB", "0200 ffffffff 0001"),
  raw("A-ASSOCIATE-AC that is too short", "0200 00000004 00010000"),
  raw("A-RELEASE-RP of 4 GiB", "0600 ffffffff 00000000"),
  raw("P-DATA-TF of 4 GiB", "0400 ffffffff 00000000"),
  raw("P-DATA-TF longer than announced", "0400 00004001 00003ffd 0103"),
  raw("P-DATA-TF without a value", "0400 00000000"),
  raw("PDV of no length", "0400 00000004 00000000"),
  raw("PDV beyond its PDU", "0400 00000006 00000080 0103"),
  raw("bytes behind the last PDV", "0400 00000009 00000002 0103 000000"),
  bytes(
    "response with an even context id",
    (scene) => response({ ...scene, contextId: scene.contextId + 1 }),
  ),
  saying("success", bytes("success on another context", (scene) => response({ ...scene, contextId: 255 }))),
  bytes("data set instead of a command", ({ contextId }) => {
    return fragment({ contextId, data: new Uint8Array(10), isCommand: false });
  }),
  bytes("empty command", ({ contextId }) => fragment({ contextId, data: new Uint8Array(0) })),
  bytes("command set of random bytes", ({ contextId }) => {
    return fragment({ contextId, data: Uint8Array.from({ length: 64 }, (_, index) => index * 37 & 0xff) });
  }),
  answer("response to another message", { messageIdBeingRespondedTo: 77 }),
  answer("C-ECHO-RSP", { commandField: echoResponse }),
  answer("C-FIND-RSP", { commandField: findResponse }),
  bytes(
    "C-STORE-RQ",
    ({ contextId, request }) => response({ contextId, request }, { commandField: 1, messageId: 5 }),
  ),
  command("unknown command", (messageId) => [[0x100, 0x7777], [0x110, messageId], [0x800, 0x101]]),
  command("response without a command field", (id) => [[0x120, id], [0x800, 0x101], [0x900, 0]]),
  command("response without a message id", () => [[0x100, 0x8001], [0x800, 0x101], [0x900, 0]]),
  command("response without a data set type", (id) => [[0x100, 0x8001], [0x120, id], [0x900, 0]]),
  command("response without a status", (id) => [[0x100, 0x8001], [0x120, id], [0x800, 0x101]]),
  answer("response that announces a data set", { hasDataSet: true }),
  bytes("response with a data set", (scene) => {
    const dataSet = { contextId: scene.contextId, data: new Uint8Array(8), isCommand: false };
    return joined(response(scene, { hasDataSet: true }), fragment(dataSet));
  }),
  saying("success", answer("success")),
  saying("success", bytes("success, twice", (scene) => joined(response(scene), response(scene)))),
  saying("success", answer("warning with status detail", { status: 0xb007, statusDetail })),
  saying("failure", answer("failure", { status: 0xa700 })),
  saying("failure", answer("failure with status detail", { status: 0xc123, statusDetail })),
  saying("failure", answer("pending", { status: 0xff00 })),
];
