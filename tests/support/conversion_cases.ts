/** Small data sets with one thing in each, whose conversions were recorded from DCMTK 3.6.7. */
import { isStandardVr, vr, vrTraits } from "../../lib/dictionary/vr.ts";
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder, type Value } from "./encoder.ts";

/** A case: its name, and its data set in a transfer syntax. */
export interface ConversionCase {
  readonly name: string;
  readonly dataSet: (syntax: TransferSyntax) => Uint8Array;
}

/** One element for every VR, where the dictionary has one, so that implicit VR knows it too. */
const tagOfVr: Readonly<Record<string, number>> = {
  AE: 0x00080054,
  AS: 0x00101010,
  AT: 0x00209165,
  CS: 0x00080060,
  DA: 0x00080020,
  DS: 0x00181063,
  DT: 0x0008002a,
  FD: 0x00189087,
  FL: 0x00186060,
  IS: 0x00200013,
  LO: 0x00080070,
  LT: 0x00104000,
  OB: 0x00420011,
  OD: 0x00660022,
  OF: 0x00660016,
  OL: 0x00660040,
  OV: 0x00720084,
  OW: 0x00281201,
  PN: 0x00100010,
  SH: 0x00080050,
  SL: 0x00186020,
  SS: 0x00189219,
  ST: 0x00080081,
  SV: 0x00720082,
  TM: 0x00080030,
  UC: 0x00080119,
  UI: 0x00080018,
  UL: 0x00089007,
  UN: 0x00111001,
  UR: 0x00080120,
  US: 0x00280010,
  UT: 0x0040a160,
  UV: 0x00720083,
  ox: 0x54001010,
  xs: 0x00280106,
  lt: 0x00283006,
  px: 0x7fe00010,
};

/** What DCMTK's own VRs are called in a file with explicit VR. */
const explicitName: Readonly<Record<string, string>> = { ox: "OB", xs: "US", lt: "OW", px: "OW" };

function valuesOf(name: string): [label: string, value: Value][] {
  if (name === "UI") {
    return [["clean", "1.2.3\0"], ["with blanks", " 1.2 .3 \0"], ["odd", "1.2"], ["zeros", "1.2\0\0\0"]];
  }
  const { string, unitBytes } = vrTraits(vr(name));
  if (string) {
    return [["clean", "AB"], ["padded", "A     "], ["odd", "A  "], ["blank", "    "], ["empty", ""]];
  }
  const units = Array.from({ length: 2 * unitBytes }, (_, index) => index + 1);
  if (name === "OB" || name === "UN" || name === "ox") return [["clean", [1, 2]], ["odd", [1, 2, 3]]];
  if (unitBytes < 4) return [["two", units]];
  return [["two", units], ["odd", [...units, 9]], ["and a half", [...units, 9, 10]]];
}

function vrCases(): ConversionCase[] {
  return Object.entries(tagOfVr).flatMap(([name, tag]) =>
    valuesOf(name).map(([label, value]) => ({
      name: `${name} ${label}`,
      dataSet: (syntax) => {
        const written = isStandardVr(vr(name)) ? name : explicitName[name];
        return Uint8Array.from(new Encoder(syntax).element(tag, { name: written, value }));
      },
    }))
  );
}

type Content = (encoder: Encoder) => number[][];

function structural(name: string, content: Content): ConversionCase {
  return { name, dataSet: (syntax) => Uint8Array.from(content(new Encoder(syntax)).flat()) };
}

const codeValue = (value: string) => (encoder: Encoder) => encoder.element(0x00080100, { name: "SH", value });
const one = codeValue("ONE ");
const two = codeValue("TWO");
const groupLength = (encoder: Encoder, group: number) =>
  encoder.element(group << 16 >>> 0, { name: "UL", value: [9, 9, 9, 9] });
const sop = (encoder: Encoder) => encoder.element(0x00080018, { name: "UI", value: "1.2.3\0" });
const purpose = 0x0040a170;
const concept = 0x0040a043;

const structures: ConversionCase[] = [
  structural("empty sequence", (to) => [to.sequence(concept, { items: [], ending: "delimiter" })]),
  structural(
    "empty item",
    (to) => [to.sequence(concept, { items: [to.item([], "delimiter")], ending: "length" })],
  ),
  structural("two items", (to) => [
    to.sequence(concept, {
      items: [to.item(one(to), "delimiter"), to.item(two(to), "length")],
      ending: "delimiter",
    }),
  ]),
  structural("nested", (to) => {
    const inner = to.sequence(purpose, { items: [to.item(one(to), "delimiter")], ending: "delimiter" });
    return [
      to.sequence(concept, { items: [to.item([...two(to), ...inner], "delimiter")], ending: "length" }),
    ];
  }),
  structural("sequence that claims to be UN", (to) => {
    const inside = to.implicit ? to : Encoder.insideUnknown;
    return [
      to.sequence(concept, { items: [inside.item(two(inside), "length")], ending: "delimiter", name: "UN" }),
    ];
  }),
  structural("group lengths", (to) => [
    groupLength(to, 0x0008),
    sop(to),
    two(to),
    groupLength(to, 0x0010),
    to.element(0x00100010, { name: "PN", value: "A" }),
  ]),
  structural("group length of the wrong VR", (to) => [
    to.element(0x00080000, { name: "US", value: [1, 2] }),
    sop(to),
    to.element(0x00100010, { name: "PN", value: "A" }),
  ]),
  structural("group lengths around and in a sequence", (to) => [
    groupLength(to, 0x0040),
    to.sequence(concept, {
      items: [to.item([...groupLength(to, 8), ...two(to)], "length")],
      ending: "delimiter",
    }),
  ]),
  structural("trailing padding everywhere", (to) => {
    const padding = to.element(0xfffcfffc, { name: "OB", value: [0, 0, 0, 0] });
    const items = [to.item([...one(to), ...padding], "length")];
    return [to.sequence(concept, { items, ending: "length" }), padding];
  }),
  structural("out of order", (to) => [two(to), sop(to)]),
  structural("out of order with group length and twice", (to) => [
    to.sequence(concept, {
      items: [to.item([...two(to), ...sop(to), ...one(to)], "delimiter")],
      ending: "delimiter",
    }),
    two(to),
    sop(to),
    one(to),
    groupLength(to, 0x0008),
  ]),
  structural("private elements, one of them known", (to) => [
    to.element(0x00190010, { name: "LO", value: "TOSHIBA_MEC_CT_1.0" }),
    to.element(0x0019100b, { name: "DS", value: "1.5 " }),
    to.element(0x001910f0, { name: "ZZ", value: [1, 2] }),
    to.element(0x00211001, { name: "??", value: [1, 2] }),
  ]),
  structural("signed by Pixel Representation", (to) => [
    to.element(0x00280103, { name: "US", value: to.number(1, 2) }),
    to.element(0x00280106, { name: "SS", value: to.number(0xfffe, 2) }),
  ]),
  structural("waveform of bytes and of words", (to) => {
    const wave = (bits: number) => [
      ...to.element(0x54001004, { name: "US", value: to.number(bits, 2) }),
      ...to.element(0x54001010, { name: bits === 8 ? "OB" : "OW", value: to.number(0x0102, 2) }),
    ];
    const items = [to.item(wave(8), "length"), to.item(wave(16), "delimiter")];
    return [to.sequence(0x54000100, { items, ending: "length" })];
  }),
  structural("overlay, also where none can be", (to) => [
    to.element(0x60003000, { name: "OW", value: to.number(0x0102, 2) }),
    to.element(0x60013000, { name: "UN", value: [1, 2] }),
  ]),
];

/** All cases. */
export const conversionCases: readonly ConversionCase[] = [...vrCases(), ...structures];

/** Encapsulated pixel data that claims to be OW, with an odd fragment, and an icon that is not compressed. */
export const encapsulatedCase: ConversionCase = structural("fragments", (to) => [
  to.sequence(0x00880200, {
    items: [to.item(to.element(0x7fe00010, { name: "OW", value: [1, 2] }), "delimiter")],
    ending: "delimiter",
  }),
  to.fragments(0x7fe00010, { name: "OW", values: [[], [1, 2, 3], [4, 5, 6, 7]] }),
]);
