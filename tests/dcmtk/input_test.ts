/** Which files are found, in what order they are sent, what is said of them and what becomes of their names. */
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { fileArgs, files, inputFiles, smallDicomFile } from "../support/input_files.ts";

const all = Object.keys(inputFiles) as (keyof typeof inputFiles)[];
const good = inputFiles["ct.dcm"];

/** A folder with everything in it that a scan can meet. */
const tree: Case["files"] = {
  "tree/ct.dcm": good,
  "tree/.hidden.dcm": good,
  "tree/CT.DCM": good,
  "tree/notes.txt": inputFiles["notes.txt"],
  "tree/DICOMDIR": inputFiles["dicomdir.dcm"],
  "tree/x y.dcm": good,
  "tree/caf\u00e9.dcm": good,
  "tree/new\nline.dcm": good,
  "tree/a[1].dcm": good,
  "tree/-v": good,
  "tree/sub/ct.dcm": good,
  "tree/sub/deep/er/ct.dcm": good,
  "tree/sub.dcm/ct": good,
  "other/ct.dcm": good,
};

function links(folder: string): void {
  Deno.mkdirSync(`${folder}/tree/empty`);
  Deno.symlinkSync("ct.dcm", `${folder}/tree/link.dcm`);
  Deno.symlinkSync("../other", `${folder}/tree/linked`);
  Deno.symlinkSync("nowhere", `${folder}/tree/broken.dcm`);
}

const scan = (name: string, args: string[]): Case => ({ name, args, files: tree, prepare: links });

const scans: Case[] = [
  scan("one folder", ["-v", "-nh", "+sd", "PEER", "DIR/tree"]),
  scan("folders in it, too", ["-v", "-nh", "+sd", "+r", "PEER", "DIR/tree"]),
  scan("no folders in it", ["-v", "-nh", "+sd", "+r", "-r", "PEER", "DIR/tree"]),
  scan("slashes at the end", ["-v", "-nh", "+sd", "+r", "PEER", "DIR/tree//"]),
  scan("a broken link halts", ["-d", "+sd", "+r", "PEER", "DIR/tree"]),
  scan("required contexts", ["-v", "-nh", "-R", "+sd", "+r", "PEER", "DIR/tree"]),
  scan("required contexts, halting", ["-d", "-R", "+sd", "+r", "PEER", "DIR/tree/sub", "DIR/tree"]),
  scan("files and folders mixed", [
    "-v",
    "-nh",
    "+sd",
    "PEER",
    "DIR/other/ct.dcm",
    "DIR/tree/sub",
    "DIR/none",
  ]),
  scan("without the option", ["-v", "PEER", "DIR/tree", "DIR/other/ct.dcm", "DIR/tree/sub"]),
  scan("nothing but folders", ["-v", "PEER", "DIR/tree", "DIR/other"]),
  scan("an empty folder", ["-v", "+sd", "+r", "PEER", "DIR/tree/empty"]),
  scan("an empty folder, quietly", ["-q", "+sd", "+r", "PEER", "DIR/tree/empty"]),
  scan("renaming", ["-v", "-nh", "+sd", "+r", "+rn", "PEER", "DIR/tree"]),
  scan("the same folder twice", ["-v", "-nh", "+sd", "+r", "+rn", "PEER", "DIR/tree/sub", "DIR/tree/sub"]),
  ...["*.dcm", "*.DCM", "[a-c]*", "a\\[1\\].dcm", "caf??.dcm", "*line*", ".*", "*/ct.dcm", "[!c]*", "none"]
    .map((
      pattern,
    ) => scan(`pattern ${pattern}`, ["-v", "-nh", "+sd", "+sp", pattern, "+r", "PEER", "DIR/tree"])),
];

differentialTest("folders are scanned as DCMTK scans them", scans);

const refuse: Behaviour = { response: (object) => object === 1 ? { status: 0xa700 } : {} };
const warn: Behaviour = { response: () => ({ status: 0xb000 }) };
const three = {
  "a.dcm": smallDicomFile({ sopInstance: "1.2.3.1\0" }),
  "b.dcm": smallDicomFile({ sopInstance: "1.2.3.2\0" }),
  "c.dcm": smallDicomFile({ sopInstance: "1.2.3.3\0" }),
};
const sendThree = (name: string, { args = [], ...more }: Partial<Case>): Case => ({
  name,
  args: [...args, "PEER", "DIR/a.dcm", "DIR/b.dcm", "DIR/c.dcm"],
  files: three,
  ...more,
});

/** Where a file of the new name is there already, ours leaves both, and says so. */
function nothingReplaced(seen: Observation): Observation {
  const [from, to] = ["DIR/b.dcm", "DIR/b.dcm.done"];
  const stderr = seen.stderr.replace(
    `D: renamed file '${from}' to '${to}'`,
    `W: cannot rename file '${from}' to '${to}'`,
  );
  return { ...seen, stderr, files: [...seen.files, "b.dcm"].toSorted() };
}

const long = "n".repeat(252);

const renames: Case[] = [
  sendThree("all are stored", { args: ["-d", "+rn"] }),
  sendThree("the last option counts", { args: ["-d", "+rn", "-rn"] }),
  sendThree("one is refused", { args: ["-d", "+rn"], behaviour: refuse }),
  sendThree("one is refused, not halting", { args: ["-d", "-nh", "+rn"], behaviour: refuse }),
  sendThree("warnings", { args: ["-d", "+rn"], behaviour: warn }),
  sendThree("repeated", { args: ["-d", "+rn", "--repeat", "2"] }),
  sendThree("repeated, not halting", { args: ["-d", "-nh", "+rn", "--repeat", "2"] }),
  sendThree("required contexts", { args: ["-d", "-R", "+rn"] }),
  ...[[], ["-nh"]].map((options) => ({
    name: "the same file by another path",
    args: ["-d", ...options, "+rn", "PEER", "DIR/a.dcm", "DIR/./a.dcm", "DIR/c.dcm"],
    files: three,
  })),
  sendThree("the new name is taken", {
    args: ["-d", "+rn"],
    files: { ...three, "b.dcm.done": good },
    ours: nothingReplaced,
  }),
  {
    name: "the new name is too long",
    args: ["-v", "+rn", "PEER", `DIR/${long}`, "DIR/a.dcm"],
    files: { [long]: good, "a.dcm": good },
  },
  {
    name: "a link is renamed",
    args: ["-d", "+rn", "PEER", "DIR/tree/link.dcm"],
    files: tree,
    prepare: links,
  },
  { name: "bad files", args: ["-d", "-nh", "+rn", "PEER", ...fileArgs(...all)], files: files(...all) },
];

differentialTest("files are renamed as DCMTK renames them", renames);

const repeats: Case[] = [
  sendThree("three times", { args: ["-d", "--repeat", "3"] }),
  sendThree("no time", { args: ["-d", "--repeat", "0"] }),
  sendThree("refused in the middle", { args: ["-v", "--repeat", "3"], behaviour: refuse }),
  sendThree("refused in the middle, not halting", {
    args: ["-v", "-nh", "--repeat", "3"],
    behaviour: refuse,
  }),
  {
    name: "bad files",
    args: ["-v", "-nh", "--repeat", "2", "PEER", ...fileArgs(...all)],
    files: files(...all),
  },
];

differentialTest("files are repeated as DCMTK repeats them", repeats);

const readModes: Case[] = ["+f", "+fo", "-f"].flatMap((option) => [
  { name: "all files", args: ["-d", "-nh", option, "PEER", ...fileArgs(...all)], files: files(...all) },
  {
    name: "required contexts",
    args: ["-v", "-nh", "-R", option, "PEER", ...fileArgs(...all)],
    files: files(...all),
  },
]);

differentialTest("file format and data sets are told apart as DCMTK does it", readModes);

/** One bad file behind a good one, and one behind it. */
const halts: Case[] = all.flatMap((name) =>
  [[], ["-nh"], ["-R"], ["-R", "-nh"]].map((options) => ({
    name: `${name} in the middle`,
    args: ["-v", ...options, "PEER", "DIR/a.dcm", `DIR/${name}`, "DIR/c.dcm"],
    files: { ...three, [name]: inputFiles[name] },
  }))
);

differentialTest("a bad file halts, or does not, as with DCMTK", halts);
