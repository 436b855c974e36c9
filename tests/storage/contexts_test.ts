import { assertEquals, assertThrows } from "@std/assert";
import {
  foreseesExplicit,
  prefersDeflated,
  proposeStorage,
  TooManyContextsError,
} from "../../lib/storage/contexts.ts";
import { defaultStorageSopClassUids } from "../../lib/dictionary/sop_classes.ts";

const CT = "1.2.840.10008.5.1.4.1.1.2";
const MR = "1.2.840.10008.5.1.4.1.1.4";
const implicit = "1.2.840.10008.1.2";
const little = "1.2.840.10008.1.2.1";
const big = "1.2.840.10008.1.2.2";
const jpeg = "1.2.840.10008.1.2.4.70";

const lists = (options: Parameters<typeof proposeStorage>[1]) =>
  proposeStorage([CT], options).contexts.map(({ transferSyntaxes }) => transferSyntaxes);

Deno.test("the default proposal fills the association with two contexts per class", () => {
  const { contexts } = proposeStorage(defaultStorageSopClassUids(), { combine: false });
  assertEquals(contexts.length, 128);
  assertEquals(contexts.at(-1)?.id, 255);
  assertEquals(contexts.find(({ abstractSyntax }) => abstractSyntax === CT)?.id, 41);
  assertEquals(contexts[0].transferSyntaxes, [little]);
  assertEquals(contexts[1].transferSyntaxes, [big, implicit]);
});

Deno.test("implicit VR and video are proposed alone", () => {
  assertEquals(lists({ preferredTransferSyntax: implicit, combine: false }), [[implicit]]);
  for (let n = 100; n <= 108; n++) {
    const preferredTransferSyntax = `1.2.840.10008.1.2.4.${n}`;
    assertEquals(lists({ preferredTransferSyntax, combine: true }), [[preferredTransferSyntax]]);
  }
});

Deno.test("a preferred transfer syntax is followed by the uncompressed others", () => {
  assertEquals(lists({ preferredTransferSyntax: jpeg, combine: false }), [[jpeg], [little, big, implicit]]);
  assertEquals(lists({ preferredTransferSyntax: big, combine: false }), [[big], [little, implicit]]);
  assertEquals(lists({ preferredTransferSyntax: big, combine: true }), [[big, little, implicit]]);
});

Deno.test("a class is proposed once, where it came first", () => {
  const { contexts } = proposeStorage([MR, CT, MR], { combine: true });
  assertEquals(contexts.map(({ id, abstractSyntax }) => [id, abstractSyntax]), [[1, MR], [3, CT]]);
});

Deno.test("64 classes need all ids, 65 are too many, 128 combined are not", () => {
  const classes = (count: number) => Array.from({ length: count }, (_, n) => `1.2.${n}`);
  assertEquals(proposeStorage(classes(64), { combine: false }).contexts.length, 128);
  assertThrows(() => proposeStorage(classes(65), { combine: false }), TooManyContextsError);
  assertEquals(proposeStorage(classes(128), { combine: true }).contexts.length, 128);
  assertThrows(() => proposeStorage(classes(129), { combine: true }), TooManyContextsError);
});

Deno.test("deflated is preferred only when it was asked for", () => {
  assertEquals(prefersDeflated({ preferredTransferSyntax: "1.2.840.10008.1.2.1.99" }), true);
  assertEquals(prefersDeflated({ preferredTransferSyntax: jpeg }), false);
  assertEquals(prefersDeflated({}), false);
});

Deno.test("explicit VR is foreseen where it is proposed together with the rest, or deflated", () => {
  const deflated = "1.2.840.10008.1.2.1.99";
  assertEquals(foreseesExplicit({ combine: true }), true);
  assertEquals(foreseesExplicit({ combine: true, preferredTransferSyntax: little }), true);
  assertEquals(foreseesExplicit({ combine: false, preferredTransferSyntax: deflated }), true);
  assertEquals(foreseesExplicit({ combine: false }), false);
  assertEquals(foreseesExplicit({ combine: true, preferredTransferSyntax: implicit }), false);
  assertEquals(foreseesExplicit({ combine: true, preferredTransferSyntax: jpeg }), false);
});
