import { Buffer } from "node:buffer";
import { assertEquals, assertThrows } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import type { Command } from "../../lib/dimse/command.ts";
import { decodeCommand, encodeCommand } from "../../lib/dimse/command_codec.ts";
import { fromHex } from "../support/golden_pdus.ts";

const pure = { permissions: "none" } as const;
const sopClass = "02001a000000" + "312e322e3834302e31303030382e352e312e342e312e312e3200";

/** DCMTK's own, cut out of what storescu and storescp sent for the corpus's CT_small.dcm. */
const dcmtkRequest = fromHex(
  "000000000400000082000000" + "0000" + sopClass,
  "0000000102000000010000001001020000000100000000070200000000000000000802000000010000000010",
  "30000000312e332e362e312e342e312e353936322e312e312e312e312e312e32303034303131393037323733302e313233323200",
);
const dcmtkResponse = fromHex(
  "000000000400000082000000" + "0000" + sopClass,
  "0000000102000000018000002001020000000100000000080200000001010000000902000000000000000010",
  "30000000312e332e362e312e342e312e353936322e312e312e312e312e312e32303034303131393037323733302e313233323200",
);

const uids = {
  affectedSopClassUid: "1.2.840.10008.5.1.4.1.1.2",
  affectedSopInstanceUid: "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322",
};
const request: Command = { commandField: 1, ...uids, messageId: 1, priority: 0, hasDataSet: true };
const response: Command = {
  commandField: 0x8001,
  ...uids,
  messageIdBeingRespondedTo: 1,
  hasDataSet: false,
  status: 0,
};

/** Without what is not there. */
function present(command: Command): Partial<Command> {
  return Object.fromEntries(Object.entries(command).filter(([, value]) => value !== undefined));
}

Deno.test("a C-STORE-RQ has DCMTK's bytes", pure, () => {
  assertEquals(encodeCommand(request), dcmtkRequest);
  assertEquals(present(decodeCommand(dcmtkRequest)), request);
});

Deno.test("DCMTK's C-STORE-RSP is understood, and written like that", pure, () => {
  assertEquals(present(decodeCommand(dcmtkResponse)), response);
  assertEquals(encodeCommand(response), dcmtkResponse);
});

Deno.test("elements may be in any order, without a group length, and unknown", pure, () => {
  const command = decodeCommand(fromHex(
    "00000009" + "02000000" + "00a7",
    "00000110" + "02000000" + "0102",
    "00002001" + "02000000" + "0700",
    "00000008" + "02000000" + "0101",
    "00000001" + "02000000" + "0180",
    "00000209" + "04000000" + "66756c6c",
    "00000109" + "08000000" + "0800180028001000",
    "09000100" + "02000000" + "abcd",
  ));
  assertEquals([command.status, command.messageIdBeingRespondedTo], [0xa700, 7]);
  const detail = command.statusDetail;
  assertEquals(detail?.errorComment, "full");
  assertEquals(detail?.offendingElements, [0x00080018, 0x00280010]);
  assertEquals([...(detail?.others ?? [])], [
    [0x00001001, Uint8Array.of(1, 2)],
    [0x00090001, Uint8Array.of(0xab, 0xcd)],
  ]);
});

Deno.test("what is no command set is DCMTK's error", pure, () => {
  const error = (command: Uint8Array) =>
    formatCondition(assertThrows(() => decodeCommand(command), DicomError).condition);
  const missing = "0006:020b DIMSE_parseCmdObject: Missing CommandField";
  assertEquals(error(new Uint8Array(0)), missing);
  assertEquals(error(Uint8Array.of(1, 2, 3, 4, 5)), missing);
  assertEquals(error(dcmtkResponse.subarray(0, -3)), missing);
  const failed = "0006:020b DIMSE: Command Parse Failed: Element: ";
  const without = (name: keyof Command) => error(encodeCommand({ ...response, [name]: undefined }));
  assertEquals(without("messageIdBeingRespondedTo"), `${failed}(0000,0120) MessageIDBeingRespondedTo`);
  assertEquals(without("status"), `${failed}(0000,0900) Status`);
  assertEquals(
    error(encodeCommand({ ...request, messageId: undefined })),
    `${failed}(0000,0110) MessageID`,
  );
  assertEquals(
    error(encodeCommand({ ...response, commandField: 0x7777 })),
    "0006:0201 DIMSE_parseCmdObject: Invalid Command Message: 0x7777",
  );
});

Deno.test("a cancellation has no message id of its own", pure, () => {
  const cancel = { commandField: 0x0fff, messageIdBeingRespondedTo: 7, hasDataSet: false };
  assertEquals(decodeCommand(encodeCommand(cancel)).messageIdBeingRespondedTo, 7);
});

Deno.test("a command is read from the middle of a larger buffer, also from one of Node's", pure, () => {
  const larger = Uint8Array.of(1, 2, 3, ...dcmtkResponse);
  assertEquals(decodeCommand(larger.subarray(3)), decodeCommand(dcmtkResponse));
  assertEquals(decodeCommand(Buffer.from(larger.buffer, 3)), decodeCommand(dcmtkResponse));
});

Deno.test("a command set may be longer than its first memory", pure, () => {
  const statusDetail = {
    offendingElements: Array.from({ length: 100 }, (_, index) => 0x00100000 + index),
    errorComment: "x".repeat(1001),
    others: new Map(),
  };
  const bytes = encodeCommand({ ...response, status: 0xa900, statusDetail });
  const decoded = decodeCommand(bytes);
  assertEquals(decoded.statusDetail?.offendingElements, statusDetail.offendingElements);
  assertEquals(decoded.statusDetail?.errorComment, statusDetail.errorComment);
  assertEquals(decoded.affectedSopInstanceUid, uids.affectedSopInstanceUid);
});
