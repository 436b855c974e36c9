import { assert, assertEquals } from "@std/assert";
import { Conversion } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Instance } from "../../lib/input/instance.ts";
import { drain } from "../support/cook.ts";
import { corpusFiles } from "../support/corpus.ts";
import { dcmconv } from "../support/dcmconv.ts";
import { inspectFile } from "../support/inspecting.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { listElements, readerOver } from "../support/reading.ts";

const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];

async function readable(path: string): Promise<Instance | undefined> {
  const { instance } = await inspectFile(path);
  return instance;
}

peerTest("every file of the corpus is read and converted to the bytes that DCMTK's writer makes", {
  needs: { "dcmconv 3.6.7": dcmtkProgram("dcmconv"), corpus: corpusFolder() },
  fn: async ({ "dcmconv 3.6.7": program, corpus }) => {
    let compared = 0;
    for (const file of corpusFiles(corpus)) {
      const instance = await readable(file);
      if (!instance) continue;
      const source = instance.transferSyntax;
      for (const target of source.encapsulated ? [source] : native) {
        const expected = dcmconv(program, { file, target });
        if (!expected) continue;
        const tokens = instance.openTokens();
        const conversion = new Conversion({ source, target, newVrs: "as they are" });
        const actual = drain(new CookedSource(tokens, conversion), 65536);
        tokens.close();
        assert(
          actual.length === expected.length && actual.every((byte, index) => byte === expected[index]),
          `${file} as ${target.keyword}`,
        );
        compared++;
      }
    }
    assert(compared > 200, `only ${compared} conversions compared`);
  },
});

peerTest("what goes out as it is has the elements that DCMTK would send", {
  needs: { "dcmconv 3.6.7": dcmtkProgram("dcmconv"), corpus: corpusFolder() },
  fn: async ({ "dcmconv 3.6.7": program, corpus }) => {
    let compared = 0;
    for (const file of corpusFiles(corpus)) {
      const instance = await readable(file);
      if (!instance || instance.needsRewriting || instance.transferSyntax.deflated) continue;
      const expected = dcmconv(program, { file, target: instance.transferSyntax });
      if (!expected) continue;
      const syntax = instance.transferSyntax;
      const meaning = (bytes: Uint8Array) => listElements(readerOver(bytes, { syntax }));
      const sent = drain(instance.openRaw(), 65536);
      assertEquals(meaning(sent), meaning(expected), file);
      compared++;
    }
    assert(compared > 50, `only ${compared} files compared`);
  },
});
