/** Inventing patients, studies, series and instances: which values, in which elements, and what is said of it. */
import { implicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { concatenate } from "../support/cook.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder, type Value } from "../support/encoder.ts";
import { identity, smallDataSet, smallDicomFile } from "../support/input_files.ts";

/** Prefix and counter of a UID, and the counter behind a time: the rest is nobody else's. */
function maskText(text: string): string {
  return text
    .replaceAll(/(1\.2\.276\.0\.7230010\.3\.1\.[234]\.\d+)(\.\d+){4}/g, "$1.UNIQUE")
    .replaceAll(/(OFFIS\^TEST_PN_|PID_|SID_)\d{10}/g, "$1TIME");
}

const image = (number: number) =>
  smallDicomFile({ sopInstance: `1.2.3.4.${10 + number}`, elements: identity });
const images = Array.from({ length: 9 }, (_, number) => [`${number}.dcm`, image(number)] as const);

const counting = (name: string, options: string[]): Case => ({
  name,
  args: ["-v", "+II", ...options, "PEER", ...images.map(([name]) => `DIR/${name}`)],
  files: Object.fromEntries(images),
  maskText,
});

const counters: Case[] = [
  counting("by default", []),
  counting("images in a series", ["+IR", "2"]),
  counting("series in a study", ["+IR", "1", "+IS", "2"]),
  counting("studies of a patient", ["+IR", "1", "+IS", "2", "+IP", "2"]),
  counting("one of each", ["+IR", "1", "+IS", "1", "+IP", "1"]),
  counting("repeated", ["--repeat", "2", "+IR", "3"]),
  counting("required contexts", ["-R", "+IR", "3"]),
  counting("renaming", ["+rn", "+IR", "3"]),
];

differentialTest("identities are invented in DCMTK's order, with its counters", counters);

const strings: (readonly [vr: string, value: Value])[] = [
  ["LT", "text"],
  ["UI", "1.2.3\0"],
  ["CS", ""],
  ["IS", "1\\2\\3 "],
  ["SH", "much longer than it may be"],
  ["UT", "unlimited "],
  ["UC", "unlimited "],
  ["UR", "http://a.b"],
];

/** An element of each VR that holds something else than a string. */
const others: (readonly [vr: string, value: Value])[] = [
  ...["US", "SS", "OB", "OW", "UN", "ZZ"].map((vr) => [vr, [1, 0]] as const),
  ...["UL", "SL", "FL", "AT", "OF", "OL"].map((vr) => [vr, [1, 0, 0, 0]] as const),
  ...["FD", "SV", "UV", "OD", "OV"].map((vr) => [vr, [1, 0, 0, 0, 0, 0, 0, 0]] as const),
  ["SQ", ""],
];

const invented: readonly number[] = [...identity.map(([tag]) => tag), 0x00080018];
/** Of those a value is invented for that has no digit in front, so that no number can be made of it. */
const texts: readonly number[] = [0x00100010, 0x00100020, 0x00200010];

function fileWith(
  wanted: readonly number[],
  other: readonly [vr: string, value: Value] | undefined,
): Uint8Array {
  const elements = identity.flatMap((element) => {
    if (!wanted.includes(element[0])) return [element];
    return other ? [[element[0], ...other] as const] : [];
  });
  return smallDicomFile({ elements });
}

const inventIn = (name: string, file: Uint8Array): Case => ({
  name,
  args: ["-v", "+II", "PEER", "DIR/a.dcm"],
  files: { "a.dcm": file },
  maskText,
});

const elementCases: Case[] = [
  ...invented.map((tag) => inventIn(`no ${tag.toString(16)}`, fileWith([tag], undefined))),
  ...strings.map((other) => inventIn(`all are ${other[0]}`, fileWith(invented, other))),
  ...others.map((other) => inventIn(`texts are ${other[0]}`, fileWith(texts, other))),
  inventIn("nothing there", fileWith(invented, undefined)),
  inventIn("all are SQ", fileWith(invented, ["SQ", ""])),
];

differentialTest("what stands in the place of an attribute is treated as DCMTK treats it", elementCases);

/** DCMTK makes numbers of what was invented. */
function leftAlone(seen: Observation): Observation {
  const lines = ["StudyInstanceUID (0020,000d)", "SeriesNumber (0020,0011)"].map((element) =>
    `E: updateStringAttributeValue: cannot put string in attribute: ${element}: Corrupted data\n`
  );
  const stderr = seen.stderr.replace(/(?=^I: Converting)/m, lines.join(""));
  const objects = JSON.parse(
    JSON.stringify(seen.objects).replaceAll("US \\u0000\\u0000", "US \\u0001\\u0000"),
  );
  return { ...seen, stderr, objects };
}

const numbers: Case = {
  ...inventIn("numbers", fileWith([0x0020000d, 0x00200011], ["US", [1, 0]])),
  ours: leftAlone,
};

differentialTest("no number is made of what was invented", [numbers]);

const encoder = new Encoder(implicitVrLittleEndian);
const item = (content: number[]) => encoder.item(content, "delimiter");
const nested = Uint8Array.from([
  ...smallDataSet({ syntax: implicitVrLittleEndian, elements: identity }),
  ...encoder.sequence(0x00400275, {
    items: [item(encoder.element(0x0020000d, { name: "UI", value: "1.2.3.5\0" }))],
    ending: "delimiter",
  }),
]);

const shapes: Record<string, Uint8Array> = {
  "implicit VR": dicomFile(nested, implicitVrLittleEndian),
  "no SOP instance": dicomFile(smallDataSet({ elements: identity }).slice(34), implicitVrLittleEndian),
  "an attribute twice": dicomFile(
    concatenate([smallDataSet({ syntax: implicitVrLittleEndian, elements: identity }), nested.slice(-60)]),
    implicitVrLittleEndian,
  ),
};

const shapeCases: Case[] = Object.entries(shapes).map(([name, bytes]) => ({
  name,
  args: ["-d", "+II", "PEER", "DIR/a.dcm"],
  files: { "a.dcm": bytes },
  maskText,
}));

differentialTest("only the data set itself is edited", shapeCases);
