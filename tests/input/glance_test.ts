/** Files of which there is nothing to say are read at one glance, at once, and sent as if they had been read closely. */
import { assert, assertEquals } from "@std/assert";
import { Glance } from "../../lib/dataset/glance.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import {
  explicitVrLittleEndian as syntax,
  implicitVrLittleEndian,
  transferSyntaxOf,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { createInspect, type InspectOptions } from "../../lib/input/inspect.ts";
import type { Instance } from "../../lib/input/instance.ts";
import { drain } from "../support/cook.ts";
import { dicomFile, inMemory } from "../support/dicom_file.ts";
import { Encoder } from "../support/encoder.ts";
import { withFile } from "../support/inspecting.ts";
import { listElements } from "../support/reading.ts";

const pure = { permissions: "none" } as const;
const encoder = new Encoder(syntax);
const sopClass = encoder.element(0x00080016, { name: "UI", value: "1.2.840.10008.5.1.4.1.1.7\0" });
const sopInstance = encoder.element(0x00080018, { name: "UI", value: "1.2.34" });
const pixels = (count: number) =>
  encoder.element(0x7fe00010, { name: "OW", value: new Array(count).fill(1) });
const base = {
  readMode: "auto",
  uidPadding: false,
  dictionary: dictionaryInForce(undefined),
  ignoresElements: true,
} as const;

function fileOf(...elements: number[][]): Uint8Array {
  return dicomFile(Uint8Array.from(elements.flat()), syntax);
}

async function inspected(file: Uint8Array, options: Partial<InspectOptions> = {}) {
  return await withFile(file, async (path) => {
    const lines: string[] = [];
    const given = createInspect({ ...base, ...options })(path, ({ text }) => lines.push(text));
    const instance = await given;
    const tokens = instance.openTokens();
    const elements = listElements(tokens.open());
    tokens.close();
    return { isAtOnce: !(given instanceof Promise), instance, raw: drainRaw(instance), elements, lines };
  });
}

function drainRaw(instance: Instance): Uint8Array {
  const source = instance.openRaw();
  try {
    return drain(source, 4096);
  } finally {
    source.close();
  }
}

for (const [size, pixelBytes] of [["small", 200], ["large", 300_000]] as const) {
  Deno.test(`a ${size} file gives the same at one glance as under a close look`, async () => {
    const sequence = encoder.sequence(0x00081140, {
      items: [encoder.item(encoder.element(0x00081150, { name: "UI", value: "1.23" }), "delimiter")],
      ending: "delimiter",
    });
    const file = fileOf(sopClass, sopInstance, sequence, pixels(pixelBytes));
    const glanced = await inspected(file);
    const close = await inspected(file, { ignoresElements: false });
    assert(glanced.isAtOnce && !close.isAtOnce);
    assertEquals(glanced.raw, close.raw);
    assertEquals(glanced.elements, close.elements);
    assertEquals(glanced.lines, close.lines);
    const { path: _path, openRaw: _raw, openTokens: _tokens, elements: _elements, ...facts } = close.instance;
    for (const [name, value] of Object.entries(facts)) {
      assertEquals(glanced.instance[name as keyof Instance], value, name);
    }
  });
}

Deno.test("the level trace, other dictionaries and bare data sets take a close look", async () => {
  const file = fileOf(sopClass, sopInstance);
  const dictionary = await base.dictionary();
  for (const options of [{ isTraced: true }, { loadedDictionary: dictionary }]) {
    assertEquals((await inspected(file, options)).isAtOnce, false, Object.keys(options)[0]);
  }
  const bare = Uint8Array.from([...sopClass, ...sopInstance]);
  assertEquals((await inspected(bare, { readMode: "dataset" })).isAtOnce, false);
});

const jpeg = transferSyntaxOf("1.2.840.10008.1.2.4.50") ?? syntax;
const fragment = (
  bytes: number,
) => [0xfe, 0xff, 0, 0xe0, bytes & 0xff, bytes >> 8, 0, 0, ...new Array(bytes).fill(7)];
const endMark = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];
const compressedHeader = (
  vr: string,
) => [0xe0, 0x7f, 0x10, 0, ...new TextEncoder().encode(vr), 0, 0, 255, 255, 255, 255];
function compressed(...content: number[][]): Uint8Array {
  const elements = [sopClass, sopInstance, compressedHeader("OB"), ...content];
  return dicomFile(Uint8Array.from(elements.flat()), jpeg);
}

for (
  const [what, fragments] of Object.entries({
    "one small fragment": [fragment(0), fragment(100)],
    "some large fragments": [fragment(8), fragment(40_000), fragment(60_000), fragment(50_000)],
  })
) {
  Deno.test(`compressed pixel data in ${what} takes one glance`, async () => {
    const file = compressed(...fragments, endMark);
    const glanced = await inspected(file);
    const close = await inspected(file, { ignoresElements: false });
    assert(glanced.isAtOnce);
    assertEquals(glanced.raw, close.raw);
    assertEquals(glanced.lines, close.lines);
    assertEquals(glanced.instance.transferSyntax, jpeg);
    assertEquals(close.instance.needsRewriting, false);
  });
}

Deno.test("fragments that are not at hand are read one by one, as long as there are few", pure, () => {
  for (const [count, isTaken] of [[7, true], [8, false]] as const) {
    const file = compressed(...new Array(count).fill(fragment(1000)), endMark);
    const beginning = file.subarray(0, file.indexOf(7) - 8);
    assertEquals(new Glance().take(beginning, inMemory(file)), isTaken, String(count));
  }
});

const item = (...content: number[][]) => encoder.item(content.flat(), "length");
/** A file whose meta information has one more element. */
function withMeta(element: number[]): Uint8Array {
  const file = fileOf(sopClass, sopInstance);
  const groupBytes = file[140];
  const end = 144 + groupBytes;
  const longer = file.with(140, groupBytes + element.length);
  return Uint8Array.from([...longer.subarray(0, end), ...element, ...longer.subarray(end)]);
}

const unusual: Record<string, Uint8Array> = {
  "a group length": fileOf(
    encoder.element(0x00080000, { name: "UL", value: [0, 0, 0, 0] }),
    sopClass,
    sopInstance,
  ),
  "elements out of order": fileOf(sopInstance, sopClass),
  "an element twice": fileOf(sopClass, sopInstance, sopInstance),
  "no SOP instance": fileOf(sopClass),
  "a SOP instance that is no UI": fileOf(
    sopClass,
    encoder.element(0x00080018, { name: "LO", value: "1.2.34" }),
  ),
  "a UID with a space": fileOf(sopClass, encoder.element(0x00080018, { name: "UI", value: "1.2.3 " })),
  "trailing padding": fileOf(
    sopClass,
    sopInstance,
    encoder.element(0xfffcfffc, { name: "OB", value: [0, 0] }),
  ),
  "an identifier in a sequence before": fileOf(
    encoder.sequence(0x00080006, { items: [item(sopClass)], ending: "length" }),
    sopClass,
    sopInstance,
  ),
  "bytes behind the last element": Uint8Array.from([...fileOf(sopClass, sopInstance), 0, 0]),
  "a file that is cut off": fileOf(sopClass, sopInstance, pixels(100)).slice(0, -2),
  "implicit VR": dicomFile(Uint8Array.from([...sopClass, ...sopInstance]), implicitVrLittleEndian),
  "no file meta information": Uint8Array.from([...sopClass, ...sopInstance]),
  "a wrong length of the file meta information": fileOf(sopClass, sopInstance).with(140, 2),
  "a fragment of odd length": compressed(fragment(0), fragment(3), endMark),
  "fragments without an end": compressed(fragment(0), fragment(4)),
  "a fragment that is cut off": compressed(fragment(0), fragment(4), endMark).slice(0, -10),
  "an end of fragments with a length": compressed(fragment(0), endMark.with(4, 2), [0, 0]),
  "fragments of words": dicomFile(
    Uint8Array.from([...sopClass, ...sopInstance, ...compressedHeader("OW"), ...fragment(4), ...endMark]),
    jpeg,
  ),
  "compressed pixel data that is not": dicomFile(
    Uint8Array.from([...sopClass, ...sopInstance, ...pixels(10)]),
    jpeg,
  ),
  "pixel data in the file meta information": withMeta(pixels(2)),
  "nothing": new Uint8Array(0),
};

for (const [what, bytes] of Object.entries(unusual)) {
  Deno.test(`a glance leaves ${what} to a close look`, pure, () => {
    assertEquals(new Glance().take(bytes, inMemory(bytes)), false);
  });
}

Deno.test("one glance after the other tells only of the last file", pure, () => {
  const glance = new Glance();
  const newVr = encoder.element(0x00080119, { name: "UC", value: "ab" });
  const take = (file: Uint8Array) => glance.take(file, inMemory(file));
  assert(take(fileOf(sopClass, sopInstance, newVr)));
  assert(glance.hasNewVrs);
  assert(take(fileOf(sopClass, sopInstance)));
  assertEquals(glance.hasNewVrs, false);
  assertEquals(take(fileOf(sopClass)), false);
});
