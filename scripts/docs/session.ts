/**
 * The picture of the demo that the README shows, from what the demo really prints.
 *
 * @module
 */
import { root } from "../ship/project.ts";
import { drawTerminal, type Line, type Style } from "./terminal.ts";

const command = "npx --yes deno@2.9.6 task demo";

/** Runs the demo and draws what it printed; throws where it failed. */
export async function drawSession(): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "demo"],
    cwd: root,
    env: { NO_COLOR: "1", FORCE_COLOR: "0" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new Error(`The demo has failed\n${text.decode(stdout)}\n${text.decode(stderr)}`);
  return drawTerminal(sessionLines(text.decode(stdout), text.decode(stderr)), "storescu");
}

/** The lines of the session: the sender's complaints stand where they are printed, behind the command. */
export function sessionLines(output: string, errors: string): Line[] {
  const [before, after] = output.split(/(?=\nWhat has arrived)/);
  const complaints = errors.split("\n").filter((line) => /^[A-Z]: /.test(line));
  const lines = [`$ ${command}`, ...before.trimEnd().split("\n"), "", ...complaints];
  lines.push(...(after ?? "").trimEnd().split("\n"));
  return lines.map((text) => ({ text, style: styleOf(text) }));
}

function styleOf(line: string): Style {
  if (line.startsWith("$ ")) return "command";
  if (/^[EFW]: /.test(line)) return "error";
  if (/^All \d+|identical$/.test(line)) return "good";
  return /^ {2}deno run|left out$/.test(line) ? "faint" : "plain";
}
