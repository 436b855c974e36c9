/** Titles, lengths and the other options that change what goes over the network. */
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

function sending(options: string[], more: Partial<Case> = {}): Case {
  return {
    name: "options",
    args: ["-d", "-R", ...options, "PEER", ...testArgs("ct_implicit", "mr_explicit")],
    files: testFiles(),
    ...more,
  };
}

const titles = [
  "",
  " ",
  "A",
  " A ",
  "SIXTEEN-BYTES-OK",
  "SEVENTEEN-BYTES-N",
  "T".repeat(64),
  "a\\b",
  "\u00c4RZTE",
];

differentialTest(
  "titles are the oracle's",
  titles.flatMap((title) => [sending(["-aet", title]), sending(["-aec", title])]),
);

const pduSizes = [
  "4095",
  "4096",
  "4097",
  "16383",
  "16384",
  "131071",
  "131072",
  "131073",
  "x",
  "-1",
  "4096.5",
];

differentialTest("lengths of PDUs are limited and rounded as the oracle does", [
  ...pduSizes.map((size) => sending(["-pdu", size])),
  ...pduSizes.map((size) => sending(["--max-send-pdu", size])),
  ...[["-pdu", "4096", "--max-send-pdu", "4096"], ["-pdu", "131072", "--max-send-pdu", "131072"]].map((
    options,
  ) => sending(options)),
]);

const announced = [
  ...[0, 1, 2, 5, 6, 7, 11, 12, 13, 14, 17, 18, 19, 23, 24, 25, 26, 127, 128],
  ...[4095, 4096, 4097, 16383, 16384, 131071, 131072, 131073, 1_000_000, 0x7fffffff, 0x80000000, 0xffffffff],
];

/** DCMTK cuts fragments of odd length where the limit is odd and tiny; ours are always even. */
const withoutProblems = (seen: Observation): Observation => ({
  ...seen,
  associations: seen.associations.map(({ problems: _, ...rest }) => rest),
});

differentialTest(
  "a peer's limit of PDUs is kept as the oracle keeps it",
  announced.flatMap((maxPduBytes) => [
    sending([], { behaviour: { maxPduBytes }, name: `${maxPduBytes}`, mask: withoutProblems }),
    sending(["-nh", "--max-send-pdu", "4096"], {
      behaviour: { maxPduBytes },
      name: `${maxPduBytes}`,
      mask: withoutProblems,
    }),
  ]),
);

const failing = { response: (object: number) => ({ status: object % 2 === 0 ? 0xa700 : 0 }) };

differentialTest("repeating, halting, aborting and renaming are the oracle's", [
  ...[["--repeat", "1"], ["--repeat", "3"], ["--repeat", "0"], ["--repeat", "x"], ["--repeat", "2.5"]].map((
    options,
  ) => sending(options)),
  ...[[], ["-nh"], ["--abort"], ["-nh", "--abort"], ["--repeat", "2", "-nh"], ["--repeat", "2"]].flatMap((
    options,
  ) => [
    sending(options, { behaviour: failing, name: "refused" }),
    sending([...options, "+rn"], { behaviour: failing, name: "refused and renamed" }),
    sending([...options, "+rn"], { name: "stored and renamed" }),
  ]),
]);

differentialTest("options of encoding are the oracle's", [
  ...["-up", "+up", "-u", "+u"].map((option) => sending([option])),
  ...["-u", "+u"].flatMap((option) => ["-xi", "-xe", "-xb"].map((proposal) => sending([option, proposal]))),
  ...["-1", "0", "1", "5", "9", "10", "x"].flatMap((level) => [
    sending(["-xd", "+cl", level]),
    sending(["+cl", level]),
  ]),
]);

differentialTest(
  "timeouts that do not end anything are told as the oracle tells them",
  [
    ...["-1", "0", "1", "30", "3600"].map((seconds) => sending(["-ts", seconds])),
    ...["-ta", "-td", "-to"].flatMap((option) => ["5", "3600"].map((seconds) => sending([option, seconds]))),
  ],
);
