import { assert, assertEquals } from "@std/assert";
import { Conversion } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import type { TokenReader } from "../../lib/dataset/token_reader.ts";
import { TokenKind } from "../../lib/dataset/tokens.ts";
import { explicitVrLittleEndian, implicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { cook, drain } from "../support/cook.ts";
import { random, randomDataSet } from "../support/random_data_set.ts";
import { listTokens, readerOver, type ReadInMemory } from "../support/reading.ts";
import { regularDataSet } from "../support/regular_data_set.ts";

const pure = { permissions: "none" } as const;
const syntaxes = [explicitVrLittleEndian, implicitVrLittleEndian];

/** What is left to read, and everything that is told of it. */
function restOf(reader: TokenReader, lines: string[]): string[] {
  try {
    return [...listTokens(reader), ...lines, reader.path.join(" "), String(reader.irregular)];
  } catch (error) {
    return [...lines, String(error)];
  }
}

/** Skims after so many tokens, and says how many were left out and what comes then. */
function skimmed(bytes: Uint8Array, { tokens, ...reading }: ReadInMemory & { tokens: number }): string[] {
  const lines: string[] = [];
  const reader = readerOver(bytes, { ...reading, notice: ({ text }) => lines.push(text) });
  const skim = reader.skim({})!;
  try {
    for (let count = 0; count < tokens; count++) if (reader.next() === TokenKind.end) return [];
  } catch {
    return [];
  }
  skim.run();
  return restOf(reader, lines);
}

function everything(bytes: Uint8Array, reading: ReadInMemory): string[] {
  const lines: string[] = [];
  return restOf(readerOver(bytes, { ...reading, notice: ({ text }) => lines.push(text) }), lines);
}

function compare(bytes: Uint8Array, reading: ReadInMemory): number {
  const all = everything(bytes, reading);
  let leftOut = 0;
  for (let tokens = 0; tokens < 60; tokens++) {
    const rest = skimmed(bytes, { ...reading, tokens });
    assertEquals(rest, all.slice(all.length - rest.length), `after ${tokens} tokens`);
    leftOut = Math.max(leftOut, all.length - rest.length - tokens);
  }
  return leftOut;
}

Deno.test("after skimming everything is found as if nothing had been skimmed", pure, () => {
  let leftOut = 0;
  for (let seed = 0; seed < 24; seed++) {
    const below = random(seed);
    const reading = { syntax: syntaxes[seed % 2], windowBytes: 256 << below(6), largeBytes: 64 };
    leftOut += compare(regularDataSet(seed, reading), reading);
    compare(randomDataSet(seed, { ...reading, depth: 2, disorder: seed % 3 === 0 }), reading);
  }
  assert(leftOut > 1000, `only ${leftOut} tokens were skimmed`);
});

Deno.test("a data set that is cut off anywhere is refused after skimming as it is without", pure, () => {
  for (const syntax of syntaxes) {
    const bytes = regularDataSet(5, { syntax, depth: 2 });
    for (let end = 1; end < bytes.length; end += 7) compare(bytes.subarray(0, end), { syntax });
  }
});

Deno.test(
  "a regular data set is skimmed but for what is around sequences and at the edge of the window",
  pure,
  () => {
    for (const syntax of syntaxes) {
      const bytes = regularDataSet(3, { syntax, depth: 5 });
      // In implicit VR the VRs are at hand then
      const all = listTokens(readerOver(bytes, { syntax })).length;
      const reader = readerOver(bytes, { syntax, notice: () => {} });
      const skim = reader.skim({})!;
      let steps = 0;
      do {
        skim.run();
        steps++;
      } while (reader.next() !== TokenKind.end);
      assert(steps < all / 10, `${steps} steps for ${all} tokens`);
      assert(skim.seen !== 0);
    }
  },
);

Deno.test("what is skimmed while it is written has the bytes that are written token by token", pure, () => {
  const newVrs = "as they are";
  for (let seed = 0; seed < 40; seed++) {
    const below = random(seed);
    const source = syntaxes[seed % 2];
    const target = syntaxes[below(4) === 0 ? 1 : 0];
    const bytes = seed % 4 === 0
      ? randomDataSet(seed, { syntax: source, disorder: seed % 8 === 0 })
      : regularDataSet(seed, { syntax: source });
    if (bytes.length === 0) continue;
    const reading = { syntax: source, windowBytes: 256 << below(8), largeBytes: 64 };
    const tokens = { open: () => readerOver(bytes, reading), close: () => {} };
    const cooked = new CookedSource(tokens, new Conversion({ source, target, newVrs }));
    const actual = drain(cooked, 1 + below(9000));
    assertEquals(actual.toHex(), cook(bytes, { source, target }).toHex(), `seed ${seed}`);
  }
});
