/** What goes over many associations at once is what it says it is. */
import { assertEquals } from "@std/assert";
import { implicitVrLittleEndian as syntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder } from "../support/encoder.ts";
import { runInProcess } from "../support/in_process.ts";
import { withFiles } from "../support/inspecting.ts";

const encoder = new Encoder(syntax);
const sopClass = "1.2.840.10008.5.1.4.1.1.7";
const begin = encoder.element(0x00080016, { name: "UI", value: `${sopClass}\0` });
/** So many that they are not held in memory, and each file has its own. */
const pixelBytes = 100_000;
const pixelsOf = (index: number) =>
  encoder.element(0x7fe00010, { name: "OW", value: new Array(pixelBytes).fill(index) });

const uidOf = (index: number) => `1.2.3.4.${1000 + index}`;
const instanceOf = (uid: string) => encoder.element(0x00080018, { name: "UI", value: `${uid}\0` });
const fileOf = (index: number) =>
  dicomFile(Uint8Array.from([...begin, ...instanceOf(uidOf(index)), ...pixelsOf(index)]), syntax);

Deno.test("every object goes by its own name, however many are looked at and sent at once", async () => {
  await using receiver = await Receiver.start({ keep: keepInMemory });
  await withFiles(Array.from({ length: 60 }, (_, index) => fileOf(index)), async (paths) => {
    const peer = ["127.0.0.1", `${receiver.port}`];
    for (const options of [[], ["--async-window", "4"], ["-xe"], ["-xb"]]) {
      const { code } = await runInProcess(["--associations", "8", ...options, ...peer, ...paths]);
      assertEquals(code, 0);
    }
  });
  const { objects, associations } = receiver;
  assertEquals([objects.length, associations.length], [240, 32]);
  const latin1 = new TextDecoder("latin1");
  for (const { command, kept } of objects) {
    const { affectedSopInstanceUid: uid = "" } = command;
    const bytes = kept.bytes ?? new Uint8Array(0);
    assertEquals(latin1.decode(bytes.subarray(0, 100)).match(/1\.2\.3\.4\.\d{4}/)?.[0], uid);
    const pixels = new Set(bytes.subarray(-pixelBytes));
    assertEquals([...pixels], [Number(uid.slice(-2))]);
  }
  const names = objects.map(({ command }) => command.affectedSopInstanceUid).sort();
  assertEquals(names, Array.from({ length: 240 }, (_, index) => uidOf(Math.floor(index / 4))));
});
