/** What DCMTK's storescu says while it reads files: the lines of its reader, and its verdict. */
import { freePort } from "./free_port.ts";

/** About one file. */
export interface OracleReading {
  path: string;
  /** Debug, warning and error lines of the reader. */
  lines: string[];
  /** The text of the condition, where it could not be read. */
  error?: string;
}

/** The programs that are needed. */
export interface OraclePrograms {
  storescu: string;
  storescp: string;
}

/** A receiver that throws everything away. */
class Receiver implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;

  constructor(program: string, port: number) {
    const args = ["--ignore", "+xa", String(port)];
    this.#process = new Deno.Command(program, { args, stdout: "null", stderr: "null" }).spawn();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
  }
}

async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}

async function waitFor(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nobody listens on port ${port}`);
}

/** Lets storescu read all files, in one association. */
export async function oracleReadings(
  paths: readonly string[],
  { programs, options }: { programs: OraclePrograms; options: readonly string[] },
): Promise<OracleReading[]> {
  const port = freePort();
  await using _receiver = new Receiver(programs.storescp, port);
  await waitFor(port);
  const args = ["-d", "-nh", ...options, "127.0.0.1", String(port), ...paths];
  const { stderr } = await new Deno.Command(programs.storescu, { args, stdout: "null" }).output();
  // One letter per byte, as ours are before they are written
  const text = Array.from(stderr, (byte) => String.fromCharCode(byte)).join("");
  return text.split(/^I: Sending file: /m).slice(1).map(parse);
}

function parse(part: string): OracleReading {
  const [path, ...rest] = part.split("\n");
  const lines: string[] = [];
  for (const line of rest) {
    if (/^I: Converting|^E: No presentation|^E: No SOP/.test(line)) break;
    const bad = line.startsWith(`E: Bad DICOM file: ${path}: `);
    if (bad) return { path, lines, error: line.slice(`E: Bad DICOM file: ${path}: `.length) };
    if (/^[DWE]: (Dcm|Found |zlib)/.test(line)) lines.push(line);
  }
  return { path, lines };
}
