import { assert, assertEquals } from "@std/assert";
import { loadDictionaryFiles } from "../../lib/dictionary/load_dictionary.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const lines = [
  "(0008,0005)\tCS\tGood\t1\tDICOM",
  "  (0008,0005) \t CS \t Go od \t 1 - n \tDICOM  ",
  "(0008,0005) CS Good 1",
  "(00zz\tCS",
  "(0008\tCS\tNoElement",
  "(0008,0006)\tQQ\tX",
  "(0008,0006)\tq\tX",
  "(0008,0006)\t\tX",
  "   # a comment",
  "(0008,0007)\tCS\ta\tz",
  "(0008,0007)\tCS\ta\t1-",
  "(0008,0007)\tCS\ta\t1-n",
  "(0008,0007)\tCS\ta\t2-2n",
  "(0008,0007)\tCS\ta\t2-2x",
  "(0008,0007)\tCS\ta\t3n",
  "(0008,0007)\tCS\ta\tn",
  "(0008,0007)\tCS\ta\t",
  "(0008,0007)\tCS\ta\t1-3-5",
  "(0008,0007)\tCS\ta\t1\ta\tb",
  "(0008,0007)\tCS\ta\t1\ta\tb\tc\td",
  "(xx08,0007)\tCS\ta\t1\ta",
  "(0008-q-0009,0007)\tCS\ta\t1\ta",
  "(0008,0007-e-0009)\tCS\ta",
  '(0009,"ACME",10)\tLO\ta',
  '(0009,"ACME,10)\tLO\ta',
  '(0009,"ACME" 10)\tLO\ta',
  '(0009-o-00ff,"ACME",10-u-20)\tLO\ta',
  "0008,0005\tCS\tNoBrackets",
];

peerTest("the oracle complains about the same lines of dictionaries, in the same words", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: (found) => {
    const folder = Deno.makeTempDirSync();
    try {
      Deno.writeTextFileSync(`${folder}/odd.dic`, lines.join("\n"));
      const path = `${folder}/odd.dic:${folder}/missing.dic::${folder}`;
      const args = ["-d", "127.0.0.1", "1", `${folder}/nothing`];
      const { stderr } = new Deno.Command(found["storescu 3.6.7"], { args, env: { DCMDICTPATH: path } })
        .outputSync();
      const printed = new TextDecoder().decode(stderr).split("\n");
      const theirs = printed.filter((line) => line.includes("DcmDataDictionary: "));
      assert(theirs.length > 10);
      const ours = loadDictionaryFiles(path, { separator: ":", readTextFile });
      assertEquals(ours.messages.map(({ level, text }) => `${level[0].toUpperCase()}: ${text}`), theirs);
      assertEquals(ours.loaded, !printed.some((line) => line.includes("no data dictionary loaded")));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

function readTextFile(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
