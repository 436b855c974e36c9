import { assertEquals } from "@std/assert";
import { isStandardVr, vr, vrName, vrTraits, writtenVr } from "../../lib/dictionary/vr.ts";

const pure = { permissions: "none" } as const;

Deno.test("34 VRs are of the Standard, each by its two letters", pure, () => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(0x41 + index));
  const standard = letters.flatMap((a) => letters.map((b) => a + b)).filter((name) => isStandardVr(vr(name)));
  assertEquals(standard.length, 34);
  assertEquals(standard.every((name) => vrName(vr(name)) === name), true);
});

Deno.test("long form is what PS3.5, Table 7.1-1 says", pure, () => {
  const long = "OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" ");
  for (const name of long) assertEquals(vrTraits(vr(name)).longForm, true, name);
  for (const name of ["UL", "US", "FD", "LT", "UI"]) assertEquals(vrTraits(vr(name)).longForm, false, name);
  assertEquals(vrTraits(vr("ZZ")).longForm, true, "a VR of the future");
  assertEquals(vrTraits(vr("??")).longForm, false, "no VR at all");
});

Deno.test("what is written for VRs that are no VR of the Standard", pure, () => {
  const written = (name: string) => vrName(writtenVr(vr(name), "as they are"));
  assertEquals(["ox", "px", "xs", "lt", "up", "na", "ZZ", "??"].map(written), [
    "OB",
    "OB",
    "US",
    "OW",
    "UL",
    "UN",
    "UN",
    "UN",
  ]);
});

Deno.test("--disable-new-vr leaves only what receivers of 1993 know", pure, () => {
  const names = "UN UT UC UR OF OD OL OV SV UV ZZ".split(" ");
  assertEquals(new Set(names.map((name) => vrName(writtenVr(vr(name), "as OB")))), new Set(["OB"]));
  for (const name of ["OW", "SQ", "FD", "LO", "OB"]) {
    assertEquals(vrName(writtenVr(vr(name), "as OB")), name);
  }
});
