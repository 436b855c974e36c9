import { assert, assertEquals } from "@std/assert";
import {
  commandLineFiles,
  generatedCommandLines,
  handWrittenCommandLines,
} from "../support/command_lines.ts";
import { type Said, say } from "../support/command_line.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const programsAtOnce = 4;
/** DCMTK's banner and ours. */
const banner = /\$(?:dcmtk|storescu): .*\$$/gm;
/** What only concerns one of them: the machine and the libraries, and options of our own. */
const ownAffairs = /\nHost type: .*|additional options .*?\n(?=\n)/gs;

function comparable(text: string): string {
  return text.replace(banner, "BANNER").replace(ownAffairs, "");
}

interface Oracle {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

peerTest("command lines get the oracle's answers", {
  needs: { storescu: dcmtkProgram("storescu") },
  fn: async ({ storescu }) => {
    const dir = await Deno.makeTempDir();
    try {
      for (const [name, text] of Object.entries(commandLineFiles)) {
        await Deno.writeTextFile(`${dir}/${name}`, text.replaceAll("{dir}", dir));
      }
      const lines = [...generatedCommandLines(), ...handWrittenCommandLines]
        .map((line) => line.map((argument) => argument.replaceAll("{dir}", dir)));
      assert(lines.length >= 300, `Only ${lines.length} command lines`);
      const differences: string[] = [];
      const waiting = lines.values();
      await Promise.all(Array.from({ length: programsAtOnce }, async () => {
        for (const line of waiting) {
          const [ours, theirs] = [await say(line), await runOracle(storescu, line)];
          const difference = differenceOf(ours, theirs);
          if (difference) differences.push(`${JSON.stringify(line)}: ${difference}`);
        }
      }));
      assertEquals(differences, []);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

async function runOracle(program: string, args: readonly string[]): Promise<Oracle> {
  // It is faster where it finds no dictionary
  const options: Deno.CommandOptions = { args: [...args], env: { DCMDICTPATH: "/nowhere" }, stdin: "null" };
  const { code, stdout, stderr } = await new Deno.Command(program, options).output();
  const text = (bytes: Uint8Array) => comparable(new TextDecoder().decode(bytes));
  return { code, stdout: text(stdout), stderr: text(stderr).replaceAll(`'${program}'`, "'storescu'") };
}

function differenceOf(ours: Said, theirs: Oracle): string | undefined {
  const said = { stdout: comparable(ours.stdout), stderr: comparable(ours.stderr) };
  if (ours.settings) return accepted(theirs, ours) ? undefined : `accepted, unlike ${show(theirs)}`;
  if (show({ code: ours.code, ...said }) === show(theirs)) return undefined;
  return `${show({ code: ours.code, ...said })} instead of ${show(theirs)}`;
}

function show({ code, stdout, stderr }: { code?: number; stdout: string; stderr: string }): string {
  return JSON.stringify([code, stdout, stderr]);
}

/** What the oracle says once the command line is behind it. */
const furtherOn = /^F: cannot access file: |^F: Association Request Failed|^E: reading config file: /m;

/** Whether the oracle took the command line as well; a logger that is off keeps it secret. */
function accepted({ code, stderr }: Oracle, { settings, stderr: beginning }: Said): boolean {
  if (code !== 1 || !stderr.startsWith(beginning) || stderr.includes("error: ")) return false;
  return settings?.log.level === "off" ? stderr === beginning : furtherOn.test(stderr);
}
