/** Statuses and status details of responses, as the oracle prints them. */
import { assertEquals } from "@std/assert";
import { commandFields, type StatusDetail } from "../../lib/dimse/command.ts";
import type { Threshold } from "../../lib/console/logger.ts";
import { answerObjects, type ScriptedAnswer } from "../support/answering_scp.ts";
import { memoryConsole } from "../support/console.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";

const text = (value: string) => new TextEncoder().encode(value);

interface Case extends ScriptedAnswer {
  readonly detail?: StatusDetail;
}

const nothing = { offendingElements: [], others: new Map() } as const;

const details: readonly Case[] = [
  {
    status: 0xa700,
    elements: [[0x0902, text("Out of disk ")]],
    detail: { ...nothing, errorComment: "Out of disk" },
  },
  {
    status: 0xc123,
    elements: [
      [0x0901, Uint8Array.of(0x10, 0, 0x10, 0, 8, 0, 0x16, 0)],
      [0x0902, text("even")],
      [0x0903, Uint8Array.of(7, 0)],
    ],
    detail: { ...nothing, offendingElements: [0x00100010, 0x00080016], errorComment: "even", errorId: 7 },
  },
  {
    status: 0xa900,
    elements: [[0x0902, text("A comment of sixty-four characters, which is all that there may be")]],
    detail: {
      ...nothing,
      errorComment: "A comment of sixty-four characters, which is all that there may be",
    },
  },
  { status: 0x0110, elements: [[0x0902, text("")]], detail: { ...nothing, errorComment: "" } },
  {
    status: 0xb000,
    elements: [[0x0901, Uint8Array.of(0x10, 0, 0x10, 0)]],
    detail: { ...nothing, offendingElements: [0x00100010] },
  },
];

/** Every status with a meaning, the borders of the ranges, and some that mean nothing. */
const statuses: readonly Case[] = [
  ...[0x0000, 0x0001, 0x0002, 0x00fe, 0x0100, 0x0105, 0x0106, 0x0107, 0x0110, 0x0111, 0x0112, 0x0113, 0x0114],
  ...[0x0115, 0x0116, 0x0117, 0x0118, 0x0119, 0x0120, 0x0121, 0x0122, 0x0123, 0x0124, 0x01ff, 0x0200, 0x0210],
  ...[0x0211, 0x0212, 0x0213, 0x02ff, 0x0300, 0x1000, 0x9fff, 0xa000, 0xa6ff, 0xa700, 0xa701, 0xa7ff, 0xa800],
  ...[0xa801, 0xa900, 0xa9ff, 0xaa00, 0xafff, 0xb000, 0xb001, 0xb005, 0xb006, 0xb007, 0xb008, 0xbfff, 0xc000],
  ...[0xc001, 0xc100, 0xcfff, 0xd000, 0xfe00, 0xfe01, 0xff00, 0xff01, 0xff02, 0xffff],
].map((status) => ({ status }));

/** What is said from the response on. */
const pattern =
  /^(?:I: Received Store Response|D: =+ INCOMING|D: Status Detail)[^]*?(?=^I: (?:Sending file|Releasing))/gm;

async function ours(cases: readonly Case[], level: Threshold): Promise<string[]> {
  const { console, edge } = await memoryConsole({ level });
  for (const [index, { status, detail }] of cases.entries()) {
    const messageId = index + 1;
    const command = {
      commandField: commandFields.cStoreRsp,
      messageIdBeingRespondedTo: messageId,
      affectedSopClassUid: "1.2.840.10008.5.1.4.1.1.2",
      hasDataSet: false,
      status,
      statusDetail: detail,
    };
    console.emit({ kind: "command received", contextId: 1, command });
    console.emit({ kind: "store response", status, message: { command, contextId: 1 } });
    console.emit(index + 1 === cases.length ? { kind: "releasing" } : { kind: "sending file", path: "" });
  }
  await console.close();
  return edge.stderr.text.match(pattern) ?? [];
}

peerTest("statuses and their details read as the oracle's", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu"), "corpus": corpusFolder() },
  fn: async (found) => {
    const path = `${found.corpus}/pydicom+pydicom/CT_small.dcm`;
    for (const cases of [statuses, details]) {
      for (const [option, level] of [["-v", "info"], ["-d", "debug"]] as const) {
        using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        const { port } = listener.addr as Deno.NetAddr;
        const args = ["-R", "-nh", option, "127.0.0.1", String(port), ...cases.map(() => path)];
        const served = answerObjects(listener, cases);
        const env = { TCP_NODELAY: "1" };
        const { stderr } = await new Deno.Command(found["storescu 3.6.7"], { args, env }).output();
        await served;
        const expected = new TextDecoder().decode(stderr).match(pattern) ?? [];
        assertEquals(expected.length, cases.length);
        assertEquals(await ours(cases, level), expected);
      }
    }
  },
});
