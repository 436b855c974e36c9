/** Sends of one file over TLS, from the command line to the exit code, by DCMTK's program and by ours. */
import type { TlsEngineName } from "../../lib/transport/tls.ts";
import { runInProcess } from "./in_process.ts";
import { type Ran, runProgram } from "./run_program.ts";
import { settled, type Verdict } from "./tls_oracle.ts";

/** What is sent, and how. */
export interface TlsSend {
  readonly port: number;
  /** storescu's TLS options. */
  readonly args: readonly string[];
  readonly file: string;
}

/** Sends with DCMTK's storescu. */
export async function sendWithOracle(
  program: string,
  { port, args, file }: TlsSend,
): Promise<Verdict> {
  return verdictOf(await runProgram(program, ["-v", ...args, "127.0.0.1", `${port}`, file]));
}

/** Sends with ours. */
export async function sendWithOurs(engine: TlsEngineName, { port, args, file }: TlsSend): Promise<Verdict> {
  const options = ["-v", "--tls-engine", engine, ...args];
  return verdictOf(await runInProcess([...options, "127.0.0.1", `${port}`, file]));
}

/** Problems, and how many objects the peer says it has stored. */
function verdictOf({ code, stdout, stderr }: Ran): Verdict {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trimEnd());
  const stored = lines.filter((line) => line === "I: Received Store Response (Success)").length;
  return { code, lines: [...lines.filter((line) => /^[FEW]: /.test(line)).map(settled), `${stored} stored`] };
}
