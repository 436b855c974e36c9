/** What is said about the files of DCMDICTPATH, at the beginning of a run. */
import { assertEquals } from "@std/assert";
import { tellBanner, tellDictionary } from "../../lib/console/console.ts";
import { loadDictionaryFiles } from "../../lib/dictionary/load_dictionary.ts";
import { memoryConsole } from "../support/console.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { withTree } from "../support/tree.ts";

function readTextFile(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

const good = "(0010,0010)\tPN\tPatientName\t1\n";
const bad = "(0010,0010)\tXX\tPatientName\t1\n(0010,0020)\n";

peerTest("dictionaries are told of as by the oracle", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu") },
  fn: async (found) => {
    await withTree(["good.dic", "bad.dic"], async (root) => {
      await Deno.writeTextFile(`${root}/good.dic`, good);
      await Deno.writeTextFile(`${root}/bad.dic`, bad);
      for (
        const names of [["good"], ["bad"], ["none"], ["good", "bad"], ["bad", "good"], ["none", "good"], [
          "good",
          "none",
        ]]
      ) {
        const DCMDICTPATH = names.map((name) => `${root}/${name}.dic`).join(":");
        for (
          const [option, level] of [["-d", "debug"], ["-v", "info"], ["-ll", "warn"], [
            "-q",
            "fatal",
          ]] as const
        ) {
          const args = [option, ...(option === "-ll" ? ["warn"] : []), "127.0.0.1", "104", "/nowhere/a"];
          const output = await new Deno.Command(found["storescu 3.6.7"], { args, env: { DCMDICTPATH } })
            .output();
          const { console, edge } = await memoryConsole({ level });
          tellBanner(console, "$dcmtk: storescu v3.6.7 2022-04-22 $");
          tellDictionary(console, loadDictionaryFiles(DCMDICTPATH, { separator: ":", readTextFile }));
          console.emit({ kind: "checking files" });
          console.emit({ kind: "file rejected", path: "/nowhere/a", reason: "cannot access", fatal: true });
          await console.close();
          assertEquals(edge.stderr.text, new TextDecoder().decode(output.stderr), `${names} ${option}`);
        }
      }
    });
  },
});
