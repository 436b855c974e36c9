/** Runs one program once, and says what it took. */

/** A program with everything it is started with. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run of a program took. CPU time and memory are absent where GNU time is. */
export interface Sample {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds?: number;
  /** The largest resident set. */
  readonly peakRssKib?: number;
  readonly exitCode: number;
  /** The end of what the program wrote on standard error. */
  readonly complaint: string;
}

const gnuTime = "/usr/bin/time";

/** Whether CPU time and memory can be measured: they come from GNU time, Debian's package `time`. */
export const measuresCpuAndMemory: boolean = isGnuTime();

function isGnuTime(): boolean {
  try {
    const { stdout, stderr } = new Deno.Command(gnuTime, { args: ["--version"] }).outputSync();
    return [stdout, stderr].some((bytes) => new TextDecoder().decode(bytes).includes("GNU"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a program to its end. What it prints goes to a pipe, so that no terminal slows it down. */
export async function measure(command: Command): Promise<Sample> {
  const report = measuresCpuAndMemory ? await Deno.makeTempFile() : undefined;
  try {
    const { program, args, env } = report ? timed(command, report) : command;
    const start = performance.now();
    const output = await new Deno.Command(program, { args: [...args], env, stdout: "null" }).output();
    const wallSeconds = (performance.now() - start) / 1000;
    const complaint = new TextDecoder().decode(output.stderr).trim().slice(-300);
    const usage = report ? usageIn(await Deno.readTextFile(report)) : {};
    return { wallSeconds, exitCode: output.code, complaint, ...usage };
  } finally {
    if (report) await Deno.remove(report);
  }
}

function timed({ program, args, env }: Command, report: string): Command {
  return { program: gnuTime, args: ["-q", "-f", "%U %S %M", "-o", report, program, ...args], env };
}

function usageIn(report: string): Pick<Sample, "cpuSeconds" | "peakRssKib"> {
  const [user, system, peakRssKib] = report.trim().split(" ").map(Number);
  return { cpuSeconds: user + system, peakRssKib };
}
