/** Data sets in which nothing is out of the ordinary, like those that good programs write. */
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder, type Ending } from "./encoder.ts";
import { random } from "./random_data_set.ts";

/** Elements whose values are as they should be. */
const elements: readonly (readonly [tag: number, vr: string, value: string])[] = [
  [0x00080050, "SH", "A1"],
  [0x00080070, "LO", "Maker "],
  [0x00081155, "UI", "1.2.3\0"],
  [0x00102160, "SH", ""],
  [0x00189087, "FD", "12345678"],
  [0x00280010, "US", "ab"],
  [0x0040a010, "CS", "CONTAINS"],
  [0x0040a040, "CS", "TEXT"],
];

/** Behind any sequence. */
const last = [0x0040db00, "CS", "1500"] as const;

/** A data set with sequences in sequences, the ends of which are given in both ways. */
export function regularDataSet(
  seed: number,
  { syntax, depth = 4 }: { syntax: TransferSyntax; depth?: number },
): Uint8Array {
  const below = random(seed);
  const to = new Encoder(syntax);
  const ending = (): Ending => below(3) === 0 ? "delimiter" : "length";
  const content = (depth: number): number[] => {
    const chosen = elements.filter(() => below(3) > 0);
    const bytes = chosen.flatMap(([tag, name, value]) => to.element(tag, { name, value }));
    if (depth > 0) {
      for (const tag of [0x0040a043, 0x0040a730]) {
        const items = Array.from({ length: below(4) }, () => to.item(content(depth - 1), ending()));
        if (below(4) > 0) bytes.push(...to.sequence(tag, { items, ending: ending() }));
      }
    }
    const [tag, name, value] = last;
    if (below(2) === 0) bytes.push(...to.element(tag, { name, value }));
    return bytes;
  };
  return Uint8Array.from(content(depth));
}
