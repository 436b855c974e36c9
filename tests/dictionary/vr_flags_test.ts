import { assertEquals } from "@std/assert";
import {
  isStandardVr,
  longForm,
  newVr,
  ordinary,
  spaces,
  standard,
  text,
  vr,
  vrFlags,
  vrTraits,
  widthOf,
} from "../../lib/dictionary/vr.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const capitals = Array.from(letters, (first) => Array.from(letters, (second) => first + second)).flat();

Deno.test("the flags of a VR, and of what may become one, are its traits", { permissions: "none" }, () => {
  for (const name of [...capitals, "ox", "px", "lt", "xs", "up"]) {
    const flags = vrFlags(vr(name));
    const traits = vrTraits(vr(name));
    assertEquals(
      {
        longForm: (flags & longForm) !== 0,
        standard: (flags & standard) !== 0,
        new: (flags & newVr) !== 0,
        text: (flags & text) !== 0,
        spaces: (flags & spaces) !== 0,
        ordinary: (flags & ordinary) !== 0,
        unitBytes: widthOf(flags),
      },
      {
        longForm: traits.longForm,
        standard: isStandardVr(vr(name)),
        new: traits.new,
        text: traits.string,
        spaces: traits.padding === 0x20,
        ordinary: isStandardVr(vr(name)) && name !== "OB" && name !== "OW",
        unitBytes: traits.unitBytes as number,
      },
      name,
    );
  }
  for (const name of ["na", "pi", "Ab", "aB", "A1", "\0\0", "\xff\xff"]) {
    assertEquals(vrFlags(vr(name)), 0, name);
  }
});
