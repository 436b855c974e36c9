import { assert, assertEquals, assertThrows } from "@std/assert";
import { inflateRawSync } from "node:zlib";
import { Conversion, type ConversionNotice, NotConvertibleError } from "../../lib/dataset/conversion.ts";
import { CookedSource, openCooked } from "../../lib/dataset/cooked_source.ts";
import { type Edit, EditList } from "../../lib/dataset/edit.ts";
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import recorded from "../../testdata/conversions.json" with { type: "json" };
import { encapsulatedCase } from "../support/conversion_cases.ts";
import { concatenate, cook, dictionary, drain } from "../support/cook.ts";
import { Encoder } from "../support/encoder.ts";
import { memorySource } from "../support/memory_tokens.ts";
import { randomDataSet } from "../support/random_data_set.ts";

const pure = { permissions: "none" } as const;

function syntaxOf(uid: string): TransferSyntax {
  const syntax = transferSyntaxOf(uid);
  if (!syntax) throw new Error(`Unknown transfer syntax ${uid}`);
  return syntax;
}

for (const [viewBytes, largeBytes] of [[65536, 65536], [1, 0], [3, 2], [17, 5]]) {
  Deno.test(`DCMTK's bytes for every VR and structure, ${viewBytes} bytes lent at a time`, pure, () => {
    for (const [name, from, to, before, after] of recorded.rows) {
      const options = { source: syntaxOf(from), target: syntaxOf(to), viewBytes, largeBytes };
      assertEquals(cook(Uint8Array.fromHex(before), options).toHex(), after, `${name} from ${from} to ${to}`);
    }
  });
}

Deno.test("converting and converting back changes nothing any more", pure, () => {
  const there: [TransferSyntax, TransferSyntax][] = [
    [explicitVrLittleEndian, explicitVrBigEndian],
    [explicitVrBigEndian, explicitVrLittleEndian],
    [implicitVrLittleEndian, explicitVrLittleEndian],
    [implicitVrLittleEndian, explicitVrBigEndian],
  ];
  for (let seed = 0; seed < 60; seed++) {
    const [source, target] = there[seed % there.length];
    const dataSet = randomDataSet(seed, { syntax: source, disorder: seed % 2 === 1 });
    if (dataSet.length === 0) continue;
    const clean = cook(dataSet, { source, target: source });
    assertEquals(cook(clean, { source, target: source }).toHex(), clean.toHex(), `seed ${seed} again`);
    const converted = cook(dataSet, { source, target });
    assertEquals(
      cook(converted, { source: target, target: source }).toHex(),
      clean.toHex(),
      `seed ${seed} back`,
    );
  }
});

const little = new Encoder(explicitVrLittleEndian);
const sop = little.element(0x00080018, { name: "UI", value: "1.2.3\0" });

Deno.test("a value too long for explicit VR becomes UN, in either byte order", pure, () => {
  const before = new Encoder(implicitVrLittleEndian).element(0x00104000, {
    name: "LT",
    value: "x".repeat(70_000),
  });
  const source = implicitVrLittleEndian;
  const after = cook(Uint8Array.from(before), { source, target: explicitVrLittleEndian });
  assertEquals(after.subarray(0, 12).toHex(), "10000040554e000070110100");
  assertEquals(after.length, 12 + 70_000);
  const big = cook(Uint8Array.from(before), { source, target: explicitVrBigEndian, newVrs: "as OB" });
  assertEquals(big.subarray(0, 12).toHex(), "001040004f42000000011170");
});

Deno.test("an odd OW is made even: DCMTK sends it odd, with a byte behind the data set", pure, () => {
  const before = little.element(0x7fe00010, { name: "OW", value: [1, 2, 3] });
  const after = cook(Uint8Array.from(before), {
    source: explicitVrLittleEndian,
    target: explicitVrBigEndian,
  });
  assertEquals(after.toHex(), "7fe000104f57000000000004" + "02010003");
});

Deno.test("a private creator out of order still tells VRs, which DCMTK forgets", pure, () => {
  const to = new Encoder(implicitVrLittleEndian);
  const before = [
    ...to.element(0x00200010, { name: "SH", value: "1 " }),
    ...to.element(0x00190010, { name: "LO", value: "TOSHIBA_MEC_CT_1.0" }),
    ...to.element(0x0019100b, { name: "DS", value: "1 " }),
  ];
  const after = cook(Uint8Array.from(before), {
    source: implicitVrLittleEndian,
    target: explicitVrLittleEndian,
  });
  assertEquals(after.toHex().includes("19000b10" + "4453" + "0200" + "3120"), true);
});

Deno.test("new VRs are written as OB where they are disabled", pure, () => {
  const before = [
    ...little.element(0x00660016, { name: "OF", value: [1, 2, 3, 4] }),
    ...little.element(0x0040a160, { name: "UT", value: "AB" }),
  ];
  const options = { source: explicitVrLittleEndian, newVrs: "as OB" } as const;
  const after = cook(Uint8Array.from(before), { ...options, target: explicitVrBigEndian });
  assertEquals(after.toHex(), "0040a1604f420000000000024142" + "006600164f4200000000000401020304");
});

const rle = syntaxOf("1.2.840.10008.1.2.5");
const jpeg = syntaxOf("1.2.840.10008.1.2.4.70");

Deno.test("compressed pixel data goes into no other transfer syntax", pure, () => {
  const fragments = encapsulatedCase.dataSet(rle);
  for (const target of [explicitVrLittleEndian, implicitVrLittleEndian, jpeg]) {
    const fault = assertThrows(() => cook(fragments, { source: rle, target }), NotConvertibleError);
    assertEquals((fault as NotConvertibleError).condition.code, 0x020e);
  }
});

Deno.test("native pixel data goes into no compressed transfer syntax, but that of an icon may", pure, () => {
  const pixels = little.element(0x7fe00010, { name: "OW", value: [1, 2] });
  const source = explicitVrLittleEndian;
  assertThrows(() => cook(Uint8Array.from(pixels), { source, target: jpeg }), NotConvertibleError);
  const icon = little.sequence(0x00880200, { items: [little.item(pixels, "length")], ending: "length" });
  assertEquals(cook(Uint8Array.from(icon), { source, target: jpeg }).length, icon.length);
  const unknown = little.element(0x7fe00010, { name: "UN", value: [1, 2] });
  const hidden = little.sequence(0x00880200, { items: [little.item(unknown, "length")], ending: "length" });
  assertThrows(() => cook(Uint8Array.from(hidden), { source, target: jpeg }), NotConvertibleError);
});

function edited(dataSet: number[], edits: Edit[]): { after: string; results: string[] } {
  const list = new EditList(edits);
  const syntax = explicitVrLittleEndian;
  const after = cook(Uint8Array.from(dataSet), { source: syntax, target: syntax, edits: list, viewBytes: 5 });
  return { after: after.toHex(), results: list.outcomes.map(({ result }) => result) };
}

Deno.test("values are replaced in the data set itself, and lengths follow", pure, () => {
  const inner = little.sequence(0x00081140, { items: [little.item(sop, "length")], ending: "length" });
  const group = little.element(0x00080000, { name: "UL", value: [0, 0, 0, 0] });
  const { after, results } = edited([...group, ...sop, ...inner], [
    { tag: 0x00080018, value: "1.2.345.6" },
    { tag: 0x00100010, value: "Nobody" },
  ]);
  assertEquals(results, ["replaced", "missing"]);
  const newSop = little.element(0x00080018, { name: "UI", value: "1.2.345.6\0" });
  const newGroup = little.element(0x00080000, { name: "UL", value: [newSop.length + inner.length, 0, 0, 0] });
  assertEquals(after, Uint8Array.from([...newGroup, ...newSop, ...inner]).toHex());
});

Deno.test("what DCMTK does not replace stays and is told", pure, () => {
  const before = [
    ...little.element(0x00100010, { name: "PN", value: "x".repeat(66) }),
    ...little.element(0x00200010, { name: "UN", value: "1 " }),
  ];
  const { after, results } = edited(before, [
    { tag: 0x00100010, value: "Short" },
    { tag: 0x00200010, value: "2" },
  ]);
  assertEquals(results, ["old value too long", "not a string"]);
  assertEquals(after, Uint8Array.from(before).toHex());
});

Deno.test("what is put right is told once", pure, () => {
  const notices: ConversionNotice[] = [];
  const before = [
    ...little.element(0x00080018, { name: "UI", value: "1. 2" }),
    ...little.element(0x00080000, { name: "US", value: [1, 2] }),
  ];
  const syntax = explicitVrLittleEndian;
  cook(Uint8Array.from(before), { source: syntax, target: syntax, notice: (notice) => notices.push(notice) });
  assertEquals(notices.map(({ kind, tag }) => [kind, tag]), [
    ["space in UID", 0x00080018],
    ["group length is not UL", 0x00080000],
  ]);
});

Deno.test("a data set that changes while it is sent never comes to its end", pure, () => {
  const syntax = explicitVrLittleEndian;
  const long = Uint8Array.from([...sop, ...little.element(0x00080060, { name: "CS", value: "CT" })]);
  for (
    const [first, second] of [[long, long.subarray(0, sop.length)], [long.subarray(0, sop.length), long]]
  ) {
    let opened = 0;
    const tokens = {
      open: () => memorySource(opened++ === 0 ? first : second, { syntax, dictionary }).open(),
      close: () => {},
    };
    const conversion = new Conversion({ source: syntax, target: syntax, newVrs: "as they are" });
    assertThrows(() => drain(new CookedSource(tokens, conversion), 8), Error, "changed while it was sent");
  }
});

Deno.test("an empty data set is refused, and closing gives everything back", pure, () => {
  const syntax = explicitVrLittleEndian;
  assertThrows(() => cook(new Uint8Array(0), { source: syntax, target: syntax }), Error, "empty data set");
  const tokens = memorySource(Uint8Array.from(sop), { syntax, dictionary });
  const conversion = new Conversion({ source: syntax, target: syntax, newVrs: "as they are" });
  new CookedSource(tokens, conversion).close();
  assert(tokens.closed);
});

Deno.test("a large value passes in parts of any size", pure, () => {
  const words = Uint8Array.from({ length: 300_001 }, (_, index) => index * 7);
  const header = little.element(0x7fe00010, { name: "OW", value: [] }).slice(0, 8);
  const before = concatenate([Uint8Array.from([...header, ...little.number(words.length, 4)]), words]);
  const whole = cook(before, { source: explicitVrLittleEndian, target: explicitVrBigEndian });
  for (const viewBytes of [16372, 16383, 99]) {
    const parts = cook(before, { source: explicitVrLittleEndian, target: explicitVrBigEndian, viewBytes });
    assertEquals(parts.toHex(), whole.toHex());
  }
});

Deno.test(
  "a deflated target is explicit VR little endian, deflated; any other comes as it is",
  pure,
  async () => {
    const source = implicitVrLittleEndian;
    const dataSet = randomDataSet(3, { syntax: source });
    const open = (target: TransferSyntax) =>
      openCooked(memorySource(dataSet, { syntax: source, dictionary }), {
        source,
        target,
        newVrs: "as they are",
        deflateLevel: 6,
      });
    const plain = cook(dataSet, { source, target: explicitVrLittleEndian });
    assertEquals(drain(await open(explicitVrLittleEndian), 1000).toHex(), plain.toHex());
    const deflated = await open(deflatedExplicitVrLittleEndian);
    const view = new Uint8Array(2 * plain.length + 100);
    const { bytes, done } = await deflated.fill(view);
    assertEquals([done, bytes % 2], [true, 0]);
    assertEquals(new Uint8Array(inflateRawSync(view.subarray(0, bytes))).toHex(), plain.toHex());
    deflated.close();
  },
);
