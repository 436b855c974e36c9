/** Files that are looked at at the same time, as several associations do it, through the same memory. */
import { assertEquals } from "@std/assert";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { implicitVrLittleEndian as syntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { createInspect } from "../../lib/input/inspect.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder } from "../support/encoder.ts";
import { withFiles } from "../support/inspecting.ts";

for (
  const [what, options] of Object.entries({
    "as they are": {},
    "also measured": { foreseesExplicit: true },
    "also traced": { isTraced: true },
  })
) {
  Deno.test(`large files that are looked at at the same time, ${what}, are not mistaken`, async () => {
    const encoder = new Encoder(syntax);
    const numbers = ["1", "2", "3", "4"];
    const bytesOf = (number: string) =>
      dicomFile(
        Uint8Array.from([
          ...encoder.element(0x00080016, { name: "UI", value: "1.2.840.10008.5.1.4.1.1.7\0" }),
          ...encoder.element(0x00080018, { name: "UI", value: `1.2.3.4.5.${number}\0` }),
          ...encoder.element(0x7fe00010, { name: "OW", value: new Array(100_000).fill(1) }),
        ]),
        syntax,
      );
    await withFiles(numbers.map(bytesOf), async (paths) => {
      const dictionary = dictionaryInForce(undefined);
      const base = { readMode: "auto", uidPadding: false, ignoresElements: true, dictionary } as const;
      const inspect = createInspect({ ...base, ...options });
      // The first time some things are loaded, which parts them
      for (let time = 0; time < 3; time++) {
        const instances = await Promise.all(paths.map((path) => inspect(path, () => {})));
        const seen = instances.map(({ path, dataSet }) => [path, dataSet.sopInstanceUid]);
        assertEquals(seen, paths.map((path, index) => [path, `1.2.3.4.5.${numbers[index]}`]));
      }
    });
  });
}
