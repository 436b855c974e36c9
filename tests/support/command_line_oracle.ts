/** What DCMTK's storescu answers to command lines, and how that compares with ours. */
import { commandLineFiles } from "./command_lines.ts";
import type { Said } from "./command_line.ts";

/** An answer of the oracle. */
export interface OracleAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with the files that the command lines refer to. */
export async function makeCommandLineFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(commandLineFiles)) {
    await Deno.writeTextFile(`${path}/${name}`, inFolder(text, path));
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Puts the folder in its place. */
export function inFolder(text: string, path: string): string {
  return text.replaceAll("{dir}", path);
}

const banner = /\$(?:dcmtk|storescu): .*\$$/gm;
/** What only concerns one of them: the machine and the libraries, and options of our own. */
const ownAffairs = /\nHost type: .*|additional options .*?\n(?=\n)/gs;

/** A text without what has to differ. */
export function comparable(text: string): string {
  return text.replace(banner, "BANNER").replace(ownAffairs, "");
}

/** Asks the oracle about many command lines with one shell, which starts programs faster than we do. */
export async function askOracle(
  program: string,
  lines: readonly (readonly string[])[],
): Promise<OracleAnswer[]> {
  const folder = await Deno.makeTempDir();
  try {
    const script = lines.map((args, at) =>
      `${[program, ...args].map(quoted).join(" ")} </dev/null >${at}.out 2>${at}.err; echo $? >${at}.code\n`
    ).join("");
    // It is faster where it finds no dictionary
    const env = { DCMDICTPATH: "/nowhere" };
    const shell = new Deno.Command("/bin/sh", { cwd: folder, env, stdin: "piped" }).spawn();
    await new Blob([script]).stream().pipeTo(shell.stdin);
    await shell.status;
    const read = async (at: number, kind: string) =>
      comparable(await Deno.readTextFile(`${folder}/${at}.${kind}`));
    return await Promise.all(lines.map(async (_, at) => ({
      code: Number(await read(at, "code")),
      stdout: await read(at, "out"),
      stderr: (await read(at, "err")).replaceAll(`'${program}'`, "'storescu'"),
    })));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** How our answer differs from the oracle's, if it does. */
export function differenceOf(ours: Said, theirs: OracleAnswer): string | undefined {
  const said = {
    code: ours.code,
    stdout: comparable(ours.stdout),
    stderr: comparable(ours.stderr),
  };
  if (ours.settings) return accepted(theirs, ours) ? undefined : `accepted, unlike ${show(theirs)}`;
  return show(said) === show(theirs) ? undefined : `${show(said)} instead of ${show(theirs)}`;
}

function show({ code, stdout, stderr }: { code?: number; stdout: string; stderr: string }): string {
  return JSON.stringify([code, stdout, stderr]);
}

/** What the oracle says once the command line is behind it. */
const furtherOn = /^F: cannot access file: |^F: Association Request Failed|^E: reading config file: /m;

/** Whether the oracle took the command line as well; a logger that is off keeps it secret. */
function accepted({ code, stderr }: OracleAnswer, { settings, stderr: beginning }: Said): boolean {
  if (code !== 1 || !stderr.startsWith(beginning) || stderr.includes("error: ")) return false;
  return settings?.log.level === "off" ? stderr === beginning : furtherOn.test(stderr);
}
