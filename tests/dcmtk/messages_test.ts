/** C-STORE requests and responses (PS3.7, Section 9.3.1): the bytes of the one, the consequences of the other. */
import type { Command } from "../../lib/dimse/command.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { type Case, differentialTest } from "../support/differential.ts";
import { Encoder } from "../support/encoder.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const encoder = new Encoder(explicitVrLittleEndian);

/** A file of some class and instance, whose UIDs are as they are given. */
function file({ sopClass, instance }: { sopClass: string; instance: string }): Uint8Array {
  const dataSet = [
    ...encoder.element(0x00080016, { name: "UI", value: sopClass }),
    ...encoder.element(0x00080018, { name: "UI", value: instance }),
    ...encoder.element(0x00100010, { name: "PN", value: "Doe^John" }),
  ];
  return dicomFile(Uint8Array.from(dataSet), explicitVrLittleEndian);
}

const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7\0";
const even = (uid: string) => uid.length % 2 === 0 ? uid : `${uid}\0`;

const instances: Record<string, string> = {
  "one digit": "1\0",
  "two characters": "1.",
  "odd": "1.2.3\0",
  "even": "1.2.34",
  "63 characters": even(`1.${"2".repeat(61)}`),
  "64 characters": `1.${"2".repeat(62)}`,
  "65 characters": even(`1.${"2".repeat(63)}`),
  "200 characters": `1.${"2".repeat(198)}`,
  "blank behind": "1.2.3 ",
  "zeros behind": "1.2.3\0\0\0",
  "blanks around": " 1.2.3",
  "letters": "a.b.cd",
  "two values": "1.2\\3.4 ",
  "empty": "",
  "zeros only": "\0\0",
};

const classes = [
  "1.2.840.10008.5.1.4.1.1.2\0",
  "1.2.840.10008.5.1.4.1.1.481.2\0",
  "1.2.840.10008.5.1.4.1.1.88.22",
];

differentialTest("requests are the oracle's, whatever the UIDs", [
  ...Object.entries(instances).map(([name, instance]): Case => ({
    name,
    args: ["-d", "-nh", "PEER", "DIR/a.dcm", "DIR/ct_implicit.dcm"],
    files: { ...testFiles("ct_implicit"), "a.dcm": file({ sopClass: secondaryCapture, instance }) },
  })),
  ...classes.map((sopClass): Case => ({
    name: sopClass,
    args: ["-d", "-R", "PEER", "DIR/a.dcm"],
    files: { "a.dcm": file({ sopClass, instance: "1.2.34" }) },
  })),
]);

differentialTest("files that are passed over use up a message id, as with the oracle", [
  ...[["--repeat", "2"], []].map((options): Case => ({
    name: "bad files",
    args: [
      "-v",
      "-nh",
      ...options,
      "PEER",
      "DIR/bad",
      ...testArgs("ct_implicit"),
      "DIR/bad",
      "DIR/mr_explicit.dcm",
    ],
    files: { ...testFiles(), bad: new TextEncoder().encode("no DICOM file at all") },
  })),
]);

function answered(
  name: string,
  { options, response }: { options: string[]; response: Partial<Command> },
): Case {
  return {
    name,
    args: [...options, "-R", "PEER", ...testArgs("ct_implicit", "mr_explicit")],
    files: testFiles(),
    behaviour: { response: (object) => object === 0 ? response : {} },
  };
}

const statuses = [
  ...[0x0000, 0x0001, 0x0107, 0x0116, 0xb000, 0xb006, 0xb007, 0xbfff],
  ...[0x0110, 0x0111, 0x0122, 0x0124, 0x0210, 0x0212, 0xa700, 0xa900, 0xafff, 0xc000, 0xcfff],
  ...[0xfe00, 0xff00, 0xff01, 0xffff, 0x1234, 0xd000, 0xe123],
];

differentialTest(
  "every status has the oracle's consequences",
  statuses.flatMap((status) =>
    [["-v", "+rn"], ["-v", "-nh", "+rn"], ["-d"]].map((options) =>
      answered(status.toString(16), { options, response: { status } })
    )
  ),
);

/** Failures whose high byte is zero: DCMTK's exit code is that of a success. */
differentialTest(
  "no refusal looks like a success",
  [0x0002, 0x00fe].map((status) => ({
    ...answered(status.toString(16), { options: ["-v"], response: { status } }),
    ours: (seen) => ({ ...seen, code: 1 }),
  })),
);

const details = [
  { offendingElements: [0x00100010], errorComment: "Something is wrong", errorId: 7 },
  { offendingElements: [0x00100010, 0x7fe00010] },
  { offendingElements: [], errorComment: "" },
  { offendingElements: [], errorComment: "x".repeat(64) },
  { offendingElements: [], errorId: 0 },
];

differentialTest(
  "details of a status are shown as the oracle shows them",
  details.flatMap((statusDetail) =>
    [["-v"], ["-d", "-nh"]].map((options) =>
      answered("detail", {
        options,
        response: { status: 0xa900, statusDetail: { others: new Map(), ...statusDetail } },
      })
    )
  ),
);

const strange: Record<string, Partial<Command>> = {
  "no class": { affectedSopClassUid: undefined },
  "no instance": { affectedSopInstanceUid: undefined },
  "another class": { affectedSopClassUid: "1.2.3" },
  "another instance": { affectedSopInstanceUid: "1.2.3" },
};

differentialTest(
  "responses that say less or something else are taken as the oracle takes them",
  Object.entries(strange).flatMap(([name, response]) =>
    [["-d"], ["-v", "-nh"]].map((options) => answered(name, { options, response }))
  ),
);

const wrong: Record<string, Partial<Command>> = {
  "another message id": { messageIdBeingRespondedTo: 77 },
  "no message id": { messageIdBeingRespondedTo: undefined },
  "no status": { status: undefined },
  "a data set": { hasDataSet: true },
  "a request": { commandField: 0x0001 },
  "an echo": { commandField: 0x8030 },
};

differentialTest(
  "responses that make no sense end a run as they end the oracle's",
  Object.entries(wrong).map(([name, response]) => answered(name, { options: ["-v"], response })),
);
