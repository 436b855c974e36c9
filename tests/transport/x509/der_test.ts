/** The strictness of the DER reader, and of times. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  bitStringBytesOf,
  booleanOf,
  DerError,
  DerReader,
  encodeDer,
  integerHexOf,
  namedBitsOf,
  objectIdentifierOf,
  openWhole,
  smallIntegerOf,
} from "../../../lib/transport/x509/der.ts";
import { readTime } from "../../../lib/transport/x509/time.ts";

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(" ", ""));
const first = (hex: string) => new DerReader(bytes(hex)).read();

Deno.test("what is not DER is refused", { permissions: "none" }, () => {
  const refused: Record<string, (hex: string) => unknown> = {
    "": first,
    "30": first,
    "30 80 00 00": first, // indefinite length
    "04 81 01 00": first, // length longer than it has to be
    "04 82 00 80": first,
    "04 85 00 00 00 00 01 00": first,
    "04 02 00": first, // cut off
    "1f 81 01 00": first, // long tag
    "30 00 00": (hex) => openWhole(bytes(hex), 0x30),
    "02 00": (hex) => integerHexOf(first(hex)),
    "02 02 00 7f": (hex) => integerHexOf(first(hex)), // padded
    "02 02 ff 80": (hex) => integerHexOf(first(hex)),
    "02 01 ff": (hex) => smallIntegerOf(first(hex)), // negative
    "02 07 01 00 00 00 00 00 00": (hex) => smallIntegerOf(first(hex)),
    "01 01 01": (hex) => booleanOf(first(hex)),
    "01 02 ff ff": (hex) => booleanOf(first(hex)),
    "03 00": (hex) => bitStringBytesOf(first(hex)),
    "03 02 01 80": (hex) => bitStringBytesOf(first(hex)),
    "03 01 01": (hex) => namedBitsOf(first(hex)),
    "03 02 08 00": (hex) => namedBitsOf(first(hex)),
    "06 00": (hex) => objectIdentifierOf(first(hex)),
    "06 02 2a 80": (hex) => objectIdentifierOf(first(hex)), // arc without end
    "06 03 2a 80 01": (hex) => objectIdentifierOf(first(hex)), // padded arc
  };
  for (const [hex, read] of Object.entries(refused)) assertThrows(() => read(hex), DerError, undefined, hex);
});

Deno.test("what is DER is read", { permissions: "none" }, () => {
  assertEquals(integerHexOf(first("02 02 00 80")), "0080");
  assertEquals(smallIntegerOf(first("02 01 7f")), 127);
  assertEquals(objectIdentifierOf(first("06 09 2a 86 48 86 f7 0d 01 01 0b")), "1.2.840.113549.1.1.11");
  assertEquals(objectIdentifierOf(first("06 03 88 37 03")), "2.999.3");
  assertEquals(namedBitsOf(first("03 02 05 a0")), 0b101);
  for (const length of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
    const element = new DerReader(encodeDer(0x04, new Uint8Array(length))).read(0x04);
    assertEquals(element.content.length, length);
  }
});

Deno.test("times are those of RFC 5280 only", { permissions: "none" }, () => {
  const time = (tag: number, text: string) =>
    readTime(new DerReader(encodeDer(tag, new TextEncoder().encode(text))));
  const [utc, generalized] = [0x17, 0x18];
  assertEquals(time(utc, "491231235959Z"), Date.UTC(2049, 11, 31, 23, 59, 59));
  assertEquals(time(utc, "500101000000Z"), Date.UTC(1950, 0, 1));
  assertEquals(time(generalized, "20500101000000Z"), Date.UTC(2050, 0, 1));
  assertEquals(time(generalized, "99991231235959Z"), Date.UTC(9999, 11, 31, 23, 59, 59));
  const bad = [
    "4912312359Z",
    "491231235959",
    "491231235959+0100",
    "491331235959Z",
    "490230000000Z",
    "490101240000Z",
  ];
  for (const text of bad) assertEquals(time(utc, text), NaN, text);
  for (const text of ["20500101000000.5Z", "2050010100Z", "20500229000000Z"]) {
    assertEquals(time(generalized, text), NaN, text);
  }
});
