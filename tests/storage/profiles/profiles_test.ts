import { assertEquals, assertThrows } from "@std/assert";
import { DicomError, formatCondition } from "../../../lib/base/errors.ts";
import { AssociationProfiles } from "../../../lib/storage/profiles/profiles.ts";
import { badProfiles, goodProfiles, type ProfileCase } from "../../support/profile_cases.ts";

const propose = ({ text, profile = "P" }: ProfileCase) => new AssociationProfiles(text).propose(profile);

function proposed(name: string) {
  const found = goodProfiles.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`No profile case ${name}`);
  return propose(found);
}

for (const bad of badProfiles) {
  Deno.test({
    name: `profile file: ${bad.name}`,
    permissions: "none",
    fn: () => {
      const { condition } = assertThrows(() => propose(bad), DicomError);
      if (bad.fileError !== undefined) assertEquals(condition.text, bad.fileError);
      else assertEquals(formatCondition(condition), bad.profileError);
    },
  });
}

for (const good of goodProfiles) {
  Deno.test({
    name: `profile file: ${good.name}`,
    permissions: "none",
    fn: () => assertEquals(propose(good).contexts.every(({ id }, n) => id === 2 * n + 1), true),
  });
}

Deno.test("roles and application information are proposed for their classes", () => {
  assertEquals(proposed("roles").contexts.map(({ abstractSyntax, role }) => [abstractSyntax, role]), [
    ["1.2.2", "scp"],
    ["1.2.3", "both"],
    ["1.2.4", "scu"],
  ]);
  assertEquals(proposed("extended negotiation").extendedNegotiation, [
    { sopClassUid: "1.2.840.10008.5.1.4.1.1.4", data: Uint8Array.of(1, 2, 0xab, 0xff) },
    { sopClassUid: "1.2.840.10008.5.1.4.1.1.2", data: Uint8Array.of(0) },
  ]);
  assertEquals(proposed("smallest").contexts[0].role, "default");
});

Deno.test("what is written twice, wrapped or left out means what it means to DCMTK", () => {
  const syntaxes = (name: string) => proposed(name).contexts[0].transferSyntaxes;
  assertEquals(syntaxes("numbers end at the first gap"), ["1.2.840.10008.1.2"]);
  assertEquals(syntaxes("numbers in any order, first of two counts"), [
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.2",
  ]);
  assertEquals(syntaxes("sections of the same name add up"), ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"]);
  assertEquals(proposed("long UID").contexts[0].abstractSyntax.length, 64);
});
