import { assert, assertEquals } from "@std/assert";
import { PathList } from "../../lib/input/path_list.ts";
import { scanFolder } from "../../lib/input/scan.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { withTree } from "../support/tree.ts";

const tree = [
  ...[
    "IMG1.dcm",
    "IMG2.DCM",
    ".hidden.dcm",
    "a[1].dcm",
    "caf\u00e9.dcm",
    "b?c.dcm",
    "x y.dcm",
    "no_extension",
  ],
  ...["sub/IMG3.dcm", "sub/deep/er/IMG4.dcm", "sub/deep/IMG5.dcm", "empty.dcm/IMG6.dcm", "z/.a/IMG7"],
];

const patterns = [
  "",
  "*",
  "*.dcm",
  "IMG?.dcm",
  "[Ia]*",
  "a[[]1].dcm",
  "a[1].dcm",
  "caf?.dcm",
  "caf??.dcm",
  "b\\?c*",
];

/** The files that DCMTK finds: it warns of each that is not DICOM. */
function foundByOracle(program: string, args: string[]): string[] {
  const { stderr } = new Deno.Command(program, {
    args: ["-R", "-nh", "+sd", ...args],
    clearEnv: true,
  }).outputSync();
  const lines = new TextDecoder().decode(stderr).split("\n");
  return lines.flatMap((line) =>
    /^W: missing SOP class \(or instance\) in file: (.*), ignoring/.exec(line)?.[1] ?? []
  );
}

peerTest("files are found in DCMTK's order, by its patterns", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    await withTree(tree, (root) => {
      let files = 0;
      for (const pattern of patterns) {
        for (const recurse of [true, false]) {
          for (const folder of [root, `${root}//`]) {
            const into = new PathList();
            scanFolder(folder, { into, pattern, recurse });
            const options = [...(pattern ? ["+sp", pattern] : []), ...(recurse ? ["+r"] : [])];
            const expected = foundByOracle(found["storescu 3.6.7"], [...options, "127.0.0.1", "1", folder]);
            assertEquals([...into], expected, `${pattern} in ${folder}`);
            files += expected.length;
          }
        }
      }
      assert(files > 100, `only ${files} files found`);
    });
  },
});
