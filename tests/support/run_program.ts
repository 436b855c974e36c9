/** Runs a program to its end. */

/** What it left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with no input. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, signal }: { env?: Record<string, string>; cwd?: string; signal?: AbortSignal } = {},
): Promise<Ran> {
  const command = new Deno.Command(program, { args: [...args], env, cwd, signal, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}
