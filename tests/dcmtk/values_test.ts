/** Options that change how data sets are written, and values that nothing may change. */
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
} from "../../lib/dictionary/transfer_syntaxes.ts";
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder } from "../support/encoder.ts";
import { type Elements, smallDataSet, smallDicomFile } from "../support/input_files.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const syntaxes = {
  implicit: implicitVrLittleEndian,
  little: explicitVrLittleEndian,
  big: explicitVrBigEndian,
};

const eight = [1, 0, 0, 0, 2, 0, 0, 0];
const newVrs: Elements = [
  [0x00080119, "UC", "a long code value "],
  [0x00080120, "UR", "http://a.b/c "],
  [0x00281199, "UC", "another"],
  [0x00420011, "OB", [1, 2, 3, 4]],
  [0x0040a160, "UT", "text"],
  [0x00660016, "OF", [1, 2, 3, 4]],
  [0x00660023, "OW", [1, 2, 3, 4]],
  [0x00660129, "OL", eight],
  [0x00700308, "OD", eight],
  [0x00720082, "SV", eight],
  [0x00720083, "UV", eight],
  [0x00720081, "OV", eight],
  [0x00991001, "UN", "private "],
];

/** What is proposed, so that the data set has to be converted, or may go out as it is. */
const proposals = [[], ["-xi"], ["-xe"], ["-xb"], ["-x="]];

const newVrCases: Case[] = Object.entries(syntaxes).flatMap(([name, syntax]) =>
  proposals.flatMap((proposal) =>
    ["-u", "+u"].map((option) => ({
      name: `from ${name}`,
      args: ["-v", "-R", option, ...proposal, "PEER", "DIR/a.dcm"],
      files: { "a.dcm": smallDicomFile({ syntax, elements: newVrs }) },
    }))
  )
);

differentialTest("VRs that are younger than 1993 are written as DCMTK writes them", newVrCases);

/** UIDs with blanks and zeros around them and in them, in the data set and in an item. */
const uids = ["1.2.3.4 ", " 1.2.3.4", "1.2 .3.4", "1.2.3.4\0\0", "1.2.3\0.4 ", "1.2.3.4\n", "", "  ", "\0\0"];

function paddedUids(uid: string, syntax = explicitVrLittleEndian): Uint8Array {
  const encoder = new Encoder(syntax);
  const element = (tag: number) => encoder.element(tag, { name: "UI", value: uid });
  const item = encoder.item([...element(0x00081150), ...element(0x00081155)], "length");
  return dicomFile(
    Uint8Array.from([
      ...smallDataSet({ syntax, sopInstance: uid, elements: [[0x00080014, "UI", uid]] }),
      ...encoder.sequence(0x00081140, { items: [item, item], ending: "length" }),
      ...element(0x0020000d),
    ]),
    syntax,
  );
}

/** DCMTK comes to them first in groups and sequences whose length it needs, ours in the order of the data set. */
function sortedWarnings(seen: Observation): Observation {
  const sorted = (lines: string) => lines.split("\n").toSorted().join("\n");
  return { ...seen, stderr: seen.stderr.replaceAll(/(^W: DcmUniqueIdentifier: .*(\n|$))+/gm, sorted) };
}

const uidCases: Case[] = [[], ["-up"], ["+up"], ["-R"], ["-up", "-R"], ["-R", "-xi"]].flatMap((options) =>
  uids.map((uid) => ({
    name: JSON.stringify(uid),
    args: ["-v", ...options, "PEER", "DIR/a.dcm"],
    files: { "a.dcm": paddedUids(uid) },
    mask: sortedWarnings,
  }))
);

differentialTest("UIDs with white space are put right as DCMTK does it", uidCases);

/** Elements of a private creator, in their block and in another one, and one of nobody's. */
const privateUids: Elements = [
  [0x00090010, "LO", "GEMS_IDEN_01"],
  [0x00090020, "LO", "GEMS_GENIE_1"],
  [0x000910e3, "UI", "1.2 .3"],
  [0x0009201e, "UI", "1.2 .4"],
  [0x000930e3, "UI", "1.2 .5"],
];

const privateCases: Case[] = Object.entries(syntaxes).map(([name, syntax]) => ({
  name: `from ${name}`,
  args: ["-v", "PEER", "DIR/a.dcm"],
  files: { "a.dcm": smallDicomFile({ syntax, elements: privateUids }) },
}));

differentialTest("private UIDs with white space are named as DCMTK names them", privateCases);

const classCases: Case[] = [
  "1.2.840.10008.5.1.4.1.1.7 ",
  " 1.2.840.10008.5.1.4.1.1.7",
  "1.2.840.10008.5.1.4.1.1.7\0\0",
]
  .flatMap((sopClass) =>
    [[], ["-up"], ["-R"]].map((options) => ({
      name: JSON.stringify(sopClass),
      args: ["-v", ...options, "PEER", "DIR/a.dcm"],
      files: { "a.dcm": smallDicomFile({ sopClass }) },
    }))
  );

differentialTest("SOP classes with white space are found as DCMTK finds them", classCases);

const bytes = Array.from({ length: 256 }, (_, byte) => byte);
const charset: Elements = [
  [0x00080005, "CS", "ISO 2022 IR 6\\ISO 2022 IR 87 "],
  [0x00080070, "LO", bytes.slice(0x20, 0x60)],
  [0x00080090, "PN", [...bytes.slice(0xa0, 0xe0), 0x5e, 0x3d]],
  [0x00080104, "LO", [...bytes.slice(0xc0, 0xff), 0x20]],
  [0x00084000, "LT", bytes],
  [0x00104000, "LT", [...bytes, 0x20, 0x20]],
  [0x0040a160, "UT", bytes],
];

const charsetCases: Case[] = Object.entries(syntaxes).flatMap(([name, syntax]) =>
  proposals.map((proposal) => ({
    name: `from ${name}`,
    args: ["-v", "-R", ...proposal, "PEER", "DIR/a.dcm"],
    files: { "a.dcm": smallDicomFile({ syntax, elements: charset }) },
  }))
);

differentialTest("no byte of a text is touched, whatever its character set", charsetCases);

const levels = Array.from({ length: 10 }, (_, level) => String(level));
const deflateCases: Case[] = levels.map((level) => ({
  name: "deflated",
  args: ["-v", "-xd", "+cl", level, "PEER", ...testArgs("ct_implicit", "mr_explicit", "sr_deflated")],
  files: testFiles("ct_implicit", "mr_explicit", "sr_deflated"),
}));

differentialTest("data sets are deflated at every level", deflateCases);
