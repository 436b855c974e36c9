import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { DicomError } from "../../lib/base/errors.ts";
import { openCooked } from "../../lib/dataset/cooked_source.ts";
import { TokenKind } from "../../lib/dataset/tokens.ts";
import { tags } from "../../lib/dictionary/tags.ts";
import {
  explicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { vr } from "../../lib/dictionary/vr.ts";
import type { ReadMode } from "../../lib/input/instance.ts";
import { concatenate, drain } from "../support/cook.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder, type Value } from "../support/encoder.ts";
import { listElements } from "../support/reading.ts";
import { inspectBytes, inspectFile, withFile } from "../support/inspecting.ts";

const syntax = explicitVrLittleEndian;
const encoder = new Encoder(syntax);
const element = (tag: number, ...[name, value]: [string, Value]) => encoder.element(tag, { name, value });
const sop = [
  ...element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7\0"),
  ...element(0x00080018, "UI", "1.2.3.4\0"),
];
const patient = element(0x00100020, "LO", "1234");
const deflated = transferSyntaxOf("1.2.840.10008.1.2.1.99") as TransferSyntax;
const jpeg = transferSyntaxOf("1.2.840.10008.1.2.4.50") as TransferSyntax;

const file = (dataSet: number[], of = syntax) => dicomFile(Uint8Array.from(dataSet), of);

Deno.test("an instance says what the file holds", async () => {
  const { instance, lines } = await inspectBytes(file([...sop, ...patient]));
  assertEquals(instance?.transferSyntax, syntax);
  assertEquals(instance?.dataSet, { sopClassUid: "1.2.840.10008.5.1.4.1.1.7", sopInstanceUid: "1.2.3.4" });
  assertEquals(instance?.meta, {});
  assertEquals(instance?.elements.get(tags.PatientID), { vr: vr("LO"), bytes: 4 });
  assertEquals([instance?.needsRewriting, instance?.hasNewVrs], [false, false]);
  assertEquals(lines, [
    'D: DcmMetaInfo::checkAndReadPreamble() TransferSyntax="Little Endian Explicit"',
    'D: DcmDataset::read() TransferSyntax="Little Endian Explicit"',
  ]);
});

const dataSet = Uint8Array.from([...sop, ...patient]);
const whole = dicomFile(dataSet, syntax);
const groupLengthAt = 140;

/** The file with another number where the meta information says how long it is. */
function withGroupLength(change: number): Uint8Array {
  const bytes = whole.slice();
  bytes[groupLengthAt] += change;
  return bytes;
}

const readings: Record<string, [bytes: Uint8Array, mode: ReadMode, verdict: string]> = {
  "a file": [whole, "auto", "1.2.3.4"],
  "a file without preamble": [whole.slice(132), "auto", "1.2.3.4"],
  "a data set alone": [dataSet, "auto", "1.2.3.4"],
  "a preamble before a data set": [
    concatenate([whole.subarray(0, 132), dataSet]),
    "auto",
    "1.2.3.4",
  ],
  "a file, as +fo wants it": [whole, "file-only", "1.2.3.4"],
  "a data set alone with +fo": [dataSet, "file-only", "File meta information header missing"],
  "a data set with -f": [dataSet, "dataset", "1.2.3.4"],
  "nothing": [new Uint8Array(0), "auto", "End of stream"],
  "nothing with -f": [new Uint8Array(0), "dataset", "no instance"],
  "a few letters": [new TextEncoder().encode("hello"), "auto", "I/O suspension or premature end of stream"],
  "meta information alone": [whole.subarray(0, whole.length - dataSet.length), "auto", "no instance"],
  "meta information that claims to be shorter": [withGroupLength(-8), "auto", "1.2.3.4"],
  "meta information that claims to be longer": [withGroupLength(50), "auto", "no instance"],
};

for (const [name, [bytes, mode, verdict]] of Object.entries(readings)) {
  Deno.test(`detection: ${name}`, async () => {
    const { instance, error } = await inspectBytes(bytes, mode);
    const actual = error ? error.condition.text : instance?.dataSet.sopInstanceUid ?? "no instance";
    assertEquals(actual, verdict);
  });
}

const groupLengths: Record<string, [vr: string, value: number[], verdict: string]> = {
  "of two bytes": ["UL", [0, 0], "Illegal parameter"],
  "of another VR": ["US", [0, 0, 0, 0], "Illegal call, perhaps wrong parameters"],
};

for (const [name, [vrOfLength, value, verdict]] of Object.entries(groupLengths)) {
  Deno.test(`detection: a group length ${name}`, async () => {
    const groupLength = Uint8Array.from(element(0x00020000, vrOfLength, value));
    const bytes = concatenate([whole.subarray(0, 132), groupLength, whole.subarray(144)]);
    assertEquals((await inspectBytes(bytes)).error?.condition.text, verdict);
  });
}

Deno.test("a text is no data set", async () => {
  const { error } = await inspectBytes(
    new TextEncoder().encode("It was a dark and stormy night.\n".repeat(20)),
  );
  assert(error);
});

Deno.test("a data set that is swallowed by the meta information is told apart", async () => {
  const { instance, lines } = await inspectBytes(withGroupLength(50));
  assertEquals(instance?.dataSet, {});
  assertEquals(instance?.meta, { sopClassUid: "1.2.840.10008.5.1.4.1.1.7", sopInstanceUid: "1.2.3.4" });
  assert(lines.includes("W: DcmMetaInfo: Invalid Element (0008,0018) found in Meta Information Header"));
});

Deno.test("compressed pixel data has to be encapsulated, and may be odd", async () => {
  const fragments = (name: string) => encoder.fragments(0x7fe00010, { name, values: [[], "abcd"] });
  const { instance } = await inspectBytes(file([...sop, ...fragments("OB")], jpeg));
  assertEquals(instance?.needsRewriting, false);
  const words = await inspectBytes(file([...sop, ...fragments("OW")], jpeg));
  assertEquals(words.instance?.needsRewriting, true);
  const native = await inspectBytes(file([...sop, ...element(0x7fe00010, "OB", "abcd")], jpeg));
  assertEquals(
    native.error?.condition.text,
    "Pixel data in top level dataset in compressed Transfer Syntax uses explicit length",
  );
});

Deno.test("UIDs are found in sequences, too, first come first served", async () => {
  const nested = encoder.item(element(0x00080018, "UI", "9.9 "), "length");
  const bytes = [
    ...encoder.sequence(0x00080006, { items: [nested], ending: "length" }),
    ...sop,
  ];
  const { instance, lines } = await inspectBytes(file(bytes));
  assertEquals(instance?.dataSet.sopInstanceUid, "9.9");
  assert(
    lines.at(-1)?.endsWith(
      "SOPInstanceUID (0008,0018) contains one or more space characters, which were removed",
    ),
  );
});

Deno.test("the raw path gives the bytes of the file, and its end only once", async () => {
  await withFile(whole, async (path) => {
    const { instance } = await inspectFile(path);
    for (const viewBytes of [1, 7, 65536]) {
      const source = instance!.openRaw();
      assertEquals(drain(source, viewBytes), dataSet);
      source.close();
      source.close();
    }
  });
});

Deno.test("of millions of lines on one file, thousands are told", async () => {
  const bytes = file(Array.from({ length: 12_000 }, () => element(0x00100020, "LO", "123")).flat());
  const { lines, instance } = await inspectBytes(bytes);
  assert(instance?.needsRewriting);
  assertEquals(lines.length, 10_001);
  assertEquals(lines.at(-1), "W: 14001 more messages on this file are left out");
});

/** Too large to be held in memory. */
const large = concatenate([whole, Uint8Array.from(element(0x7fe00010, "OB", "x".repeat(80_000)))]);

const changes: Record<string, (path: string) => void> = {
  shrank: (path) => Deno.truncateSync(path, whole.length - 4),
  grew: (path) => Deno.writeFileSync(path, dataSet, { append: true }),
  "was touched": (path) => Deno.utimeSync(path, 1, 1),
  "was replaced": (path) => {
    Deno.writeFileSync(`${path}.new`, whole);
    Deno.renameSync(`${path}.new`, path);
  },
};

for (const [name, change] of Object.entries(changes)) {
  Deno.test(`a large file that ${name} after it was inspected is not sent`, async () => {
    await withFile(large, async (path) => {
      const { instance } = await inspectFile(path);
      change(path);
      assertThrows(() => instance!.openRaw(), DicomError, "has changed");
      const tokens = instance!.openTokens();
      assertThrows(() => tokens.open(), DicomError, "has changed");
      tokens.close();
    });
  });
  Deno.test(`a large file that ${name} while it is sent is not finished`, async () => {
    await withFile(large, async (path) => {
      const { instance } = await inspectFile(path);
      const source = instance!.openRaw();
      source.fill(new Uint8Array(8));
      if (name === "was replaced") Deno.truncateSync(path, 0);
      else change(path);
      assertThrows(() => drain(source, 16384), DicomError);
      source.close();
    });
  });
  Deno.test(`a small file that ${name} after it was inspected goes out as it was`, async () => {
    await withFile(whole, async (path) => {
      const { instance } = await inspectFile(path);
      change(path);
      assertEquals(drain(instance!.openRaw(), 16384), dataSet);
    });
  });
  Deno.test(`a small file that ${name} after it was inspected is converted as it was`, async () => {
    await withFile(whole, async (path) => {
      const { instance } = await inspectFile(path);
      const before = listElements(instance!.openTokens().open());
      change(path);
      assertEquals(listElements(instance!.openTokens().open()), before);
    });
  });
  Deno.test(`a small file that ${name} while it is sent goes out as it was inspected`, async () => {
    await withFile(whole, async (path) => {
      const { instance } = await inspectFile(path);
      const source = instance!.openRaw();
      const begin = new Uint8Array(8);
      source.fill(begin);
      change(path);
      assertEquals(concatenate([begin, drain(source, 16)]), dataSet);
      source.close();
    });
  });
  Deno.test(`a large file that ${name} while it is converted is not finished`, async () => {
    await withFile(large, async (path) => {
      const { instance } = await inspectFile(path);
      const tokens = instance!.openTokens();
      const cursor = tokens.open();
      cursor.next();
      if (name === "was replaced") Deno.truncateSync(path, 0);
      else change(path);
      const read = () => {
        while (cursor.next() !== TokenKind.end);
      };
      assertThrows(read, DicomError);
      tokens.close();
    });
  });
}

Deno.test("a deflated data set is inflated as often as it is read", async () => {
  const long = [...sop, ...element(0x0040a160, "UT", "text".repeat(100_000)), ...patient.with(2, 0x21)];
  const plain = long.slice(0, -patient.length);
  const bytes = dicomFile(new Uint8Array(deflateRawSync(Uint8Array.from(plain))), deflated);
  await withFile(bytes, async (path) => {
    const { instance } = await inspectFile(path);
    assertEquals([instance?.transferSyntax, instance?.needsRewriting], [deflated, false]);
    const tokens = instance!.openTokens();
    const options = { source: deflated, target: syntax, newVrs: "as they are", deflateLevel: -1 } as const;
    const source = await openCooked(tokens, options);
    assertEquals(drain(source, 10_000), Uint8Array.from(plain));
    source.close();
  });
  const cut = await inspectBytes(bytes.subarray(0, bytes.length - 40));
  assertEquals(cut.error?.condition.text, "Invalid stream");
  const garbage = await inspectBytes(concatenate([bytes, new Uint8Array(10)]));
  assertEquals(garbage.instance?.needsRewriting, true);
  const broken = await inspectBytes(bytes.with(bytes.length - 30, 0xff).fill(0xff, bytes.length - 29));
  assert(broken.error);
});

Deno.test("what is no regular file gets DCMTK's verdict, and nothing stays open", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const verdict = async (path: string) => (await inspectFile(path)).error?.condition.text;
    assertEquals(await verdict(folder), "I/O suspension or premature end of stream");
    assertEquals(await verdict("/dev/zero"), "End of stream");
    assertEquals(await verdict(`${folder}/missing`), "No such file or directory");
  } finally {
    Deno.removeSync(folder);
  }
});

Deno.test("a data set that cannot be converted is closed", async () => {
  await withFile(file([...sop, ...element(0x7fe00010, "OW", "abcd")]), async (path) => {
    const { instance } = await inspectFile(path);
    const options = { source: syntax, target: jpeg, newVrs: "as they are", deflateLevel: -1 } as const;
    await assertRejects(() => openCooked(instance!.openTokens(), options), DicomError, "Cannot convert");
  });
});
