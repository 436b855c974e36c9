import { assertEquals, assertRejects } from "@std/assert";
import type { ByteSource, Filled } from "../../lib/base/byte_source.ts";
import { type MessagePart, PDataWriter } from "../../lib/ul/pdata_stream.ts";
import { decodePdu } from "../../lib/ul/codec.ts";
import type { Pdv } from "../../lib/ul/pdu.ts";

const pure = { permissions: "none" } as const;

/** Bytes that tell where they belong. */
const numbered = (bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, index) => index * 7 + (index >> 8));

/** A source that delivers all it has, at once or later. */
class Source implements ByteSource {
  #rest: Uint8Array;
  readonly #isLate: boolean;

  constructor(bytes: Uint8Array, { isLate = false }: { isLate?: boolean } = {}) {
    this.#rest = bytes;
    this.#isLate = isLate;
  }

  fill(view: Uint8Array): Filled | Promise<Filled> {
    const part = this.#rest.subarray(0, view.length);
    view.set(part);
    this.#rest = this.#rest.subarray(part.length);
    const filled = { bytes: part.length, done: this.#rest.length === 0 };
    return this.#isLate ? Promise.resolve(filled) : filled;
  }

  close(): void {}
}

class Broken implements ByteSource {
  fill(): never {
    throw new Error("Cannot read on");
  }

  close(): void {}
}

interface Written {
  readonly runs: { readonly bytes: Uint8Array; readonly isLast: boolean }[];
  readonly pdvs: Pdv[];
}

function writerTo(written: Written, sizes: { maxCommandBytes: number; maxDataBytes: number }): PDataWriter {
  const write = (run: Uint8Array, isLast: boolean) => {
    const bytes = run.slice();
    written.runs.push({ bytes, isLast });
    for (let begin = 0; begin < bytes.length;) {
      const decoded = decodePdu(bytes.subarray(begin), { maxPduBytes: 0 });
      if (decoded.kind !== "pdu" || decoded.pdu.kind !== "p-data-tf") throw new Error("This is no P-DATA-TF");
      written.pdvs.push(...decoded.pdu.pdvs);
      begin += decoded.bytes;
    }
    return Promise.resolve();
  };
  return new PDataWriter({ write, sizes: () => sizes });
}

function message(command: ByteSource, data: ByteSource): MessagePart[] {
  return [{ contextId: 5, isCommand: true, source: command }, {
    contextId: 5,
    isCommand: false,
    source: data,
  }];
}

function joined(pdvs: readonly Pdv[]): Uint8Array {
  return Uint8Array.from(pdvs.flatMap(({ data }) => [...data]));
}

const command = numbered(130);

for (const maxBytes of [500, 16372, 131060]) {
  for (const bytes of [0, 1, maxBytes - 1, maxBytes, maxBytes + 1, 3 * maxBytes + 7, 600_000]) {
    Deno.test(`${bytes} bytes in fragments of ${maxBytes} are all there, in order`, pure, async () => {
      for (const isLate of [false, true]) {
        const written: Written = { runs: [], pdvs: [] };
        const writer = writerTo(written, { maxCommandBytes: maxBytes, maxDataBytes: maxBytes });
        let progress = 0;
        const parts = message(new Source(command), new Source(numbered(bytes), { isLate }));
        await writer.send(parts, (pdus) => progress += pdus);
        const [first, ...data] = written.pdvs;
        assertEquals([first.isCommand, first.isLast, first.data], [true, true, command]);
        const padding = new Uint8Array(bytes % 2);
        assertEquals(joined(data), Uint8Array.from([...numbered(bytes), ...padding]));
        assertEquals(progress, data.length);
        assertEquals(data.length, Math.max(1, Math.ceil(bytes / maxBytes)));
        assertEquals(data.map(({ isLast }) => isLast), data.map((_, index) => index === data.length - 1));
        assertEquals(data.every(({ isCommand, contextId }) => !isCommand && contextId === 5), true);
        assertEquals(written.runs.map(({ isLast }) => isLast).indexOf(true), written.runs.length - 1);
        assertEquals(written.runs.every(({ bytes }) => bytes.length <= 256 * 1024), true);
      }
    });
  }
}

const sizes = { maxCommandBytes: 16372, maxDataBytes: 16372 };

Deno.test("what was read ahead is written only when it is sent", pure, async () => {
  for (const isLate of [false, true]) {
    const written: Written = { runs: [], pdvs: [] };
    const writer = writerTo(written, sizes);
    await writer.send(message(new Source(command), new Source(numbered(10))));
    const next = message(new Source(command), new Source(numbered(500_000), { isLate }));
    await writer.readAhead(next);
    assertEquals(written.runs.length, 1);
    await writer.send(next);
    assertEquals(joined(written.pdvs.slice(3)), numbered(500_000));
  }
});

Deno.test("what was read ahead is forgotten when another message follows", pure, async () => {
  const written: Written = { runs: [], pdvs: [] };
  const writer = writerTo(written, sizes);
  await writer.readAhead(message(new Source(command), new Source(numbered(50_000))));
  await writer.send(message(new Source(command), new Source(numbered(20))));
  assertEquals(written.pdvs.map(({ data }) => data.length), [command.length, 20]);
});

Deno.test("what cannot be read ahead fails when it is sent, and nothing of it is written", pure, async () => {
  const written: Written = { runs: [], pdvs: [] };
  const writer = writerTo(written, sizes);
  const parts = message(new Source(command), new Broken());
  await writer.readAhead(parts);
  await assertRejects(() => writer.send(parts), Error, "Cannot read on");
  assertEquals(written.runs, []);
  await writer.send(message(new Source(command), new Source(numbered(20))));
  assertEquals(written.pdvs.map(({ data }) => data.length), [command.length, 20]);
});

Deno.test("a PDU that was begun goes on with what was read ahead", pure, async () => {
  const written: Uint8Array[] = [];
  const write = (run: Uint8Array) => Promise.resolve(void written.push(run.slice()));
  const writer = new PDataWriter({ write, sizes: () => sizes });
  await writer.begin();
  const parts = message(new Source(command), new Source(numbered(20)));
  await writer.readAhead(parts);
  await writer.send(parts);
  const plain: Written = { runs: [], pdvs: [] };
  await writerTo(plain, sizes).send(message(new Source(command), new Source(numbered(20))));
  assertEquals(Uint8Array.from(written.flatMap((run) => [...run])), plain.runs[0].bytes);
});

Deno.test("fragments of an odd length are refused where there would be several", pure, async () => {
  const writer = writerTo({ runs: [], pdvs: [] }, { maxCommandBytes: 16372, maxDataBytes: 4095 });
  await writer.send(message(new Source(command), new Source(numbered(4095))));
  const parts = message(new Source(command), new Source(numbered(4096)));
  await assertRejects(() => writer.send(parts), Error, "odd block length");
});

Deno.test(
  "of the first large message somebody is told, once, and before it is all written",
  pure,
  async () => {
    const told: string[] = [];
    let isLastWritten = false;
    const write = (_run: Uint8Array, isLast: boolean) => Promise.resolve(void (isLastWritten = isLast));
    const onLarge = () => told.push(`large, ${isLastWritten ? "written" : "not written"}`);
    const writer = new PDataWriter({ write, sizes: () => sizes, onLarge });
    for (const bytes of [8 << 20, 17 << 20, 17 << 20]) {
      await writer.send(message(new Source(command), new Source(new Uint8Array(bytes))));
      told.push("sent");
    }
    assertEquals(told, ["sent", "large, not written", "sent", "sent"]);
  },
);
