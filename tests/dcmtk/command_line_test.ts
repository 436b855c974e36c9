import { assert, assertEquals } from "@std/assert";
import { helpText } from "../../lib/cli/help.ts";
import { sharedGroups } from "../../lib/cli/options/table.ts";
import { say } from "../support/command_line.ts";
import {
  askOracle,
  comparable,
  differenceOf,
  inFolder,
  makeCommandLineFolder,
} from "../support/command_line_oracle.ts";
import { generatedCommandLines, handWrittenCommandLines } from "../support/command_lines.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const needs = { storescu: dcmtkProgram("storescu") };
const programsAtOnce = 4;

peerTest("command lines get the oracle's answers", {
  needs,
  fn: async ({ storescu }) => {
    await using folder = await makeCommandLineFolder();
    const lines = [...generatedCommandLines(), ...handWrittenCommandLines]
      .map((line) => line.map((argument) => inFolder(argument, folder.path)));
    assert(lines.length >= 300, `Only ${lines.length} command lines`);
    const differences: string[] = [];
    const waiting = lines.values();
    await Promise.all(Array.from({ length: programsAtOnce }, async () => {
      for (const line of waiting) {
        const difference = differenceOf(await say(line), await askOracle(storescu, line));
        if (difference) differences.push(`${JSON.stringify(line)}: ${difference}`);
      }
    }));
    assertEquals(differences, []);
  },
});

peerTest("the help for shared options is the oracle's, word for word", {
  needs,
  fn: async ({ storescu }) => {
    const { code, stdout, stderr } = await askOracle(storescu, ["--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(comparable(helpText(sharedGroups)), stdout);
  },
});
