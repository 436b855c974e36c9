import { assert, assertEquals } from "@std/assert";
import { Conversion } from "../../lib/dataset/conversion.ts";
import { EditList } from "../../lib/dataset/edit.ts";
import { ForeseenMeasurement, isForeseen } from "../../lib/dataset/foreseen.ts";
import { TagsNeededError } from "../../lib/dataset/frame_stack.ts";
import { measure, type Measured } from "../../lib/dataset/measure.ts";
import { Survey } from "../../lib/dataset/survey.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder } from "../support/encoder.ts";
import { randomDataSet } from "../support/random_data_set.ts";
import { regularDataSet } from "../support/regular_data_set.ts";
import { readerOver, type ReadInMemory } from "../support/reading.ts";

const pure = { permissions: "none" } as const;
const source = implicitVrLittleEndian;

/** What is found out on the way, while the data set is looked at. */
function foresee(dataSet: Uint8Array, reading: Partial<ReadInMemory> = {}): Measured | undefined {
  const reader = readerOver(dataSet, { syntax: source, notice: () => {}, ...reading });
  const follower = new ForeseenMeasurement(reader);
  try {
    new Survey(reader, { syntax: source, wanted: new Set(), file: "x.dcm", follower })
      .run();
  } catch (error) {
    if (error instanceof TagsNeededError) return foresee(dataSet, { ...reading, remembersTags: true });
    throw error;
  }
  return follower.measured;
}

const listed = ({ totalBytes, lengths }: Measured) => [
  totalBytes,
  ...Array.from({ length: lengths.length }, (_, index) => lengths.at(index)),
];

Deno.test("what is measured on the way is what a pass of its own measures", pure, () => {
  let foreseen = 0;
  let left = 0;
  for (let seed = 0; seed < 80; seed++) {
    const dataSet = seed % 4 === 0
      ? regularDataSet(seed, { syntax: source })
      : randomDataSet(seed, { syntax: source, disorder: seed % 4 === 3 });
    const notices: string[] = [];
    for (const target of [explicitVrLittleEndian, explicitVrBigEndian]) {
      const notice = ({ kind }: { kind: string }) => notices.push(kind);
      const conversion = new Conversion({ source, target, newVrs: "as they are", notice });
      assert(isForeseen(conversion));
      const measured = measure(() => readerOver(dataSet, { syntax: source }), conversion);
      const onTheWay = foresee(dataSet, { windowBytes: 128 << seed % 8, largeBytes: 64 });
      const isPlain = notices.length === 0 && measured.orders.size === 0;
      assertEquals(onTheWay !== undefined, isPlain, `seed ${seed}: ${notices}`);
      if (onTheWay) assertEquals(listed(onTheWay), listed(measured), `seed ${seed}`);
      if (isPlain) foreseen++;
      else left++;
    }
  }
  assert(foreseen > 20 && left > 20, `${foreseen} foreseen, ${left} left`);
});

Deno.test("fragments in implicit VR are left to the conversion, which refuses them", pure, () => {
  const to = new Encoder(source);
  const pixelData = to.element(0x7fe00010, { name: "OB", value: [] }).slice(0, 4);
  const fragments = [
    0xff,
    0xff,
    0xff,
    0xff,
    0xfe,
    0xff,
    0,
    0xe0,
    0,
    0,
    0,
    0,
    0xfe,
    0xff,
    0xdd,
    0xe0,
    0,
    0,
    0,
    0,
  ];
  assertEquals(foresee(Uint8Array.from([...pixelData, ...fragments])), undefined);
});

Deno.test("other conversions are not foreseen", pure, () => {
  const target = explicitVrLittleEndian;
  const newVrs = "as they are";
  assert(isForeseen(new Conversion({ source, target, newVrs })));
  assert(!isForeseen(new Conversion({ source, target, newVrs: "as OB" })));
  assert(!isForeseen(new Conversion({ source, target, newVrs, edits: new EditList([]) })));
  assert(!isForeseen(new Conversion({ source, target: source, newVrs })));
  const jpeg = transferSyntaxOf("1.2.840.10008.1.2.4.70")!;
  assert(!isForeseen(new Conversion({ source, target: jpeg, newVrs })));
});
