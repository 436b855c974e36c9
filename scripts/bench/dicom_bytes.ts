/** Writes DICOM files for benchmarks, element by element, in little endian with or without VRs. */

/** How elements are written. */
export type Encoding = "explicit" | "implicit";

/** An element: its tag, its VR, and its value as bytes or as a string. */
export type Element = readonly [tag: number, vr: string, value: Uint8Array | string];

const longForm = new Set(["OB", "OW", "SQ", "UN", "UT"]);
const undefinedLength = 0xffffffff;

/** One after the other. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

function header(tag: number, { vr, length, encoding }: { vr: string; length: number; encoding: Encoding }) {
  const isLong = encoding === "explicit" && longForm.has(vr);
  const bytes = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  if (encoding === "explicit") bytes.set(new TextEncoder().encode(vr), 4);
  if (encoding === "implicit") view.setUint32(4, length, true);
  else if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return bytes;
}

function padded(value: Uint8Array | string, vr: string): Uint8Array {
  if (typeof value !== "string") return value;
  return new TextEncoder().encode(value.length % 2 === 0 ? value : value + (vr === "UI" ? "\0" : " "));
}

/** An element (PS3.5, Section 7.1). */
export function element([tag, vr, value]: Element, encoding: Encoding): Uint8Array {
  const bytes = padded(value, vr);
  return concatenated([header(tag, { vr, length: bytes.length, encoding }), bytes]);
}

/** Elements. */
export function elements(all: readonly Element[], encoding: Encoding): Uint8Array {
  return concatenated(all.map((one) => element(one, encoding)));
}

/** The beginning of an element whose value comes later. */
export function pixelDataHeader(length: number, encoding: Encoding): Uint8Array {
  return header(0x7fe00010, { vr: "OW", length, encoding });
}

/** The beginning of encapsulated pixel data, with an empty offset table (PS3.5, Section A.4). */
export function encapsulatedHeader(): Uint8Array {
  const begin = header(0x7fe00010, { vr: "OB", length: undefinedLength, encoding: "explicit" });
  return concatenated([begin, itemHeader(0)]);
}

/** The beginning of an item or a fragment of known length. */
export function itemHeader(length: number): Uint8Array {
  return header(0xfffee000, { vr: "", length, encoding: "implicit" });
}

/** Where a sequence of fragments ends. */
export const sequenceEnd: Uint8Array = header(0xfffee0dd, { vr: "", length: 0, encoding: "implicit" });

/** An item with its content. */
export function item(content: Uint8Array): Uint8Array {
  return concatenated([itemHeader(content.length), content]);
}

/** What the file meta information says. */
export interface FileMeta {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}

/** Preamble, prefix and file meta information (PS3.10, Section 7.1). */
export function fileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid }: FileMeta): Uint8Array {
  const group = elements([
    [0x00020001, "OB", Uint8Array.of(0, 1)],
    [0x00020002, "UI", sopClassUid],
    [0x00020003, "UI", sopInstanceUid],
    [0x00020010, "UI", transferSyntaxUid],
    [0x00020012, "UI", "2.25.291839142347238412734871238471238471"],
  ], "explicit");
  const length = new Uint8Array(new Uint32Array([group.length]).buffer);
  const prefix = new TextEncoder().encode("DICM");
  return concatenated([new Uint8Array(128), prefix, element([0x00020000, "UL", length], "explicit"), group]);
}
