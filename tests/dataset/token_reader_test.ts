import { assert, assertEquals, assertThrows } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { maxDepth } from "../../lib/dataset/frame_stack.ts";
import { TokenKind } from "../../lib/dataset/tokens.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { concatenate, dictionary } from "../support/cook.ts";
import { Encoder } from "../support/encoder.ts";
import { MemoryTokens } from "../support/memory_tokens.ts";
import { random, randomDataSet } from "../support/random_data_set.ts";
import { listTokens, readerOver } from "../support/reading.ts";

const permissions = "none";
const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];

function expectedTokens(bytes: Uint8Array, syntax: TransferSyntax): string[] {
  return listTokens(new MemoryTokens(bytes, { syntax, dictionary, largeBytes: 40 }));
}

/** Says where two lists begin to differ, because all of them would be too much. */
function assertSameTokens(
  actual: string[],
  { expected, caption }: { expected: string[]; caption: string },
): void {
  const at = expected.findIndex((line, index) => line !== actual[index]);
  if (at >= 0) assertEquals(actual.slice(at, at + 2), expected.slice(at, at + 2), `${caption}, token ${at}`);
  assertEquals(actual.length, expected.length, caption);
}

for (const knowsSize of [true, false]) {
  Deno.test({
    name: `tokens are the same however the bytes are cut, size ${knowsSize ? "known" : "unknown"}`,
    permissions,
    fn: () => {
      for (let seed = 0; seed < 60; seed++) {
        const syntax = native[seed % 3];
        const bytes = randomDataSet(seed, { syntax, disorder: seed % 2 === 0 });
        if (bytes.length > 7000) continue;
        const expected = expectedTokens(bytes, syntax);
        const number = random(seed);
        const byOne = { readBytes: () => 1, windowBytes: 64 };
        const atRandom = { readBytes: () => 1 + number(50), windowBytes: 64 + number(200) };
        for (const cuts of [byOne, atRandom]) {
          const reader = readerOver(bytes, { syntax, largeBytes: 40, knowsSize, ...cuts });
          assertSameTokens(listTokens(reader), { expected, caption: `seed ${seed}` });
          assertEquals(reader.next(), TokenKind.end);
        }
      }
    },
  });
}

Deno.test({
  name: "the cursor goes back and ahead within an item",
  permissions,
  fn: () => {
    for (const syntax of native) {
      const encoder = new Encoder(syntax);
      const part = (tag: number, value: string) => encoder.element(tag, { name: "LO", value });
      const parts = [part(0x00080070, "first "), part(0x00100020, "second"), part(0x00081030, "last")];
      const reader = readerOver(Uint8Array.from(parts.flat()), { syntax, windowBytes: 32, largeBytes: 8 });
      const places: [offset: number, vr: number, tag: number][] = [];
      while (reader.next() === TokenKind.element) places.push([reader.offset, reader.vr, reader.tag]);
      const end = reader.offset;
      for (const [offset, vr, tag] of places.toReversed()) {
        reader.seek(offset, vr);
        assertEquals(reader.next(), TokenKind.element);
        assertEquals([reader.offset, reader.vr, reader.tag], [offset, vr, tag]);
      }
      reader.seek(end, 0);
      assertEquals(reader.next(), TokenKind.end);
    }
  },
});

function fault(bytes: readonly number[], syntax = explicitVrLittleEndian): string {
  const lines: string[] = [];
  const reader = readerOver(Uint8Array.from(bytes), {
    syntax,
    notice: ({ text }) => lines.push(text),
    remembersTags: true,
  });
  try {
    while (reader.next() !== TokenKind.end);
    lines.push(reader.irregular ? "irregular" : "fine");
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    lines.push(error.condition.text);
  }
  return lines.join("\n");
}

const explicit = new Encoder(explicitVrLittleEndian);
const patient = explicit.element(0x00100020, { name: "LO", value: "1234" });
const delimiter = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
const itemEnd = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0];
const item = (length: number) => [0xfe, 0xff, 0x00, 0xe0, ...explicit.number(length, 4)];
const sequence = (length: number) => [8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, ...explicit.number(length, 4)];
const endless = 0xffffffff;

const faults: Record<string, [bytes: number[], expected: string]> = {
  "nothing at all": [[], "fine"],
  "half a header": [[8, 0, 5], "I/O suspension or premature end of stream"],
  "a value beyond the end": [
    [0x10, 0, 0x20, 0, 0x4c, 0x4f, 6, 0, 0x31, 0x32],
    "DcmElement: PatientID (0010,0020) larger (6) than remaining bytes (2) in file, premature end of stream\n" +
    "Invalid stream",
  ],
  "a large value beyond the end": [
    [0x10, 0, 0x20, 0, 0x55, 0x54, 0, 0, 0, 0, 1, 0, 0x31, 0x32],
    "DcmElement: PatientID (0010,0020) larger (65536) than remaining bytes in file\n" +
    "I/O suspension or premature end of stream",
  ],
  "undefined length of a text": [
    [0x10, 0, 0x20, 0, 0x55, 0x54, 0, 0, 255, 255, 255, 255, 0x31, 0x32],
    "DcmElement: PatientID (0010,0020) larger (4294967295) than remaining bytes in file\n" +
    "I/O suspension or premature end of stream",
  ],
  "undefined length of bytes": [
    [0x10, 0, 0x20, 0, 0x4f, 0x42, 0, 0, 255, 255, 255, 255, ...delimiter],
    "DcmItem: Parse error in (0010,0020): Illegal element with OB or OW Value Representation and undefined " +
    "length encountered\n" +
    "Illegal element with OB or OW Value Representation and undefined length encountered",
  ],
  "an element longer than its item": [
    [...sequence(endless), ...item(8), ...patient, ...delimiter],
    "DcmItem: Element PatientID (0010,0020) larger (4) than remaining bytes (0) of surrounding item\n" +
    "Length of element larger than explicit length of surrounding item",
  ],
  "a sequence that the file does not end": [
    [...sequence(endless), ...item(endless), ...patient, ...itemEnd],
    "DcmSequenceOfItems: Reached end of stream before the end of sequence ReferencedImageSequence (0008,1140)\n" +
    "Sequence Delimitation Item missing",
  ],
  "a sequence of which there is only the header": [
    sequence(endless),
    "DcmSequenceOfItems: Reached end of stream before the end of sequence ReferencedImageSequence (0008,1140)\n" +
    "Sequence Delimitation Item missing",
  ],
  "a sequence end instead of an item end": [
    [...sequence(endless), ...item(endless), ...patient, ...delimiter],
    "DcmItem: Parse error in sequence item, found (fffe,e0dd) instead of item delimiter (fffe,e00d)\n" +
    "DcmItem::readSubElement() cannot create Sub Element (fffe,e0dd)\n" +
    "Item Delimitation Item missing",
  ],
  "an element instead of an item": [
    [...sequence(endless), ...patient],
    "DcmSequenceOfItems: Parse error in sequence (0008,1140), found (0010,0020) instead of sequence delimiter " +
    "(fffe,e0dd)\n" +
    "DcmSequenceOfItems::readSubItem() cannot create Sub Item (0010,0020)\n" +
    "Sequence Delimitation Item missing",
  ],
  "an item without a sequence": [
    [...item(0)],
    "DcmItem: Parse error while parsing element (fffe,e000)\nInvalid tag",
  ],
  "elements out of order and twice": [
    [...patient, ...explicit.element(0x00080070, { name: "LO", value: "" }), ...patient],
    "DcmItem: Dataset not in ascending tag order, at element (0008,0070)\n" +
    "DcmItem: Element (0010,0020) found twice in one data set or item, ignoring second entry\n" +
    "irregular",
  ],
  "an item end in the data set": [[...patient, ...itemEnd, ...patient], "irregular"],
  "an item that ends before its length": [
    [...sequence(endless), ...item(endless), ...patient, ...itemEnd, ...item(20), ...itemEnd, ...delimiter],
    "irregular",
  ],
  "an item that is longer than its sequence": [
    [...sequence(8), ...item(12), ...patient],
    "irregular",
  ],
};

for (const [name, [bytes, expected]] of Object.entries(faults)) {
  Deno.test({ name: `verdict: ${name}`, permissions, fn: () => assertEquals(fault(bytes), expected) });
}

/** The first random data set of a size that can be cut everywhere. */
function shortDataSet(syntax: TransferSyntax): Uint8Array {
  for (let seed = 0;; seed++) {
    const bytes = randomDataSet(seed, { syntax, disorder: false });
    if (bytes.length > 300 && bytes.length < 900) return bytes;
  }
}

Deno.test({
  name: "every truncation of a data set is read or refused, and none is taken for the whole",
  permissions,
  fn: () => {
    for (const syntax of native) {
      const bytes = shortDataSet(syntax);
      const whole = expectedTokens(bytes, syntax).length;
      for (let length = 0; length < bytes.length; length++) {
        const reader = readerOver(bytes.subarray(0, length), { syntax, windowBytes: 64, largeBytes: 40 });
        try {
          assert(listTokens(reader).length < whole);
        } catch (error) {
          assert(error instanceof DicomError, String(error));
        }
      }
    }
  },
});

Deno.test({
  name: "nesting has a limit, and no stack overflows before it",
  permissions,
  fn: () => {
    const level = Uint8Array.from([...sequence(endless), ...item(endless)]);
    const bytes = concatenate(Array.from({ length: 100_000 }, () => level));
    const reader = readerOver(bytes, { syntax: explicitVrLittleEndian });
    const read = () => {
      while (reader.next() !== TokenKind.end);
    };
    const error = assertThrows(read, DicomError, "more than 1000 levels");
    assertEquals(error.condition.text, "Corrupted data");
    assertEquals(reader.depth, maxDepth);
  },
});

Deno.test({
  name: "an error names file, byte and element",
  permissions,
  fn: () => {
    const bytes = Uint8Array.from([...patient, 0x10, 0, 0x40, 0, 0x43, 0x53, 9, 0, 0x4d]);
    const reader = readerOver(bytes, { syntax: explicitVrLittleEndian });
    const read = () => {
      while (reader.next() !== TokenKind.end);
    };
    assertThrows(read, DicomError, "x.dcm: Invalid stream (0001:0004) at byte 12, at element (0010,0040)");
  },
});
