/** What the sink answers. It has its own few lines of the protocol, so that a mistake of the program shows. */

const itemType = {
  proposedContext: 0x20,
  answeredContext: 0x21,
  transferSyntax: 0x40,
  userInformation: 0x50,
};
const asyncOperations = 0x53;
const maxPduBytes = 16384;

const number16 = (value: number) => [value >> 8, value & 0xff];
const number32 = (value: number) => [value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff];
const little32 = (value: number) => number32(value).reverse();
const item = (type: number, value: readonly number[]) => [type, 0, ...number16(value.length), ...value];
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

/** The items in a value (PS3.8, Section 9.3.2). */
function* itemsIn(bytes: Uint8Array): Generator<{ type: number; value: Uint8Array }> {
  for (let position = 0; position + 4 <= bytes.length;) {
    const length = bytes[position + 2] << 8 | bytes[position + 3];
    yield { type: bytes[position], value: bytes.subarray(position + 4, position + 4 + length) };
    position += 4 + length;
  }
}

/** A-ASSOCIATE-AC for the body of an A-ASSOCIATE-RQ: everything is accepted (PS3.8, Section 9.3.3). */
export function associateAc(request: Uint8Array): Uint8Array {
  const body = [...request.subarray(0, 68), ...item(0x10, ascii("1.2.840.10008.3.1.1.1"))];
  for (const { type, value } of itemsIn(request.subarray(68))) {
    if (type === itemType.proposedContext) body.push(...accepted(value));
    if (type === itemType.userInformation) body.push(...userInformation(value));
  }
  return Uint8Array.from([2, 0, ...number32(body.length), ...body]);
}

function accepted(context: Uint8Array): number[] {
  const syntaxes = itemsIn(context.subarray(4));
  const first = syntaxes.find(({ type }) => type === itemType.transferSyntax);
  const syntax = item(itemType.transferSyntax, [...first?.value ?? []]);
  return item(itemType.answeredContext, [context[0], 0, 0, 0, ...syntax]);
}

/** Maximum length, implementation, and as many outstanding operations as were proposed. */
function userInformation(proposed: Uint8Array): number[] {
  const window = itemsIn(proposed).find(({ type }) => type === asyncOperations);
  return item(itemType.userInformation, [
    ...item(0x51, number32(maxPduBytes)),
    ...item(0x52, ascii("2.25.291839142347238412734871238471238471")),
    ...item(0x55, ascii("SINK")),
    ...(window ? item(asyncOperations, [...window.value]) : []),
  ]);
}

/** C-STORE-RSP with success, in a P-DATA-TF PDU (PS3.7, Section 9.3.1.2). */
export function storeRsp(request: Uint8Array, contextId: number): Uint8Array {
  const element = (
    number: number,
    value: readonly number[],
  ) => [0, 0, number & 0xff, number >> 8, ...little32(value.length), ...value];
  const elements = [
    ...element(0x0002, valueOf(request, 0x0002)),
    ...element(0x0100, [0x01, 0x80]),
    ...element(0x0120, valueOf(request, 0x0110)),
    ...element(0x0800, [0x01, 0x01]),
    ...element(0x0900, [0, 0]),
    ...element(0x1000, valueOf(request, 0x1000)),
  ];
  const command = [...element(0x0000, little32(elements.length)), ...elements];
  const pdv = [...number32(command.length + 2), contextId, 3, ...command];
  return Uint8Array.from([4, 0, ...number32(pdv.length), ...pdv]);
}

/** The value of a command element (PS3.7, Section 6.3.1). */
function valueOf(command: Uint8Array, element: number): number[] {
  const view = new DataView(command.buffer, command.byteOffset, command.byteLength);
  for (let position = 0; position + 8 <= command.length;) {
    const end = position + 8 + view.getUint32(position + 4, true);
    if (view.getUint16(position + 2, true) === element) return [...command.subarray(position + 8, end)];
    position = end;
  }
  return [];
}
