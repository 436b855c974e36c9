import { assert, assertEquals } from "@std/assert";
import { traceAnswer } from "../../lib/ul/trace.ts";

const pure = { permissions: "none" } as const;

/** An A-ASSOCIATE-AC with items of our own. */
function answerWith(items: Uint8Array): Uint8Array {
  const pdu = new Uint8Array(74 + items.length);
  pdu[0] = 0x02;
  pdu.set(items, 74);
  return pdu;
}

Deno.test("items in items have an end, however deep a peer nests them", pure, () => {
  for (const type of [0x10, 0x21, 0x40, 0x50, 0x51, 0x54]) {
    const items = new Uint8Array(60_000);
    for (let at = 0; at + 8 <= items.length; at += type === 0x21 ? 8 : 4) {
      const length = items.length - at - 4;
      items.set([type, 0, length >> 8, length & 0xff], at);
    }
    assert(traceAnswer(answerWith(items)).length < 20, `type ${type}`);
  }
});

Deno.test("items that are too short for what they are end nothing but themselves", pure, () => {
  for (const type of [0x10, 0x21, 0x40, 0x50, 0x51, 0x52, 0x54, 0x55]) {
    for (let length = 0; length < 6; length++) {
      const items = Uint8Array.of(type, 0, 0, length, ...new Uint8Array(length));
      const inUser = Uint8Array.of(0x50, 0, 0, items.length, ...items);
      for (const bytes of [items, inUser]) assert(traceAnswer(answerWith(bytes)).length > 3);
    }
  }
  assertEquals(traceAnswer(answerWith(Uint8Array.of(0x21, 0, 0))).length, 4);
});
