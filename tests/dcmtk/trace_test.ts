/** What is said at level trace of the network: steps of the state machine, items, fragments, command sets. */
import { encodePdu } from "../../lib/ul/codec.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { type Case, differentialTest, type Observation, withFixedCode } from "../support/differential.ts";
import { Encoder } from "../support/encoder.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const number16 = (value: number) => [value >> 8, value & 0xff];
const item = (type: number, content: number[]) => [type, 0, ...number16(content.length), ...content];

/** What DCMTK says of data sets at this level, and of Nagle's algorithm, has no counterpart. */
function networkOnly(seen: Observation): Observation {
  const stderr = seen.stderr.replaceAll(/^T: (?:Dcm| {2}environment variable TCP_NODELAY).*\n/gm, "");
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
    mask: networkOnly,
    ...more,
  };
}

/** More than one run of PDUs. */
function largeFile(): Uint8Array {
  const encoder = new Encoder(explicitVrLittleEndian);
  const dataSet = Uint8Array.from([
    ...encoder.element(0x00080016, { name: "UI", value: "1.2.840.10008.5.1.4.1.1.7\0" }),
    ...encoder.element(0x00080018, { name: "UI", value: "1.2.3.4\0" }),
    ...encoder.element(0x7fe00010, { name: "OB", value: new Array(700_000).fill(7) }),
  ]);
  return dicomFile(dataSet, explicitVrLittleEndian);
}

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
