/** What is said at level debug of a data set that is written: lengths of groups, long values, odd values. */
import { deflateRawSync } from "node:zlib";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { type Case, differentialTest } from "../support/differential.ts";
import { Encoder, type Ending, type Value } from "../support/encoder.ts";

/** Elements and what is around them, in one transfer syntax. */
class Maker {
  readonly #syntax: TransferSyntax;
  readonly #to: Encoder;

  constructor(syntax: TransferSyntax) {
    this.#syntax = syntax;
    this.#to = new Encoder(syntax);
  }

  element(tag: number, [name, value]: readonly [string, Value]): number[] {
    return this.#to.element(tag, { name, value });
  }

  /** A group with its length, which is right unless it is given. */
  group(content: number[], bytes = content.length): number[] {
    const [first, second] = content;
    const number = this.#syntax.endian === "big" ? first << 8 | second : second << 8 | first;
    return [...this.element(number << 16 >>> 0, ["UL", this.#to.number(bytes, 4)]), ...content];
  }

  sequence(tag: number, { items, ending }: { items: number[][]; ending: Ending }): number[] {
    return this.#to.sequence(tag, { items: items.map((item) => this.#to.item(item, ending)), ending });
  }

  fragments(tag: number, values: Value[]): number[] {
    return this.#to.fragments(tag, { name: "OB", values });
  }

  get sop(): number[] {
    return [
      ...this.element(0x00080016, ["UI", "1.2.840.10008.5.1.4.1.1.7\0"]),
      ...this.element(0x00080018, ["UI", "1.2.3.4\0"]),
    ];
  }

  get patient(): number[] {
    return this.element(0x00100010, ["PN", "Doe^John"]);
  }

  get study(): number[] {
    return this.element(0x00200010, ["SH", "S1"]);
  }

  code(value: string): number[] {
    return this.element(0x00080100, ["SH", value]);
  }

  file(...content: number[][]): Uint8Array {
    const dataSet = Uint8Array.from(content.flat());
    const { deflated } = this.#syntax;
    return dicomFile(deflated ? new Uint8Array(deflateRawSync(dataSet)) : dataSet, this.#syntax);
  }
}

const syntaxes = {
  implicit: implicitVrLittleEndian,
  explicit: explicitVrLittleEndian,
  "big endian": explicitVrBigEndian,
};

const concept = 0x0040a043;
const content = 0x0040a730;
const padding = 0xfffcfffc;

function* groupFiles(make: Maker): Generator<[string, Uint8Array]> {
  const { sop, patient, study } = make;
  yield ["right", make.file(make.group(sop), make.group(patient), study)];
  yield ["wrong", make.file(make.group(sop, 9), make.group(patient, 9))];
  yield ["one", make.file(sop, make.group(patient), study)];
  yield ["last", make.file(sop, make.group(patient))];
  const alone = (tag: number) => make.element(tag, ["UL", [0, 0, 0, 0]]);
  yield ["empty groups", make.file(sop, alone(0x00100000), alone(0x00180000), study)];
  yield [
    "padded text",
    make.file(make.group(sop, 9), make.group(make.element(0x00100010, ["PN", "Doe   "]))),
  ];
  const trailing = make.element(padding, ["OB", [0, 0, 0, 0]]);
  const padded = make.sequence(concept, {
    items: [[...make.group(make.code("A ")), ...trailing]],
    ending: "length",
  });
  yield ["padding", make.file(make.group(sop), make.group(patient), padded, make.group(trailing))];
  const inner = [...make.group(make.code("A ")), ...make.group(make.element(0x00400001, ["AE", "B "]))];
  const swapped = [...make.group(make.element(0x00400001, ["AE", "B "])), ...make.group(make.code("A "))];
  const nested = (items: number[][]) => make.sequence(concept, { items, ending: "length" });
  yield [
    "out of order",
    make.file(make.group(patient), make.group(sop), nested([inner, swapped, inner]), study),
  ];
}

function* nestedFiles(make: Maker, ending: Ending): Generator<[string, Uint8Array]> {
  const { sop, patient } = make;
  const next = make.element(0x00540010, ["SH", "AB"]);
  for (const isRight of ending === "length" ? [true, false] : [false]) {
    const group = (content: number[]) => make.group(content, isRight ? undefined : 9);
    const scheduled = make.element(0x00400001, ["AE", "B "]);
    const item = [...group(make.code("A ")), ...group(scheduled)];
    const inner = make.sequence(concept, { items: [item, item], ending });
    const outer = make.sequence(content, { items: [[...group(make.code("B ")), ...inner], item], ending });
    const what = `${isRight ? "right" : "wrong"} by ${ending}`;
    yield [`in items, ${what}`, make.file(group(sop), group(patient), group(inner), group(next))];
    yield [`around items, ${what}`, make.file(group(sop), group(patient), inner, next)];
    yield [`in items of items, ${what}`, make.file(sop, group(patient), outer, group(next))];
  }
}

function cases(name: string, { file, options }: { file: Uint8Array; options: string[][] }): Case[] {
  return options.map((more) => ({
    name: `${name} ${more.join(" ")}`,
    args: ["-d", "-R", ...more, "PEER", "DIR/a.dcm"],
    files: { "a.dcm": file },
  }));
}

const conversions = [[], ["-xi"], ["-xb"], ["-xd"]];

differentialTest(
  "group lengths are told as the oracle tells them",
  Object.entries(syntaxes).flatMap(([name, syntax]) => {
    const make = new Maker(syntax);
    const files = [...groupFiles(make), ...nestedFiles(make, "length"), ...nestedFiles(make, "delimiter")];
    return files.flatMap(([what, file]) => cases(`${name}, ${what}`, { file, options: conversions }));
  }),
);

const letters = (count: number) => "A".repeat(count);
const longValues: readonly [name: string, tag: number][] = [
  ["OB", 0x00420011],
  ["OB", 0x54001010],
  ["UN", 0x00111001],
  ["ZZ", 0x00111001],
];

differentialTest(
  "odd values that are long are told of as the oracle does it",
  Object.entries(syntaxes).flatMap(([name, syntax]) => {
    const make = new Maker(syntax);
    return longValues.flatMap(([vr, tag]) =>
      [4095, 4097, 20_001].flatMap((bytes) =>
        cases(`${name}, ${vr} of ${bytes}`, {
          file: make.file(
            make.group(make.sop, 9),
            make.group(make.patient),
            make.element(tag, [vr, letters(bytes)]),
          ),
          options: [[], ["-xi"]],
        })
      )
    );
  }),
);

const explicit = new Maker(explicitVrLittleEndian);
const implicit = new Maker(implicitVrLittleEndian);
const pixelData = 0x7fe00010;
const icon = explicit.element(0x00281201, ["OB", letters(5001)]);

const twoOdd = explicit.file(explicit.sop, icon, explicit.element(0x00420011, ["OB", letters(70_001)]));

differentialTest("two of them, pixel data, compressed and deflated data sets", [
  ...cases("pixel data", {
    file: explicit.file(explicit.sop, explicit.element(pixelData, ["OB", letters(5001)])),
    options: [[], ["-xb"]],
  }),
  ...cases("pixel data that is unknown", {
    file: explicit.file(explicit.sop, explicit.element(pixelData, ["UN", letters(5001)])),
    options: conversions,
  }),
  ...cases("two", {
    file: twoOdd,
    options: [...conversions, ["--repeat", "2"]],
  }),
  ...[[], ["-nh"]].flatMap((options) =>
    cases("refused", { file: twoOdd, options: [[...options, "--repeat", "3"]] })
      .map((one): Case => ({ ...one, behaviour: { response: () => ({ status: 0xa700 }) } }))
  ),
  ...cases("deflated", {
    file: new Maker(transferSyntaxOf("1.2.840.10008.1.2.1.99")!)
      .file(explicit.group(explicit.sop), explicit.group(explicit.patient), icon),
    options: conversions,
  }),
  ...cases("compressed", {
    file: new Maker(transferSyntaxOf("1.2.840.10008.1.2.4.50")!)
      .file(
        explicit.group(explicit.sop),
        icon,
        explicit.group(explicit.fragments(pixelData, ["", "abc", letters(4097), letters(20_001)])),
      ),
    options: [["-xy"], ["-xs"]],
  }),
]);

const longTexts: readonly [name: string, tag: number][] = [
  ["LO", 0x00100020],
  ["LT", 0x00104000],
  ["DS", 0x00181063],
  ["US", 0x00280010],
];

differentialTest(
  "values too long for their VR are told of as the oracle does it",
  longTexts.flatMap(([vr, tag]) =>
    [65_534, 65_536].flatMap((bytes) =>
      cases(`${vr} of ${bytes}`, {
        file: implicit.file(implicit.group(implicit.sop), implicit.element(tag, [vr, letters(bytes)])),
        options: [[], ["-xi"], ["-xe"], ["-xe", "-u"], ["-xd"]],
      })
    )
  ),
);

/** What goes out as it stands has the lengths of the file; DCMTK replaces undefined lengths, and padding of texts. */
differentialTest(
  "the length that is told is the length that is sent",
  (["implicit", "explicit"] as const).map((name): Case => {
    const make = new Maker(syntaxes[name]);
    const group = make.sequence(concept, { items: [make.code("A ")], ending: "delimiter" });
    const file = make.file(make.sop, make.group(group), make.element(0x00540010, ["SH", "AB"]));
    const [one] = cases(name, { file, options: [[name === "implicit" ? "-xi" : "-xe"]] });
    return {
      ...one,
      ours: (seen) => ({
        ...seen,
        stderr: seen.stderr.replace(/(Length of Group 0x0040 len=)(\d+)/, `$1${group.length}`),
      }),
      mask: (seen) => ({ ...seen, objects: seen.objects.map(() => "an object") }),
    };
  }),
);

differentialTest("where nothing is left to propose it is shown that nothing would be proposed", [
  { name: "nothing", args: ["-d", "-R", "-nh", "PEER", "DIR/a.dcm"], files: { "a.dcm": new Uint8Array() } },
]);
