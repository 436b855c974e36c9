/**
 * Records testdata/command_lines.json: what DCMTK 3.6.7's storescu answers to command lines written by hand.
 *
 *     deno run --allow-read --allow-write --allow-run --allow-env scripts/record_command_lines.ts
 */
import { askOracle, inFolder, makeCommandLineFolder } from "../tests/support/command_line_oracle.ts";
import { handWrittenCommandLines } from "../tests/support/command_lines.ts";
import { dcmtkProgram } from "../tests/support/peers.ts";

const program = dcmtkProgram("storescu");
if (!program) throw new Error("Cannot record without storescu 3.6.7");
await using folder = await makeCommandLineFolder();
const given = handWrittenCommandLines.map((args) => args.map((argument) => inFolder(argument, folder.path)));
const [help, ...answers] = await askOracle(program, [["--help"], ...given]);
const lines = answers.map(({ code, stdout, stderr }, at) => {
  const args = handWrittenCommandLines[at];
  const answer = { args, code, stdout: stdout === help.stdout ? "HELP" : stdout, stderr };
  return `    ${JSON.stringify(answer).replaceAll(folder.path, "{dir}")}`;
});
const origin = "DCMTK 3.6.7 storescu, recorded by scripts/record_command_lines.ts";
Deno.writeTextFileSync(
  new URL("../testdata/command_lines.json", import.meta.url),
  `{
  "origin": ${JSON.stringify(origin)},
  "help": ${JSON.stringify(help.stdout)},
  "answers": [
${lines.join(",\n")}
  ]
}
`,
);
