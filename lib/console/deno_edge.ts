/**
 * The console's edge: streams, log files, and facts of the process.
 *
 * @module
 */
import { type Console, type ConsoleEdge, type ConsoleSettings, createConsole } from "./console.ts";
import type { LogFile, LogFolder } from "./log_files.ts";
import type { DatagramSender } from "./syslog.ts";

/** Makes the console of this process; throws a `LogConfigError` where the configuration file is of no use. */
export async function openConsole(settings: ConsoleSettings, programName: string): Promise<Console> {
  return await createConsole(settings, denoEdge(programName));
}

/** The streams, files and facts of this process. */
export function denoEdge(programName: string): ConsoleEdge {
  return {
    stdout: Deno.stdout,
    stderr: Deno.stderr,
    folder,
    facts: {
      programName,
      processId: Deno.pid,
      startMs: performance.timeOrigin,
      hostname: () => Deno.hostname(),
    },
    readTextFile: (path) => Deno.readTextFileSync(path),
    env: (name) => Deno.env.get(name),
    now: () => performance.timeOrigin + performance.now(),
    defer: queueMicrotask,
    openUdp,
  };
}

const folder: LogFolder = {
  open(path, mode) {
    const file = Deno.openSync(path, {
      create: true,
      write: true,
      append: mode === "append",
      truncate: mode === "truncate",
    });
    return new DenoLogFile(file);
  },
  rename(from, to) {
    return ifFound(() => Deno.renameSync(from, to));
  },
  remove(path) {
    ifFound(() => Deno.removeSync(path));
  },
};

class DenoLogFile implements LogFile {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  writeSync(bytes: Uint8Array): number {
    return this.#file.writeSync(bytes);
  }

  sizeBytes(): number {
    return this.#file.statSync().size;
  }

  close(): void {
    this.#file.close();
  }
}

function ifFound(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function openUdp(host: string, port: number): Promise<DatagramSender> {
  const { createSocket } = await import("node:dgram");
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  // One after the other, because datagrams that are sent at once may overtake each other
  let sent = Promise.resolve();
  let failure: Error | undefined;
  const send = (bytes: Uint8Array) =>
    new Promise<void>((resolve) =>
      socket.send(bytes, port, host, (error) => {
        failure ??= error ?? undefined;
        resolve();
      })
    );
  return {
    send(bytes) {
      sent = sent.then(() => send(bytes));
    },
    async close() {
      await sent;
      socket.close();
      return failure;
    },
  };
}
