/**
 * An A-ASSOCIATE-RQ taken apart item by item (PS3.8, Section 9.3.2), without help of lib/ul, so that a mistake there
 * is not undone here.
 */

/** Sub-items that name a program, and are everyone's own. */
const masked = new Map([[0x52, "implementation class UID"], [0x55, "implementation version name"]]);

/** Items that consist of items, and the bytes in front of these. */
const nested = new Map([[0x20, 4], [0x50, 0]]);
const fixedBytes = 74;

/** One line for the fixed fields and one for each item, in their order; reserved bytes are shown, too. */
export function associationItems(pdu: Uint8Array): string[] {
  const title = (from: number) => new TextDecoder("latin1").decode(pdu.subarray(from, from + 16));
  const fixed = `${pdu.subarray(6, 10).toHex()} [${title(10)}] [${title(26)}] ${
    pdu.subarray(42, 74).toHex()
  }`;
  return [`PDU ${pdu[0]} ${pdu[1]} ${fixed}`, ...itemsIn(pdu.subarray(fixedBytes), "")];
}

function itemsIn(bytes: Uint8Array, indent: string): string[] {
  const lines: string[] = [];
  for (let position = 0; position < bytes.length;) {
    const [type, reserved, high, low] = bytes.subarray(position, position + 4);
    const end = position + 4 + (high << 8 | low);
    if (!(end <= bytes.length)) return [...lines, `${indent}broken ${bytes.subarray(position).toHex()}`];
    lines.push(...itemLines(bytes.subarray(position + 4, end), { type, reserved, indent }));
    position = end;
  }
  return lines;
}

function itemLines(
  content: Uint8Array,
  { type, reserved, indent }: { type: number; reserved: number; indent: string },
): string[] {
  const head = `${indent}${type.toString(16)} ${reserved}`;
  const before = nested.get(type);
  if (before === undefined) return [`${head} ${masked.get(type) ?? readable(content)}`];
  const inner = itemsIn(content.subarray(before), `${indent}  `);
  return [`${head} ${content.subarray(0, before).toHex()}`, ...inner];
}

function readable(content: Uint8Array): string {
  const isText = content.length > 1 && content.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? new TextDecoder().decode(content) : content.toHex();
}
