/** Skimming is a short way only: whatever is wrong with a data set is found on it, too, and said in the same words. */
import { assert, assertEquals } from "@std/assert";
import { Survey } from "../../lib/dataset/survey.ts";
import {
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder } from "../support/encoder.ts";
import { mutated } from "../support/mutated_files.ts";
import { random, randomDataSet } from "../support/random_data_set.ts";
import { readerOver, type ReadInMemory } from "../support/reading.ts";
import { regularDataSet } from "../support/regular_data_set.ts";

const pure = { permissions: "none" } as const;
const syntaxes = [explicitVrLittleEndian, implicitVrLittleEndian];

interface Surveyed {
  readonly lines: string[];
  readonly outcome: string;
}

function survey(bytes: Uint8Array, { skims, ...reading }: ReadInMemory & { skims: boolean }): Surveyed {
  const lines: string[] = [];
  const reader = readerOver(bytes, { ...reading, notice: ({ text }) => lines.push(text) });
  if (!skims) Object.defineProperty(reader, "skim", { value: () => undefined });
  try {
    const { syntax } = reading;
    const { needsRewriting, hasNewVrs } = new Survey(reader, { syntax, wanted: new Set(), file: "x" }).run();
    return { lines, outcome: `rewriting: ${needsRewriting}, new VRs: ${hasNewVrs}` };
  } catch (error) {
    return { lines, outcome: String(error) };
  }
}

function compare(bytes: Uint8Array, { caption, ...reading }: ReadInMemory & { caption: string }): Surveyed {
  const plain = survey(bytes, { ...reading, skims: false });
  assertEquals(survey(bytes, { ...reading, skims: true }), plain, caption);
  return plain;
}

/** With a size that is not known, as that of a deflated data set is not. */
const deflated = { inflated: true, knowsSize: false };

Deno.test("damaged data sets are surveyed alike with skimming and without", pure, () => {
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 1500; seed++) {
    const number = random(seed);
    const syntax = syntaxes[seed % 2];
    const whole = number(3) > 0
      ? regularDataSet(seed, { syntax, depth: 1 + number(3) })
      : randomDataSet(seed, { syntax, depth: 2 });
    const bytes = mutated(whole, { count: number(4), at: (bytes) => number(bytes.length), number });
    const reading = {
      syntax,
      windowBytes: 256 << number(8),
      largeBytes: [2, 64, 16384][number(3)],
      ...(number(2) === 0 ? deflated : {}),
    };
    outcomes.add(compare(bytes, { ...reading, caption: `seed ${seed}` }).outcome);
  }
  assert(outcomes.size > 100, `only ${outcomes.size} different outcomes`);
});

/** A sequence in which two items without a length go on beyond its end. */
function overrun(syntax: TransferSyntax): Uint8Array {
  const to = new Encoder(syntax);
  const item = () => to.item(to.element(0x0040a040, { name: "CS", value: "TEXT" }), "delimiter");
  const bytes = Uint8Array.from(to.sequence(0x0040a730, { items: [item(), item()], ending: "length" }));
  new DataView(bytes.buffer).setUint32(syntax.implicit ? 4 : 8, 8, true);
  return bytes;
}

Deno.test("what goes on beyond the end of the sequence around it is not skimmed", pure, () => {
  for (const syntax of syntaxes) {
    const { outcome } = compare(overrun(syntax), { syntax, caption: syntax.keyword });
    assert(outcome.includes("Invalid tag"), outcome);
  }
});

Deno.test("an element behind a value that was passed over is not taken for a second one", pure, () => {
  for (const syntax of syntaxes) {
    const to = new Encoder(syntax);
    const content = [
      ...to.element(0x00189087, { name: "FD", value: "12345678" }),
      ...to.element(0x0040a160, { name: "UT", value: "x".repeat(20_000) }),
      ...to.element(0x0040db00, { name: "CS", value: "1500" }),
    ];
    const items = [to.item(content, "delimiter")];
    const bytes = Uint8Array.from(to.sequence(0x0040a730, { items, ending: "delimiter" }));
    const { lines, outcome } = compare(bytes, { syntax, ...deflated, caption: syntax.keyword });
    assertEquals([lines, outcome], [[], `rewriting: false, new VRs: ${!syntax.implicit}`]);
  }
});
