/** The objects that are sent: CT images, encapsulated images, structured reports. */
import {
  concatenated,
  type Element,
  element,
  elements,
  encapsulatedHeader,
  type Encoding,
  fileMeta,
  item,
  itemHeader,
  pixelDataHeader,
  sequenceEnd,
} from "./dicom_bytes.ts";

const transferSyntax = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  jpegBaseline: "1.2.840.10008.1.2.4.50",
};
const sopClass = { ct: "1.2.840.10008.5.1.4.1.1.2", report: "1.2.840.10008.5.1.4.1.1.88.33" };
const us = (value: number) => Uint8Array.of(value & 0xff, value >> 8);
const instanceUid = (index: number) => `2.25.7340123004${index + 1}`;

function imageElements(index: number): Element[] {
  return [
    [0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"],
    [0x00080016, "UI", sopClass.ct],
    [0x00080018, "UI", instanceUid(index)],
    [0x00080020, "DA", "20240102"],
    [0x00080030, "TM", "101112"],
    [0x00080060, "CS", "CT"],
    [0x00080070, "LO", "Benchmark"],
    [0x00081030, "LO", "Benchmark of senders"],
    [0x00100010, "PN", "Bench^Mark"],
    [0x00100020, "LO", "BENCH"],
    [0x00180050, "DS", "1.25"],
    [0x00180060, "DS", "120"],
    [0x00181151, "IS", "220"],
    [0x00181210, "SH", "STANDARD"],
    [0x0020000d, "UI", "2.25.73401230041"],
    [0x0020000e, "UI", "2.25.73401230042"],
    [0x00200010, "SH", "1"],
    [0x00200011, "IS", "2"],
    [0x00200013, "IS", String(index + 1)],
    [0x00200032, "DS", `-125.0\\-125.0\\${index}.25`],
    [0x00200037, "DS", "1\\0\\0\\0\\1\\0"],
    [0x00280002, "US", us(1)],
    [0x00280004, "CS", "MONOCHROME2"],
    [0x00280010, "US", us(512)],
    [0x00280011, "US", us(512)],
    [0x00280100, "US", us(16)],
    [0x00280101, "US", us(12)],
    [0x00280102, "US", us(11)],
    [0x00280103, "US", us(0)],
    [0x00281050, "DS", "40"],
    [0x00281051, "DS", "400"],
  ];
}

/** Everything of a CT image in front of the pixels, whose number of bytes is announced. */
export function imageHead({ index, pixelBytes, encoding }: {
  index: number;
  pixelBytes: number;
  encoding: Encoding;
}): Uint8Array {
  const meta = {
    sopClassUid: sopClass.ct,
    sopInstanceUid: instanceUid(index),
    transferSyntaxUid: transferSyntax[encoding],
  };
  const dataSet = elements(imageElements(index), encoding);
  return concatenated([fileMeta(meta), dataSet, pixelDataHeader(pixelBytes, encoding)]);
}

/** Twelve-bit pixels with a gradient and some noise, the same each time. */
export function pixels(bytes: number): Uint8Array {
  const values = new Uint16Array(bytes >> 1);
  let noise = 2463534242;
  for (let index = 0; index < values.length; index++) {
    noise ^= noise << 13;
    noise ^= noise >>> 17;
    noise ^= noise << 5;
    values[index] = 1024 + (index & 511) + (noise & 31);
  }
  return new Uint8Array(values.buffer);
}

/** The parts of a file with fragments: what stands before them, before each of them, and behind them. */
export function encapsulatedImage(fragmentBytes: number): Record<"head" | "fragment" | "tail", Uint8Array> {
  const meta = {
    sopClassUid: sopClass.ct,
    sopInstanceUid: instanceUid(0),
    transferSyntaxUid: transferSyntax.jpegBaseline,
  };
  return {
    head: concatenated([fileMeta(meta), elements(imageElements(0), "explicit"), encapsulatedHeader()]),
    fragment: concatenated([itemHeader(fragmentBytes), new Uint8Array(fragmentBytes).fill(0x55)]),
    tail: sequenceEnd,
  };
}

function sequence(tag: number, { items, encoding }: { items: readonly Uint8Array[]; encoding: Encoding }) {
  return element([tag, "SQ", concatenated(items.map(item))], encoding);
}

function concept(meaning: string, encoding: Encoding): Uint8Array {
  const code = elements([
    [0x00080100, "SH", "121071"],
    [0x00080102, "SH", "DCM"],
    [0x00080104, "LO", meaning],
  ], encoding);
  return sequence(0x0040a043, { items: [code], encoding });
}

function textItem(index: number, encoding: Encoding): Uint8Array {
  return concatenated([
    elements([[0x0040a010, "CS", "CONTAINS"], [0x0040a040, "CS", "TEXT"]], encoding),
    concept("Finding", encoding),
    element([
      0x0040a160,
      "UT",
      `Nothing to be seen in measurement ${index}.`,
    ], encoding),
  ]);
}

function container(texts: number, encoding: Encoding): Uint8Array {
  const items = Array.from({ length: texts }, (_, index) => textItem(index, encoding));
  return concatenated([
    elements([[0x0040a010, "CS", "CONTAINS"], [0x0040a040, "CS", "CONTAINER"]], encoding),
    concept("Findings", encoding),
    element([0x0040a050, "CS", "SEPARATE"], encoding),
    sequence(0x0040a730, { items, encoding }),
  ]);
}

/** A structured report whose items are nested four deep; each text adds two items. */
export function report({ containers, texts, encoding }: {
  containers: number;
  texts: number;
  encoding: Encoding;
}): Uint8Array {
  const meta = {
    sopClassUid: sopClass.report,
    sopInstanceUid: instanceUid(0),
    transferSyntaxUid: transferSyntax[encoding],
  };
  const items = new Array<Uint8Array>(containers).fill(container(texts, encoding));
  return concatenated([
    fileMeta(meta),
    elements([
      [0x00080016, "UI", sopClass.report],
      [0x00080018, "UI", instanceUid(0)],
      [0x00080060, "CS", "SR"],
      [0x00100010, "PN", "Bench^Mark"],
      [0x00100020, "LO", "BENCH"],
      [0x0020000d, "UI", "2.25.73401230041"],
      [0x0020000e, "UI", "2.25.73401230043"],
      [0x0040a040, "CS", "CONTAINER"],
    ], encoding),
    concept("Report", encoding),
    element([0x0040a050, "CS", "SEPARATE"], encoding),
    sequence(0x0040a730, { items, encoding }),
  ]);
}
