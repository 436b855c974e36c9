import { assert, assertEquals } from "@std/assert";
import { builtinDictionary } from "../../lib/dictionary/builtin_dictionary.ts";
import { parseDictionary } from "../../lib/dictionary/dictionary_file.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { loadDictionaryFiles } from "../../lib/dictionary/load_dictionary.ts";
import { vr, vrName } from "../../lib/dictionary/vr.ts";

const pure = { permissions: "none" } as const;
const builtin = builtinDictionary();
const nameOf = (tag: number, creator?: string) => {
  const entry = builtin.find(tag, creator);
  return entry && `${vrName(entry.vr)} ${entry.name}`;
};

Deno.test("standard, repeating and private elements are found", pure, () => {
  assertEquals(nameOf(0x00100010), "PN PatientName");
  assertEquals(nameOf(0x60023000), "ox OverlayData");
  assertEquals(nameOf(0x60013000), undefined, "overlay groups are even");
  assertEquals(nameOf(0x00080000), "UL GenericGroupLength");
  assertEquals(nameOf(0x00190010), "LO PrivateCreator");
  assertEquals(nameOf(0x0019100b, "TOSHIBA_MEC_CT_1.0"), "DS Unknown");
  assertEquals(nameOf(0x0019f00b, "TOSHIBA_MEC_CT_1.0"), "DS Unknown", "any block may be reserved");
  assertEquals(nameOf(0x0019100b), undefined, "never without its creator");
  assertEquals(nameOf(0x00100010, "TOSHIBA_MEC_CT_1.0"), undefined);
  assertEquals(nameOf(0x00411001), undefined);
});

Deno.test("where dcmjs differs from DCMTK 3.6.7, DCMTK's VR is used", pure, () => {
  assertEquals(nameOf(0x7fe00010), "px PixelData");
  assertEquals(nameOf(0x00660040), "OL LongPrimitivePointIndexList");
  assertEquals(nameOf(0x00760034), "SQ ComponentTypeCodeSequence");
});

Deno.test("a part of a range takes precedence over the whole, a later entry over an earlier", pure, () => {
  const text =
    "(6000-60FF,0010)\tUS\tWide\n(6000-600F,0010)\tSS\tNarrow\n(0010,0010)\tLO\tOld\n(0010,0010)\tPN\tNew\n";
  const files = loadDictionaryFiles("a", { separator: ":", readTextFile: () => text });
  assertEquals(files.dictionary.find(0x60020010)?.name, "Narrow");
  assertEquals(files.dictionary.find(0x60200010)?.name, "Wide");
  assertEquals(files.dictionary.find(0x00100010)?.name, "New");
});

Deno.test("broken lines are complained about in DCMTK's words, the others count", pure, () => {
  const lines = [
    "(0008,0005)\tCS\tX",
    "(00zz\tCS",
    "(0008,0006)\tQQ\tX",
    "# comment",
    "(0008,0007)\tCS\ta\tz",
    "(0008,0007)\tCS\ta\t1\ta\tb",
    "(xx08,0007)\tCS\ta\t1\ta",
    "(0008-q-0009,0007)\tCS\ta\t1\ta",
    "(0008,0009)\tcs\tlower case is no VR, yet no error",
  ];
  const { entries, errors } = parseDictionary(lines.join("\n"), "bad.dic");
  assertEquals(errors, [
    "DcmDataDictionary: bad.dic: too few fields (line 2)",
    "DcmDataDictionary: bad.dic: bad VR field (line 3): QQ",
    "DcmDataDictionary: bad.dic: bad VM field (line 5): z",
    "DcmDataDictionary: bad.dic: too many fields (line 6): ",
    "DcmDataDictionary: bad.dic: bad Tag field (line 7): (xx08,0007)",
    "DcmDataDictionary: Unknown range restrictor: q",
    "DcmDataDictionary: bad.dic: bad Tag field (line 8): (0008-q-0009,0007)",
  ]);
  assertEquals(entries.length, 2);
});

Deno.test("DCMDICTPATH: what counts as loaded is what DCMTK counts", pure, () => {
  const access = {
    separator: ":",
    readTextFile: (path: string) => ({ good: "(0008,0005)\tCS\tX\n", bad: "oops\n" })[path],
  };
  assertEquals(loadDictionaryFiles("good", access).loaded, true);
  assertEquals(loadDictionaryFiles("bad", access).loaded, false);
  assertEquals(loadDictionaryFiles("bad:good", access).loaded, true);
  assertEquals(loadDictionaryFiles("good:bad", access).loaded, false);
  assertEquals(loadDictionaryFiles("good:none", access).loaded, true);
  assertEquals(loadDictionaryFiles(":", access).loaded, true);
  assertEquals(loadDictionaryFiles("none", access).messages, [
    { level: "error", text: "DcmDataDictionary: Cannot open file: none" },
  ]);
  assertEquals(loadDictionaryFiles(":", access).dictionary.vrOf(0x00080000), vr("UL"));
});

Deno.test("the dictionary built in is in force unless files were loaded", async () => {
  const access = { separator: ":", readTextFile: () => "(0011,1001)\tCS\tX\n" };
  const own = await dictionaryInForce(loadDictionaryFiles("a", access))();
  assertEquals(own.vrOf(0x00111001), vr("CS"));
  assertEquals(own.vrOf(0x00100010), undefined, "as in DCMTK, the files are then all there is");
  const other = await dictionaryInForce(undefined)();
  assertEquals(other.vrOf(0x00100010), vr("PN"));
});

const dcmtkFolder = "/usr/share/libdcmtk17";
let installed = "";
try {
  installed = Deno.readTextFileSync(`${dcmtkFolder}/dicom.dic`) +
    Deno.readTextFileSync(`${dcmtkFolder}/private.dic`);
} catch {
  // Skipped below, with the reason in the name
}
Deno.test({
  name: `every element of DCMTK's dictionaries has DCMTK's VR and, if it is the Standard's, its name${
    installed ? "" : ` (skipped: no ${dcmtkFolder})`
  }`,
  ignore: !installed,
  fn: () => {
    const { entries, errors } = parseDictionary(installed, "dicom.dic");
    assertEquals(errors, []);
    assert(entries.length > 7000);
    for (const [{ groups, elements, creator }, entry] of entries) {
      const tag = (groups.first << 16 | elements.first) >>> 0;
      const known = builtin.find(tag, creator);
      assertEquals(vrName(known?.vr ?? 0), vrName(entry.vr), `${tag.toString(16)} ${creator}`);
      // Names of private elements are dcmjs's, and a range begins with an element that has a name of its own
      const isOne = groups.first === groups.last && elements.first === elements.last;
      if (creator !== undefined || !isOne) continue;
      const [name, expected] = [known?.name, entry.name].map((words) => words?.replace("RETIRED_", ""));
      assertEquals(name, expected);
    }
  },
});
