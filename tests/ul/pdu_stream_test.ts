import { assertEquals } from "@std/assert";
import { encodePdu } from "../../lib/ul/codec.ts";
import { PduStream, type PduStreamOptions, type Received } from "../../lib/ul/pdu_stream.ts";
import { fromHex, fullAssociateRq } from "../support/golden_pdus.ts";
import { random } from "../support/random_data_set.ts";

const pure = { permissions: "none" } as const;

async function received(chunks: Uint8Array[], options: Partial<PduStreamOptions> = {}): Promise<Received[]> {
  const stream = new PduStream(ReadableStream.from(chunks), { maxPduBytes: 16384, ...options });
  return await Array.fromAsync(stream);
}

const response = encodePdu({
  kind: "p-data-tf",
  pdvs: [{
    contextId: 1,
    isCommand: true,
    isLast: true,
    data: Uint8Array.from({ length: 300 }, (_, i) => i),
  }],
});
const conversation = Uint8Array.from([
  ...fullAssociateRq,
  ...response,
  ...response,
  ...encodePdu({ kind: "release-rq" }),
]);

Deno.test("PDUs are the same one byte at a time, and however they are cut", pure, async () => {
  const whole = await received([conversation]);
  assertEquals(whole.map(({ kind }) => kind), ["associate-rq", "p-data-tf", "p-data-tf", "release-rq"]);
  assertEquals(await received(Array.from(conversation, (byte) => Uint8Array.of(byte))), whole);
  const next = random(7);
  for (let round = 0; round < 100; round++) {
    const chunks: Uint8Array[] = [];
    for (let begin = 0; begin < conversation.length;) {
      const end = begin + next(400);
      chunks.push(conversation.slice(begin, end));
      begin = end;
    }
    assertEquals(await received(chunks), whole);
  }
});

Deno.test("each PDU's bytes are told before it is decoded, and that one has begun", pure, async () => {
  const told: (number | string)[] = [];
  const options = {
    onBytes: (bytes: Uint8Array) => told.push(bytes.length),
    onBegun: (type: number) => told.push(`begun ${type}`),
  };
  await received([response.slice(0, 12), response.slice(12), response], options);
  assertEquals(told, ["begun 4", response.length, response.length]);
});

Deno.test("behind a fault nothing comes, but what came before it does", pure, async () => {
  const tooLong = fromHex("040000004001");
  const kinds = (await received([response, tooLong, response])).map(({ kind }) => kind);
  assertEquals(kinds, ["p-data-tf", "fault"]);
  const together = await received([Uint8Array.from([...response, ...tooLong, ...response])]);
  assertEquals(together.map(({ kind }) => kind), kinds);
  const unknown = await received([response, fromHex("ff0000000000"), response]);
  assertEquals(unknown.map(({ kind }) => kind), ["p-data-tf", "unknown"]);
});

Deno.test("a stream that ends inside a PDU ends", pure, async () => {
  assertEquals(await received([response.slice(0, 5)]), []);
  assertEquals((await received([response, response.slice(0, 50)])).length, 1);
});
