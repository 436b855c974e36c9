/** The receiver's asynchronous operations window, and its eye for senders that break the Standard. */
import { assertEquals } from "@std/assert";
import { encodePdu } from "../../lib/ul/codec.ts";
import { noUserInformation } from "../../lib/ul/user_information.ts";
import { implicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { elementsOf } from "../../scripts/receiver/command_set.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { Wire } from "../../scripts/receiver/wire.ts";
import { Encoder } from "../support/encoder.ts";
import { connect } from "node:net";

const ct = "1.2.840.10008.5.1.4.1.1.2";
const encoder = new Encoder(implicitVrLittleEndian);
const request = encodePdu({
  kind: "associate-rq",
  protocolVersion: 1,
  calledAeTitle: "RECEIVER",
  callingAeTitle: "SENDER",
  applicationContext: "1.2.840.10008.3.1.1.1",
  presentationContexts: [{ id: 1, abstractSyntax: ct, transferSyntaxes: [implicitVrLittleEndian.uid] }],
  userInformation: {
    ...noUserInformation,
    maxPduBytes: 16384,
    asyncOperations: { maxInvoked: 4, maxPerformed: 1 },
  },
});

/** A P-DATA-TF with one fragment. */
function fragment(data: Uint8Array, { isCommand = false, isLast = true, contextId = 1 } = {}): Uint8Array {
  return encodePdu({ kind: "p-data-tf", pdvs: [{ contextId, isCommand, isLast, data }] });
}

function storeRequest(messageId: number): Uint8Array {
  const elements: [number, string | number[]][] = [
    [0x0002, `${ct}\0`],
    [0x0100, encoder.number(0x0001, 2)],
    [0x0110, encoder.number(messageId, 2)],
    [0x0800, encoder.number(0x0001, 2)],
    [0x1000, `1.2.3.${messageId}\0`],
  ];
  const body = elements.flatMap(([tag, value]) => encoder.element(tag, { name: "UN", value }));
  return fragment(Uint8Array.from(body), { isCommand: true });
}

const dataSet = new Uint8Array(8);
const object = (messageId: number) => [storeRequest(messageId), fragment(dataSet)];

/** Associates and says something; gives back what reads the answers. */
async function talk(port: number, sayings: Uint8Array[]): Promise<Wire> {
  const wire = new Wire(connect({ port, host: "127.0.0.1" }));
  await wire.write(request);
  await wire.pdu();
  for (const saying of sayings) await wire.write(saying);
  return wire;
}

/** The message IDs of so many responses, as they come. */
async function answers(wire: Wire, count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) ids.push(elementsOf((await wire.pdu()).subarray(12)).get(0x0120)?.[0] ?? 0);
  return ids;
}

Deno.test("within a window responses come when they are ready, in any order", async () => {
  await using receiver = await Receiver.start({
    asyncOperations: { maxInvoked: 4, maxPerformed: 1 },
    delayMs: (index) => 200 - 100 * index,
  });
  const wire = await talk(receiver.port, [1, 2, 3].flatMap(object));
  assertEquals(await answers(wire, 3), [3, 2, 1]);
  wire.close();
});

Deno.test("without a window each response comes before the next object is looked at", async () => {
  await using receiver = await Receiver.start({ delayMs: (index) => 100 - 50 * index });
  const wire = await talk(receiver.port, [1, 2, 3].flatMap(object));
  assertEquals(await answers(wire, 3), [1, 2, 3]);
  wire.close();
});

const problems: {
  name: string;
  behaviour?: Behaviour;
  sayings: Uint8Array[];
  problem: string;
  aborts: boolean;
}[] = [
  {
    name: "a data set without a command",
    sayings: [fragment(dataSet)],
    problem: "Data set without a command",
    aborts: true,
  },
  {
    name: "a command inside a data set",
    sayings: [storeRequest(1), fragment(dataSet, { isLast: false }), storeRequest(2)],
    problem: "Command inside a data set",
    aborts: true,
  },
  {
    name: "a PDU that is too long",
    behaviour: { maxPduBytes: 128 },
    sayings: [storeRequest(1), fragment(new Uint8Array(200))],
    problem: "PDU of 206 bytes, more than 128",
    aborts: false,
  },
  {
    name: "a fragment of odd length",
    sayings: [storeRequest(1), fragment(new Uint8Array(7))],
    problem: "Fragment of odd length 9",
    aborts: false,
  },
  {
    name: "a command on a context that was not accepted",
    behaviour: { answerContext: () => ({ refused: 4 }) },
    sayings: object(1),
    problem: "C-STORE-RQ on context 1",
    aborts: true,
  },
  {
    name: "a second association request",
    sayings: [request],
    problem: "PDU of type 1 where none belongs",
    aborts: true,
  },
];

for (const { name, behaviour, sayings, problem, aborts } of problems) {
  Deno.test(`the receiver notes ${name}`, async () => {
    await using receiver = await Receiver.start(behaviour);
    const wire = await talk(receiver.port, sayings);
    assertEquals((await wire.pdu())[0], aborts ? 7 : 4);
    assertEquals(receiver.problems, [problem]);
    wire.close();
  });
}
