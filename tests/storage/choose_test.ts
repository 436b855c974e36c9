import { assertEquals } from "@std/assert";
import {
  type AcceptedContext,
  bySopClass,
  chooseContext,
  describeSopClass,
} from "../../lib/storage/choose.ts";
import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";

const CT = "1.2.840.10008.5.1.4.1.1.2";
const implicit = "1.2.840.10008.1.2";
const little = "1.2.840.10008.1.2.1";
const big = "1.2.840.10008.1.2.2";
const deflated = "1.2.840.10008.1.2.1.99";
const jpeg = "1.2.840.10008.1.2.4.70";

/** Chooses among contexts for CT, numbered 1, 3, 5..., that were accepted with the given syntaxes. */
function choose(
  accepted: string[],
  options: { file: string; preferDeflated?: boolean; sopClassUid?: string },
) {
  const contexts: AcceptedContext[] = accepted
    .map((transferSyntax, n) => ({ id: 2 * n + 1, abstractSyntax: CT, transferSyntax }));
  return chooseContext(bySopClass(contexts), {
    sopClassUid: options.sopClassUid ?? CT,
    transferSyntax: transferSyntaxOf(options.file)!,
    preferDeflated: options.preferDeflated ?? false,
  })?.transferSyntax;
}

Deno.test("the transfer syntax of the file comes first", () => {
  assertEquals(choose([little, implicit, big], { file: big }), big);
  assertEquals(choose([little, implicit, jpeg], { file: jpeg }), jpeg);
});

Deno.test("then explicit VR in the order of the contexts, then implicit VR, then anything", () => {
  assertEquals(choose([implicit, big, little], { file: jpeg }), big);
  assertEquals(choose([implicit, little, big], { file: jpeg }), little);
  assertEquals(choose([deflated, implicit], { file: jpeg }), implicit);
  assertEquals(choose([deflated, jpeg], { file: implicit }), deflated);
});

Deno.test("deflated comes first for what is not encapsulated, when it is preferred", () => {
  assertEquals(choose([little, deflated], { file: little, preferDeflated: true }), deflated);
  assertEquals(choose([little, deflated], { file: little }), little);
  assertEquals(choose([little, deflated, jpeg], { file: jpeg, preferDeflated: true }), jpeg);
});

Deno.test("another SOP class has no context", () => {
  assertEquals(choose([little], { file: little, sopClassUid: "1.2.3" }), undefined);
});

Deno.test("a SOP class is called by its modality, else its name", () => {
  assertEquals(describeSopClass(CT), "CT");
  assertEquals(describeSopClass("1.2.840.10008.1.1"), "VerificationSOPClass");
  assertEquals(describeSopClass("1.2.3"), "unknown SOP class");
});
