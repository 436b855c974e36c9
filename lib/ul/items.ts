/**
 * What all items of A-ASSOCIATE PDUs have in common (PS3.8, Sections 9.3.2 and 9.3.3): type, length, content.
 *
 * @module
 */
import { bytesOf, joined, textOf } from "../base/bytes.ts";
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

/** What the length of an item can say. */
export const maxItemBytes = 0xffff;
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

/**
 * The content of the item at an offset: bytes 1 type, 2 reserved, 3-4 length, 5-n content. `what` is DCMTK's name for
 * the item, `minimum` the fewest bytes it takes with its header.
 */
export function contentAt(
  bytes: Uint8Array,
  { at, what = "dummy item", minimum = headerBytes }: { at: number; what?: string; minimum?: number },
): Uint8Array {
  const got = bytes.length - at;
  if (got < minimum) throw lengthError(what, { got, minimum });
  const length = bytes[at + 2] << 8 | bytes[at + 3];
  if (length > got - headerBytes) throw lengthError(what, { got, claimed: length });
  if (length < minimum - headerBytes) {
    throw lengthError(what, { got: length, minimum: minimum - headerBytes });
  }
  return bytes.subarray(at + headerBytes, at + headerBytes + length);
}

/** Where an item ends that was read. */
export function itemEnd(bytes: Uint8Array, at: number): number {
  return at + headerBytes + (bytes[at + 2] << 8 | bytes[at + 3]);
}

/** The content of an item as a UID or another short name. */
export function nameAt(bytes: Uint8Array, at: number): string {
  const length = bytes.length - at < headerBytes ? 0 : bytes[at + 2] << 8 | bytes[at + 3];
  if (length > maxNameBytes) {
    throw illegalLength(`DUL illegal subitem length ${length}. Maximum allowed size is ${maxNameBytes}.`);
  }
  return trimmedUid(contentAt(bytes, { at, what: "subitem" }));
}

/** A UID without the zero bytes that should not, but may, stand behind it. */
export function trimmedUid(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}

/** An item of parts. */
export function itemOf(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const item = joined([new Uint8Array(headerBytes), ...parts]);
  const length = item.length - headerBytes;
  item[0] = type;
  item.set(lengthField(length), 2);
  return item;
}

/** A length in two bytes, which stands before what it measures. */
export function lengthField(length: number): Uint8Array {
  if (length > maxItemBytes) throw tooLong(length);
  return Uint8Array.of(length >> 8, length);
}

/** The error of a length that has no room in its two bytes. */
export function tooLong(length: number): RangeError {
  return new RangeError(`Cannot write the length ${length} in 16 bits`);
}

/** An item whose content is a UID or another short name. */
export function nameItem(type: number, name: string): Uint8Array {
  const { length } = name;
  if (length < 1 || length > maxNameBytes) throw illegalParameter(name);
  return bytesOf(String.fromCharCode(type, 0, 0, length) + name);
}

/** A parameter that cannot be sent, in DCMTK's words. */
export function illegalParameter(parameter: string): DicomError {
  const text = `Illegal service parameter: ${parameter}`;
  return new DicomError(networkCondition("DULC_ILLEGALSERVICEPARAMETER", text));
}
