/**
 * What all items of A-ASSOCIATE PDUs have in common (PS3.8, Sections 9.3.2 and 9.3.3): type, length, content.
 *
 * @module
 */
import { ByteReader, bytesOf, type ByteWriter, textOf } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";

/** Types of items and sub-items. */
export const itemTypes = {
  applicationContext: 0x10,
  presentationContextRq: 0x20,
  presentationContextAc: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maximumLength: 0x51,
  implementationClassUid: 0x52,
  asynchronousOperations: 0x53,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
  extendedNegotiation: 0x56,
  userIdentityRq: 0x58,
  userIdentityAc: 0x59,
} as const;

/** The longest UID, or name, that an item takes. */
const maxNameBytes = 64;
const headerBytes = 4;

/** Something in a PDU that is not as it has to be, in DCMTK's words. */
export function lengthError(
  what: string,
  { got, minimum = 0, claimed = 0 }: { got: number; minimum?: number; claimed?: number },
): DicomError {
  const field = claimed === 0
    ? ""
    : ` with a length field of ${claimed} (data before length field is not included in length field)`;
  const least = minimum === 0 ? "" : `. The minimum allowed size is ${minimum}`;
  return illegalLength(`DUL Illegal ${what}. Got ${got} bytes of data${field}${least}.`);
}

function illegalLength(text: string): DicomError {
  return new DicomError(networkCondition("DULC_ILLEGALPDULENGTH", text));
}

/** An item: bytes 1 type, 2 reserved, 3-4 length, 5-n content. */
export interface Item {
  readonly type: number;
  readonly content: ByteReader;
}

/** Reads an item; `what` is DCMTK's name for it, `minimum` the fewest bytes it takes with its header. */
export function readItem(
  reader: ByteReader,
  { what = "dummy item", minimum = headerBytes }: { what?: string; minimum?: number } = {},
): Item {
  const got = reader.remaining;
  if (got < minimum) throw lengthError(what, { got, minimum });
  const type = reader.u8();
  reader.u8();
  const length = reader.u16();
  if (length > reader.remaining) throw lengthError(what, { got, claimed: length });
  if (length < minimum - headerBytes) {
    throw lengthError(what, { got: length, minimum: minimum - headerBytes });
  }
  return { type, content: new ByteReader(reader.bytes(length)) };
}

/** Reads an item whose content is a UID or another short name. */
export function readName(reader: ByteReader): string {
  const length = reader.remaining < headerBytes ? 0 : reader.peek(2) * 0x100 + reader.peek(3);
  if (length > maxNameBytes) {
    throw illegalLength(`DUL illegal subitem length ${length}. Maximum allowed size is ${maxNameBytes}.`);
  }
  const { content } = readItem(reader, { what: "subitem" });
  return trimmedUid(content.rest());
}

/** A UID without the zero bytes that should not, but may, stand behind it. */
export function trimmedUid(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Writes an item around what `body` writes. */
export function writeItem(writer: ByteWriter, { type, body }: { type: number; body: () => void }): void {
  writer.u8(type);
  writer.u8(0);
  writer.withLength16(body);
}

/** What stands before the content of an item. */
export function itemHeader(type: number, contentBytes: number): Uint8Array {
  if (contentBytes > 0xffff) throw new RangeError(`Cannot write the length ${contentBytes} in 16 bits`);
  return Uint8Array.of(type, 0, contentBytes >> 8, contentBytes & 0xff);
}

/** An item whose content is a UID or another short name. */
export function nameItem({ type, name }: { type: number; name: string }): Uint8Array {
  const bytes = bytesOf(name);
  if (bytes.length < 1 || bytes.length > maxNameBytes) throw illegalParameter(name);
  const item = new Uint8Array(headerBytes + bytes.length);
  item.set(itemHeader(type, bytes.length));
  item.set(bytes, headerBytes);
  return item;
}

/** Writes an item whose content is a UID or another short name. */
export function writeName(writer: ByteWriter, name: { type: number; name: string }): void {
  writer.bytes(nameItem(name));
}

/** A parameter that cannot be sent, in DCMTK's words. */
export function illegalParameter(parameter: string): DicomError {
  const text = `Illegal service parameter: ${parameter}`;
  return new DicomError(networkCondition("DULC_ILLEGALSERVICEPARAMETER", text));
}
