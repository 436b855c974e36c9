/**
 * Asking for a password, as OpenSSL does it for DCMTK.
 *
 * @module
 */
import { promptSecret } from "./prompt_secret.ts";

/** The streams of a process, as far as a password needs them. */
export interface PasswordStreams {
  readonly stdin: { isTerminal(): boolean; readSync(bytes: Uint8Array): number | null };
  readonly stderr: { writeSync(bytes: Uint8Array): number };
  /** Asks on the terminal. */
  readonly promptSecret: typeof promptSecret;
}

const processStreams: PasswordStreams = { stdin: Deno.stdin, stderr: Deno.stderr, promptSecret };

/**
 * Asks for a password: on the terminal without showing what is typed; elsewhere the first line of standard input is
 * taken, and what follows is left there. `undefined` where standard input is at its end.
 */
export function readPassword(
  promptText: string,
  { stdin, stderr, promptSecret }: PasswordStreams = processStreams,
): string | undefined {
  if (stdin.isTerminal()) return promptSecret(promptText, { mask: "" }) ?? undefined;
  stderr.writeSync(new TextEncoder().encode(`${promptText}\n`));
  return readLine(stdin);
}

function readLine(stdin: PasswordStreams["stdin"]): string | undefined {
  const bytes: number[] = [];
  const next = new Uint8Array(1);
  const lineFeed = 0x0a;
  let length = stdin.readSync(next);
  if (!length) return undefined;
  while (length && next[0] !== lineFeed) {
    bytes.push(next[0]);
    length = stdin.readSync(next);
  }
  const line = Uint8Array.from(bytes);
  const text = new TextDecoder().decode(line).replace(/\r$/, "");
  bytes.fill(0);
  line.fill(0);
  return text;
}
