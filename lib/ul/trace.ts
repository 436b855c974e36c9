/**
 * What DCMTK says of its upper layer at level trace: loaded where somebody reads that.
 *
 * @module
 */
import { type Action, type Event, events, type State } from "./fsm.ts";
import { itemTypes } from "./items.ts";
import { pduHeaderBytes } from "./codec.ts";
import { pdvHeaderBytes } from "./pdata_pdu.ts";

/** DCMTK's names of the events, in the order of PS3.8, Table 9-10. */
const eventNames = [
  "A-ASSOCIATE request (local user)",
  "Transport conn confirmation (local)",
  "A-ASSOCIATE-AC PDU (on transport)",
  "A-ASSOCIATE-RJ PDU (on transport)",
  "Transport connection indication",
  "A-ASSOCIATE-RQ PDU (on transport)",
  "A-ASSOCIATE resp prim (accept)",
  "A-ASSOCIATE resp prim (reject)",
  "P-DATA request primitive",
  "P-DATA-TF PDU (on transport)",
  "A-RELEASE request primitive",
  "A-RELEASE-RQ PDU (on transport)",
  "A-RELEASE-RP PDU (on transport)",
  "A-RELEASE response primitive",
  "A-ABORT request primitive",
  "A-ABORT PDU (on transport)",
  "Transport connection closed",
  "ARTIM timer expired (rej/rel)",
  "Unrecognized/invalid PDU",
];

/** DCMTK's names of the actions that a requestor can come to. */
const actionNames: Partial<Record<Action, string>> = {
  "AE-1": "Transport Connect",
  "AE-2": "Send Associate RQ PDU",
  "AE-3": "Associate Confirmation Accept",
  "AE-4": "Associate Confirmation Reject",
  "DT-1": "Send P DATA PDU",
  "DT-2": "Indicate P DATA PDU Received",
  "AA-1": "Send A ABORT PDU",
  "AA-2": "Close Transport",
  "AA-3": "Indicate Peer Aborted",
  "AA-4": "Indicate AP Abort",
  "AA-6": "Ignore PDU",
  "AA-7": "State 13 Send Abort",
  "AA-8": "Unrecognized PDU Send Abort",
  "AR-1": "Send Release RQ",
  "AR-2": "Indicate Release",
  "AR-3": "Confirm Release",
  "AR-4": "Send Release RP",
  "AR-5": "Stop ARTIM timer",
  "AR-6": "Indicate P DATA PDU",
  "AR-8": "Indicate A RELEASE",
  "AR-9": "Send A RELEASE RP",
  "AR-10": "Confirm Release",
};

/** A step of the state machine; DCMTK counts events from 0. */
export function traceTransition(event: Event, { state, action }: { state: State; action: Action }): string {
  return [
    `DUL  FSM Table: State: ${state} Event: ${event - 1}`,
    `DUL  Event:  ${eventNames[event - 1]}`,
    `DUL  Action: ${action.replace("-", " ")} ${actionNames[action] ?? ""}`,
  ].join("\n");
}

/** Fragments on their way, each in a PDU of its own: what DCMTK sends one by one goes out in one run here. */
export class DataTrace {
  /** The first byte of a PDU went out on its own. */
  #isBegun = false;

  /** The lines about a run. */
  lines(run: Uint8Array): string[] {
    const lines: string[] = [];
    const view = new DataView(run.buffer, run.byteOffset, run.length);
    let at = this.#isBegun ? -1 : 0;
    this.#isBegun = run.length === 1;
    while (at + pduHeaderBytes <= run.length) {
      const pduBytes = view.getUint32(at + 2);
      lines.push(`DIMSE sendDcmDataset: sending ${pduBytes - pdvHeaderBytes} bytes`);
      lines.push(traceTransition(events.dataRequest, { state: 6, action: "DT-1" }));
      at += pduHeaderBytes + pduBytes;
    }
    return lines;
  }
}

const beforeItemsBytes = 74;
const itemHeaderBytes = 4;
const latin1 = new TextDecoder("latin1");
const hex = (value: number) => value.toString(16).padStart(2, "0");

/** An A-ASSOCIATE-AC (PS3.8, Section 9.3.3), item by item; what is wrong ends it. */
export function traceAnswer(pdu: Uint8Array): string[] {
  const title = (at: number) => latin1.decode(pdu.subarray(at, at + 16)).replace(/[ \0].*$/, "");
  return [
    `PDU type: 2 (A-ASSOCIATE AC), PDU Length: ${pdu.length - pduHeaderBytes}`,
    `DICOM Protocol: ${(pdu[6] << 8 | pdu[7]).toString(16)}`,
    `Called AP Title:  ${title(10)}`,
    `Calling AP Title: ${title(26)}`,
    ...traceItems(pdu.subarray(beforeItemsBytes), { where: "A-ASSOCIATE PDU", tracers: answerTracers }),
  ];
}

type ItemTracer = (item: Uint8Array) => string[];
type ItemTracers = ReadonlyMap<number, ItemTracer>;

/** Each place has tracers of its own, so that items in items have an end however they are nested. */
function traceItems(
  bytes: Uint8Array,
  { where, tracers }: { where: string; tracers: ItemTracers },
): string[] {
  const lines: string[] = [];
  for (let rest = bytes; rest.length >= itemHeaderBytes;) {
    lines.push(`Parsing remaining ${rest.length} bytes of ${where}`, `Next item type: ${hex(rest[0])}`);
    const end = itemHeaderBytes + (rest[2] << 8 | rest[3]);
    if (end > rest.length) break;
    lines.push(...tracers.get(rest[0])?.(rest.subarray(0, end)) ?? []);
    rest = rest.subarray(end);
  }
  return lines;
}

const traceName: ItemTracer = (item) => {
  const length = String(item.length - itemHeaderBytes).padStart(4, "0");
  const content = latin1.decode(item.subarray(itemHeaderBytes)).replace(/\0.*$/s, "");
  return [`Subitem parse: Type ${hex(item[0])}, Length ${length}, Content: ${content}`];
};

const traceMaximumLength: ItemTracer = (item) => {
  if (item.length < itemHeaderBytes + 4) return [];
  const bytes = new DataView(item.buffer, item.byteOffset).getUint32(itemHeaderBytes);
  return [`Maximum PDU Length: ${bytes}`, "Successfully parsed Maximum PDU Length"];
};

const traceRole: ItemTracer = (item) => {
  const length = String(item.length - itemHeaderBytes).padStart(4, "0");
  const end = 6 + (item[4] << 8 | item[5]);
  const uid = latin1.decode(item.subarray(6, end));
  const roles = `SOP Class: ${uid} SCU: ${item[end]} SCP: ${item[end + 1]}`;
  return [`Subitem parse: Type ${hex(item[0])}, Length ${length}, Content: ${roles}`];
};

const contextTracers: ItemTracers = new Map([
  [
    itemTypes.transferSyntax,
    (item: Uint8Array) => [...traceName(item), "Successfully parsed Transfer Syntax"],
  ],
]);

const traceContext: ItemTracer = (item) => {
  if (item.length < itemHeaderBytes + 4) return [];
  const within = { where: "Presentation Context", tracers: contextTracers };
  return [
    `Parsing Presentation Context: (${hex(item[0])}), Length: ${item.length - itemHeaderBytes}`,
    `Presentation Context ID: ${hex(item[4])}`,
    ...(item[6] === 0 ? traceItems(item.subarray(8), within) : []),
    "Successfully parsed Presentation Context",
  ];
};

const userTracers: ItemTracers = new Map<number, ItemTracer>([
  [itemTypes.maximumLength, traceMaximumLength],
  [itemTypes.implementationClassUid, traceName],
  [itemTypes.implementationVersionName, traceName],
  [itemTypes.roleSelection, traceRole],
]);

const traceUserInformation: ItemTracer = (item) => [
  `Parsing user info field (${hex(item[0])}), Length: ${item.length - itemHeaderBytes}`,
  ...traceItems(item.subarray(itemHeaderBytes), { where: "User Information", tracers: userTracers }),
  "Successfully parsed User Information",
];

const answerTracers: ItemTracers = new Map<number, ItemTracer>([
  [itemTypes.applicationContext, (item) => [...traceName(item), "Successfully parsed Application Context"]],
  [itemTypes.presentationContextAc, traceContext],
  [itemTypes.userInformation, traceUserInformation],
]);
