import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  defaultStorageSopClassUids,
  isStorageSopClass,
  modalityOf,
  storageSopClasses,
} from "../../lib/dictionary/sop_classes.ts";
import { transferSyntaxes, transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import { nameOfUid, uidOfName } from "../../lib/dictionary/uids.ts";

const pure = { permissions: "none" } as const;
const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";

Deno.test("the default proposal has room for 64 classes, and CT starts at context 41", pure, () => {
  assertEquals(defaultStorageSopClassUids().length, 64);
  assertEquals(4 * defaultStorageSopClassUids().indexOf(ctImageStorage) + 1, 41);
  assertEquals(nameOfUid(defaultStorageSopClassUids()[0]), "AmbulatoryECGWaveformStorage");
  assertEquals(nameOfUid(defaultStorageSopClassUids()[63]), "XRayRadiofluoroscopicImageStorage");
});

Deno.test("storage classes are told from everything else", pure, () => {
  assertEquals(storageSopClasses().length, 194);
  assert(
    isStorageSopClass("1.2.840.10008.5.1.4.1.1.66.4"),
    "Segmentation is one, though not proposed by default",
  );
  assert(isStorageSopClass("1.2.840.10008.5.1.4.39.1"), "Color Palette is one, though without a patient");
  assert(!isStorageSopClass("1.2.840.10008.1.3.10"), "a DICOMDIR cannot be stored");
  assertEquals(modalityOf(ctImageStorage), "CT");
  assertEquals(modalityOf("1.2.840.10008.1.1"), undefined);
});

Deno.test("every UID has one name and every name one UID", pure, () => {
  const uids = [...transferSyntaxes().map((row) => row.uid), ...storageSopClasses().map((row) => row.uid)];
  assertEquals(new Set(uids).size, uids.length);
  for (const uid of [...uids, "1.2.840.10008.3.1.1.1", "1.2.840.10008.1.1"]) {
    assertEquals(uidOfName(nameOfUid(uid) ?? "no name"), uid);
  }
  assertEquals(nameOfUid("1.2.3"), undefined);
  assertEquals(uidOfName("ctimagestorage"), undefined);
});

Deno.test("a transfer syntax says how it is encoded", pure, () => {
  const implicit = transferSyntaxOf("1.2.840.10008.1.2");
  assertEquals([implicit?.implicit, implicit?.endian, implicit?.encapsulated], [true, "little", false]);
  assertEquals(transferSyntaxOf("1.2.840.10008.1.2.2")?.endian, "big");
  assertEquals(transferSyntaxOf("1.2.840.10008.1.2.1.99")?.deflated, true);
  const jpeg = transferSyntaxOf("1.2.840.10008.1.2.4.70");
  assertEquals([jpeg?.encapsulated, jpeg?.implicit], [true, false]);
  assertEquals(jpeg?.name, "JPEG Lossless, Non-hierarchical, 1st Order Prediction");
  assertEquals(nameOfUid("1.2.840.10008.1.2.4.70"), "JPEGLossless:Non-hierarchical-1stOrderPrediction");
  assertStrictEquals(transferSyntaxOf("1.2.840.10008.1.2.4.201"), undefined);
});
