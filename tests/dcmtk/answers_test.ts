/** A-ASSOCIATE-AC PDUs that are unusual or wrong, and the end of the room for presentation contexts. */
import { storageSopClasses } from "../../lib/dictionary/sop_classes.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { Encoder } from "../support/encoder.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const number16 = (value: number) => [value >> 8, value & 0xff];
const item = (type: number, content: number[]) => [type, 0, ...number16(content.length), ...content];

/** The parts of an answer, each of which may be another than usual. */
interface Parts {
  version?: number;
  called?: string;
  calling?: string;
  applicationContext?: number[];
  contexts?: number[];
  user?: number[];
  behind?: number[];
}

const explicit = ascii("1.2.840.10008.1.2.1");
const usualContexts = [
  ...item(0x21, [1, 0, 0, 0, ...item(0x40, explicit)]),
  ...item(0x21, [3, 0, 3, 0, ...item(0x40, explicit)]),
];
const maximum = item(0x51, [0, 0, 0x40, 0]);
const identification = [...item(0x52, ascii("1.2.3")), ...item(0x55, ascii("PEER"))];

/** A whole A-ASSOCIATE-AC (PS3.8, Section 9.3.3). */
function answer(parts: Parts): Uint8Array {
  const { version = 1, called = "ANY-SCP", calling = "STORESCU", contexts = usualContexts } = parts;
  const { applicationContext = item(0x10, ascii("1.2.840.10008.3.1.1.1")), behind = [] } = parts;
  const user = parts.user ?? item(0x50, [...maximum, ...identification]);
  const titles = [...ascii(called.padEnd(16)), ...ascii(calling.padEnd(16))];
  const fixed = [...number16(version), 0, 0, ...titles, ...Array(32).fill(0)];
  const body = [...fixed, ...applicationContext, ...contexts, ...user, ...behind];
  return Uint8Array.from([2, 0, 0, 0, ...number16(body.length), ...body]);
}

const unusual: Record<string, Parts> = {
  "other titles": { called: "SOMEBODY", calling: "ELSE" },
  "other application context": { applicationContext: item(0x10, ascii("1.2.3")) },
  "no application context": { applicationContext: [] },
  "version 3": { version: 3 },
  "user information first": { contexts: [...item(0x50, maximum), ...usualContexts], user: [] },
  "no user information": { user: [] },
  "no maximum length": { user: item(0x50, identification) },
  "two maximum lengths": { user: item(0x50, [...maximum, ...item(0x51, [0, 0, 0x10, 0])]) },
  "unknown item": { behind: item(0x77, [1, 2, 3]) },
  "unknown sub-item": { user: item(0x50, [...maximum, ...item(0x77, [1, 2, 3])]) },
  "roles": { user: item(0x50, [...maximum, ...item(0x54, [0, 5, ...ascii("1.2.3"), 1, 0])]) },
  "role of the class refused": {
    user: item(0x50, [...maximum, ...item(0x54, [0, 25, ...ascii("1.2.840.10008.5.1.4.1.1.2"), 0, 0])]),
  },
  "asynchronous operations": { user: item(0x50, [...maximum, ...item(0x53, [0, 5, 0, 5])]) },
  "too few asynchronous operations": { user: item(0x50, [...maximum, ...item(0x53, [0, 5])]) },
  "extended negotiation": { user: item(0x50, [...maximum, ...item(0x56, [0, 5, ...ascii("1.2.3"), 1, 2])]) },
  "identity response nobody asked for": { user: item(0x50, [...maximum, ...item(0x59, [0, 2, 0, 0])]) },
  "padded UID": { contexts: item(0x21, [1, 0, 0, 0, ...item(0x40, [...explicit, 0])]) },
  "blank behind a UID": { contexts: item(0x21, [1, 0, 0, 0, ...item(0x40, [...explicit, 32])]) },
  "an abstract syntax, too": {
    contexts: item(0x21, [1, 0, 0, 0, ...item(0x30, ascii("1.2.3")), ...item(0x40, explicit)]),
  },
};

const wrong: Record<string, Parts> = {
  "version 2": { version: 2 },
  "version 0": { version: 0 },
  "item beyond the end": { behind: [0x77, 0, 0, 9, 1] },
  "half an item": { behind: [0x77, 0] },
  "sub-item beyond the end": { user: item(0x50, [...maximum, 0x52, 0, 0, 9, 49]) },
  "short maximum length": { user: item(0x50, item(0x51, [0, 0])) },
  "short role": { user: item(0x50, item(0x54, [0, 9, 49])) },
  "context beyond its end": { contexts: item(0x21, [1, 0, 0, 0, 0x40, 0, 0, 99, 49]) },
  "context that is too short": { contexts: [...item(0x21, [1, 0, 0]), ...usualContexts] },
  "context without content": { contexts: [...item(0x21, []), ...usualContexts] },
  "context beyond the end": { contexts: [0x21, 0, 9, 9, 1, 0, 0, 0] },
  "half a context": { contexts: [], user: [], behind: [0x21, 0, 0, 9, 1] },
  "asynchronous operations beyond the end": { user: item(0x50, [...maximum, 0x53, 0, 0, 9, 0, 5]) },
  "two transfer syntaxes": {
    contexts: item(0x21, [1, 0, 0, 0, ...item(0x40, explicit), ...item(0x40, ascii("1.2.840.10008.1.2"))]),
  },
  "no transfer syntax": { contexts: item(0x21, [1, 0, 0, 0]) },
};

function answering({ name, parts, level }: { name: string; parts: Parts; level: string }): Case {
  const behaviour: Behaviour = {
    misbehave: (point) => point.at === "associate" ? { send: answer(parts) } : undefined,
  };
  return { name, args: [level, "-R", "PEER", ...testArgs("ct_implicit")], files: testFiles(), behaviour };
}

differentialTest(
  "unusual answers are understood as the oracle understands them",
  Object.entries(unusual).map(([name, parts]) => answering({ name, parts, level: "-d" })),
);

/** Ours aborts as the Standard says (PS3.8, Table 9-10, AA-8), DCMTK just closes. */
const withoutEnd = (seen: Observation): Observation => ({
  ...seen,
  associations: seen.associations.map(({ items }) => ({ items })),
});

differentialTest(
  "wrong answers are refused as the oracle refuses them",
  Object.entries(wrong).map(([name, parts]) => ({
    ...answering({ name, parts, level: "-v" }),
    mask: withoutEnd,
  })),
);

const encoder = new Encoder(explicitVrLittleEndian);
const even = (uid: string) => uid.length % 2 === 0 ? uid : `${uid}\0`;

/** So many files, each of a class of its own. */
function manyClasses(count: number): Record<string, Uint8Array> {
  return Object.fromEntries(
    storageSopClasses().slice(0, count).map(({ uid }, at) => {
      const dataSet = [
        ...encoder.element(0x00080016, { name: "UI", value: even(uid) }),
        ...encoder.element(0x00080018, { name: "UI", value: even(`1.2.3.${at}`) }),
      ];
      return [`${1000 + at}.dcm`, dicomFile(Uint8Array.from(dataSet), explicitVrLittleEndian)];
    }),
  );
}

function proposing(count: number, options: string[]): Case {
  const files = manyClasses(count);
  const args = ["-v", "-R", ...options, "PEER", ...Object.keys(files).map((name) => `DIR/${name}`)];
  return { name: `${count} classes`, args, files };
}

differentialTest("more classes than there is room for are refused as the oracle refuses them", [
  ...[64, 65].map((count) => proposing(count, [])),
  ...[65, 128, 129].flatMap((count) => [proposing(count, ["+C"]), proposing(count, ["-xi"])]),
  proposing(129, ["+C", "-nh"]),
]);
