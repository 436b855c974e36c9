/** A receiver that answers objects as a script says: raw elements of the command set behind what is always there. */

/** What one object is answered. */
export interface ScriptedAnswer {
  readonly status: number;
  /** Elements of the command set: tag in group 0000 and value, already padded. */
  readonly elements?: readonly (readonly [element: number, value: Uint8Array])[];
}

/** Serves one association on the listener: accepts everything, and gives one answer for every object. */
export async function answerObjects(
  listener: Deno.Listener,
  answers: readonly ScriptedAnswer[],
): Promise<void> {
  using connection = await listener.accept();
  const pending = [...answers];
  let messageId = 0;
  for await (const pdu of pdusOf(connection)) {
    if (pdu[0] === 0x01) await write(connection, acceptanceOf(pdu));
    else if (pdu[0] === 0x05) await write(connection, Uint8Array.of(6, 0, 0, 0, 0, 4, 0, 0, 0, 0));
    else if (pdu[0] === 0x04) {
      for (const { contextId, header, data } of pdvsOf(pdu)) {
        if (header & 1) messageId = messageIdOf(data);
        const answer = header === 2 ? pending.shift() : undefined;
        if (answer) await write(connection, response(answer, { contextId, messageId }));
      }
    } else return;
  }
}

async function* pdusOf(connection: Deno.Conn): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(0);
  const buffer = new Uint8Array(65536);
  while (true) {
    const length = held.length >= 6 ? 6 + new DataView(held.buffer, held.byteOffset).getUint32(2) : Infinity;
    if (held.length >= length) {
      yield held.slice(0, length);
      held = held.slice(length);
      continue;
    }
    const count = await connection.read(buffer);
    if (count === null) return;
    held = Uint8Array.of(...held, ...buffer.subarray(0, count));
  }
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await connection.write(rest));
}

function item(type: number, content: Uint8Array): Uint8Array {
  return Uint8Array.of(type, 0, content.length >> 8, content.length & 0xff, ...content);
}

const ascii = (text: string) => new TextEncoder().encode(text);

/** Accepts every context with its first transfer syntax. */
function acceptanceOf(request: Uint8Array): Uint8Array {
  const contexts: number[] = [];
  for (const [type, content] of itemsOf(request.subarray(74))) {
    if (type !== 0x20) continue;
    const syntax = itemsOf(content.subarray(4)).find(([itemType]) => itemType === 0x40)?.[1] ?? ascii("");
    contexts.push(...item(0x21, Uint8Array.of(content[0], 0, 0, 0, ...item(0x40, syntax))));
  }
  const user = [...item(0x51, Uint8Array.of(0, 0, 0x40, 0)), ...item(0x52, ascii("1.2.3"))];
  const body = Uint8Array.of(
    ...request.subarray(6, 74),
    ...item(0x10, ascii("1.2.840.10008.3.1.1.1")),
    ...contexts,
    ...item(0x50, Uint8Array.from(user)),
  );
  return Uint8Array.of(2, 0, ...big32(body.length), ...body);
}

function itemsOf(bytes: Uint8Array): [number, Uint8Array][] {
  const items: [number, Uint8Array][] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes[at + 2] << 8 | bytes[at + 3];
    items.push([bytes[at], bytes.subarray(at + 4, at + 4 + length)]);
    at += 4 + length;
  }
  return items;
}

function* pdvsOf(pdu: Uint8Array): Generator<{ contextId: number; header: number; data: Uint8Array }> {
  const view = new DataView(pdu.buffer, pdu.byteOffset);
  for (let at = 6; at < pdu.length;) {
    const length = view.getUint32(at);
    yield { contextId: pdu[at + 4], header: pdu[at + 5], data: pdu.subarray(at + 6, at + 4 + length) };
    at += 4 + length;
  }
}

function messageIdOf(command: Uint8Array): number {
  const view = new DataView(command.buffer, command.byteOffset, command.length);
  for (let at = 0; at + 8 <= command.length; at += 8 + view.getUint32(at + 4, true)) {
    if (view.getUint16(at + 2, true) === 0x0110) return view.getUint16(at + 8, true);
  }
  return 0;
}

function response(
  { status, elements = [] }: ScriptedAnswer,
  { contextId, messageId }: { contextId: number; messageId: number },
): Uint8Array {
  const all: (readonly [number, Uint8Array])[] = [
    [0x0002, ascii("1.2.840.10008.5.1.4.1.1.2\0")],
    [0x0100, little16(0x8001)],
    [0x0120, little16(messageId)],
    [0x0800, little16(0x0101)],
    [0x0900, little16(status)],
    ...elements,
  ];
  const sorted = all.toSorted(([a], [b]) => a - b);
  const encoded = sorted.flatMap(([element, value]) => [
    ...little16(0),
    ...little16(element),
    ...little32(value.length),
    ...value,
  ]);
  const command = [...little16(0), ...little16(0), ...little32(4), ...little32(encoded.length), ...encoded];
  const pdv = [...big32(command.length + 2), contextId, 3, ...command];
  return Uint8Array.of(4, 0, ...big32(pdv.length), ...pdv);
}

const little16 = (value: number) => Uint8Array.of(value & 0xff, value >> 8);
const little32 = (value: number) =>
  Uint8Array.of(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >>> 24);
const big32 = (value: number) => little32(value).toReversed();
