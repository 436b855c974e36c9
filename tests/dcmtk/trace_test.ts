/** What is said at level trace: elements that are read, steps of the state machine, items, fragments, command sets. */
import { encodePdu } from "../../lib/ul/codec.ts";
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { type Case, differentialTest, type Observation, withFixedCode } from "../support/differential.ts";
import { Encoder, type Ending } from "../support/encoder.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const number16 = (value: number) => [value >> 8, value & 0xff];
const item = (type: number, content: number[]) => [type, 0, ...number16(content.length), ...content];

/** What DCMTK says of the elements of command sets has no counterpart, and Nagle's algorithm is ours. */
function withoutCommandElements(seen: Observation): Observation {
  const stderr = seen.stderr
    .replaceAll(/^T: DcmItem::\w+\(\) Element \(0000,.*\n/gm, "")
    .replaceAll(/(T: DUL {2}Action: DT 2 .*\nD: DcmDataset::read.*\n)(?:T: Dcm.*\n)+/g, "$1")
    .replaceAll(/^T: {3}environment variable TCP_NODELAY.*\n/gm, "");
  return { ...seen, stderr };
}

function traced(
  name: string,
  { options = [], ...more }: { options?: string[]; behaviour?: Behaviour } = {},
): Case {
  return {
    name,
    args: ["-ll", "trace", "-R", ...options, "PEER", ...testArgs("ct_implicit", "mr_explicit")],
    files: testFiles("ct_implicit", "mr_explicit"),
    ours: withFixedCode,
    mask: withoutCommandElements,
    ...more,
  };
}

/** A data set with something in it, in some transfer syntax. */
function fileWith(syntax: TransferSyntax, content: (encoder: Encoder) => number[]): Uint8Array {
  const encoder = new Encoder(syntax);
  const dataSet = Uint8Array.from([
    ...encoder.element(0x00080016, { name: "UI", value: "1.2.840.10008.5.1.4.1.1.7\0" }),
    ...encoder.element(0x00080018, { name: "UI", value: "1.2.3.4\0" }),
    ...content(encoder),
  ]);
  return dicomFile(dataSet, syntax);
}

function reading(name: string, { file, options = [] }: { file: Uint8Array; options?: string[] }): Case {
  const mask = (seen: Observation) => {
    const { stderr, ...rest } = withoutCommandElements(seen);
    // Undefined lengths are kept here
    return { ...rest, stderr: stderr.replaceAll(/(sendDcmDataset: sending) \d+/g, "$1") };
  };
  const args = ["-ll", "trace", "-R", ...options, "PEER", "DIR/a"];
  return { ...traced(name), args, files: { a: file }, mask };
}

const code = (to: Encoder) => to.element(0x00080100, { name: "SH", value: "A " });

function nested(to: Encoder, ending: Ending): number[] {
  const empty = to.sequence(0x0040a170, { items: [], ending });
  const inner = to.sequence(0x0040a043, { items: [to.item([...code(to), ...empty], ending)], ending });
  const items = [to.item([...code(to), ...inner], ending), to.item([], ending)];
  return [
    ...to.sequence(0x0040a730, { items, ending }),
    ...to.element(0x00540010, { name: "SH", value: "AB" }),
  ];
}

const contents: Record<string, (to: Encoder) => number[]> = {
  "items with lengths": (to) => nested(to, "length"),
  "items with delimiters": (to) => nested(to, "delimiter"),
  "pixel data": (to) => to.element(0x7fe00010, { name: "OW", value: [1, 2] }),
  "an empty element at the end": (to) => to.element(0x00100020, { name: "LO", value: "" }),
  "out of order and twice": (to) => [
    ...to.element(0x00200010, { name: "SH", value: "1 " }),
    ...to.element(0x00100020, { name: "LO", value: "1 " }),
    ...to.element(0x00080005, { name: "CS", value: "" }),
    ...to.element(0x00200010, { name: "SH", value: "2 " }),
    ...to.element(0x00280010, { name: "US", value: [1, 0] }),
  ],
  "what nobody knows": (to) => [
    ...to.element(0x00111001, { name: "UN", value: "AB" }),
    ...to.element(0x00111002, { name: "ZZ", value: "AB" }),
    ...to.element(0x00540010, { name: "SH", value: "AB" }),
  ],
};

const syntaxes = {
  implicit: implicitVrLittleEndian,
  explicit: explicitVrLittleEndian,
  big: explicitVrBigEndian,
};

differentialTest("elements are traced as the oracle traces them", [
  ...Object.entries(syntaxes).flatMap(([name, syntax]) =>
    Object.entries(contents).map(([what, content]) =>
      reading(`${name}, ${what}`, { file: fileWith(syntax, content) })
    )
  ),
  ...["-f", "+f"].map((option) =>
    reading(`no meta information, ${option}`, {
      file: fileWith(explicitVrLittleEndian, code).subarray(
        dicomFile(new Uint8Array(), explicitVrLittleEndian).length,
      ),
      options: [option],
    })
  ),
  reading("a sequence that claims to be unknown", {
    file: fileWith(explicitVrBigEndian, (to) => {
      const inside = Encoder.insideUnknown;
      const items = [
        inside.item([...code(inside), ...inside.element(0x00111001, { name: "UN", value: "AB" })], "length"),
      ];
      return to.sequence(0x0040a043, { items, ending: "delimiter", name: "UN" });
    }),
  }),
  {
    ...traced("deflated, and fragments"),
    args: ["-ll", "trace", "-R", "-xy", "-nh", "PEER", ...testArgs("sr_deflated", "sc_jpeg_baseline")],
    files: testFiles("sr_deflated", "sc_jpeg_baseline"),
  },
]);

/** More than one run of PDUs. */
const largeFile = () =>
  fileWith(
    explicitVrLittleEndian,
    (to) => to.element(0x7fe00010, { name: "OB", value: new Array(700_000).fill(7) }),
  );

differentialTest("sends are traced as the oracle traces them", [
  traced("plain"),
  traced("repeatedly", { options: ["--repeat", "3", "-nh"] }),
  traced("small fragments", { behaviour: { maxPduBytes: 128 } }),
  traced("aborted at the end", { options: ["--abort"] }),
  traced("all classes refused", { behaviour: { answerContext: () => ({ refused: 3 }) } }),
  traced("one class refused", {
    options: ["-nh"],
    behaviour: {
      answerContext: ({ id, transferSyntaxes }) => id === 1 ? { refused: 4 } : transferSyntaxes[0],
    },
  }),
  { ...traced("large"), args: ["-ll", "trace", "-R", "PEER", "DIR/large"], files: { large: largeFile() } },
]);

const details = {
  offendingElements: [0x00100010, 0x7fe00010],
  errorComment: "Something is wrong",
  errorId: 7,
};

differentialTest("responses are traced as the oracle traces them", [
  traced("a failure with details", {
    options: ["-nh"],
    behaviour: { response: () => ({ status: 0xa900, statusDetail: { others: new Map(), ...details } }) },
  }),
  traced("an empty comment", {
    options: ["-nh"],
    behaviour: {
      response: () => ({
        status: 0xb000,
        statusDetail: { others: new Map(), offendingElements: [], errorComment: "" },
      }),
    },
  }),
  traced("UIDs that nobody knows", {
    behaviour: { response: () => ({ affectedSopClassUid: "1.2.3", affectedSopInstanceUid: "1.2.3.4" }) },
  }),
  traced("no UIDs", {
    behaviour: { response: () => ({ affectedSopClassUid: undefined, affectedSopInstanceUid: undefined }) },
  }),
]);

/** The peer sends a PDU in the place of what is due, and closes. */
function instead(where: Point["at"], pdu: Parameters<typeof encodePdu>[0]): Case {
  return traced(`${pdu.kind} at ${where}`, {
    behaviour: {
      misbehave: (point) =>
        point.at === where && (!("object" in point) || point.object === 0)
          ? { send: encodePdu(pdu), then: "close" }
          : undefined,
    },
  });
}

differentialTest("ends are traced as the oracle traces them", [
  instead("associate", { kind: "associate-rj", result: 1, source: 1, reason: 1 }),
  instead("associate", { kind: "abort", source: 2, reason: 0 }),
  instead("response", { kind: "abort", source: 0, reason: 0 }),
]);

const explicit = item(0x40, ascii(explicitVrLittleEndian.uid));
const maximum = item(0x51, [0, 0, 0x40, 0]);

function answer(contexts: number[], user: number[]): Uint8Array {
  const titles = ascii("ANY-SCP".padEnd(16) + "STORESCU".padEnd(16));
  const context = item(0x10, ascii("1.2.840.10008.3.1.1.1"));
  const body = [
    0,
    1,
    0,
    0,
    ...titles,
    ...new Array(32).fill(0),
    ...context,
    ...contexts,
    ...item(0x50, user),
  ];
  return Uint8Array.from([2, 0, 0, 0, ...number16(body.length), ...body]);
}

const accepted = item(0x21, [1, 0, 0, 0, ...explicit]);
const answers: Record<string, Uint8Array> = {
  "refused contexts": answer([...accepted, ...item(0x21, [3, 0, 3, 0, ...item(0x40, [])])], maximum),
  "unknown items": answer([...accepted, ...item(0x77, [1, 2])], [...maximum, ...item(0x78, [1, 2, 3])]),
  "roles": answer(accepted, [...maximum, ...item(0x54, [0, 5, ...ascii("1.2.3"), 1, 0])]),
  "asynchronous operations": answer(accepted, [...maximum, ...item(0x53, [0, 5, 0, 5])]),
  "names": answer(accepted, [...item(0x52, ascii("1.2.3")), ...item(0x55, ascii("PEER")), ...maximum]),
};

differentialTest(
  "answers are traced as the oracle traces them",
  Object.entries(answers).map(([name, pdu]) => {
    const { args, files, mask } = traced(name);
    const scripts: Case["scripts"] = [[
      { expect: "associate-rq" },
      { send: pdu },
      { expect: "p-data-tf" },
      { send: encodePdu({ kind: "abort", source: 0, reason: 0 }) },
      "stall",
    ]];
    return { name, args, files, mask, ours: withFixedCode, scripts };
  }),
);
