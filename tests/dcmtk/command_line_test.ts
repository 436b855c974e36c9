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

peerTest("command lines get the oracle's answers", {
  needs,
  fn: async ({ storescu }) => {
    await using folder = await makeCommandLineFolder();
    const lines = [...generatedCommandLines(), ...handWrittenCommandLines]
      .map((line) => line.map((argument) => inFolder(argument, folder.path)));
    assert(lines.length >= 300, `Only ${lines.length} command lines`);
    const halves = [lines.filter((_, at) => at % 2 === 0), lines.filter((_, at) => at % 2 === 1)];
    const differences = await Promise.all(halves.map((half) => differencesOf(half, storescu)));
    assertEquals(differences.flat(), []);
  },
});

peerTest("the help for shared options is the oracle's, word for word", {
  needs,
  fn: async ({ storescu }) => {
    const [{ code, stdout, stderr }] = await askOracle(storescu, [["--help"]]);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(comparable(helpText(sharedGroups)), stdout);
  },
});

async function differencesOf(lines: readonly string[][], storescu: string): Promise<string[]> {
  const answers = await askOracle(storescu, lines);
  const differences: string[] = [];
  for (const [at, theirs] of answers.entries()) {
    const difference = differenceOf(await say(lines[at]), theirs);
    if (difference) differences.push(`${JSON.stringify(lines[at])}: ${difference}`);
  }
  return differences;
}
